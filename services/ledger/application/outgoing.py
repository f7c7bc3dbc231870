"""What the ledger says to the others once a block stands; it travels in the block's own document."""

from collections.abc import Iterable, Iterator, Mapping

from services.ledger.application.context import Ledger
from services.ledger.domain.accounts import Unit
from services.ledger.domain.blocks import Act, Block, Refusal, Transfer
from services.ledger.domain.books import Books
from services.ledger.domain.drafting import Asked, Fact
from services.ledger.domain.earning import service_of
from services.ledger.domain.record_minutes import changed_by
from services.ledger.domain.showing import answer_of
from shared.events.cause import caused_by
from shared.events.contract import Event
from shared.events.ledger import (
    HoursWaiting,
    InstructionAnswered,
    MinutesCredited,
    PostingRefused,
    RecordMinutes,
    StepDone,
)
from shared.kernel.clock import from_unix_millis
from shared.storage.outbox import outbox_entries


def outgoing_entries(
    ledger: Ledger, block: Block, books: Books, causes: Mapping[str, Event]
) -> list[dict[str, object]]:
    """Return the outbox entries for a block: an event for each transfer, refusal and answer, caused by the event that brought it.

    Args:
        ledger: Gives time and ids.
        block: The block as it will stand.
        books: As they are once it stands.
        causes: The events the block answers, as :func:`causes_of` orders them.
    """
    said = [(each.event_id, fact) for each in block.transfers for fact in _earned(block, each)]
    refused = [(each.event_id, _refused(each)) for each in block.refusals]
    answered = [(each.instruction.fingerprint, _answered(block, each)) for each in block.acts]
    stands = [
        (each.instruction.fingerprint, fact) for each in block.acts for fact in _stands(block, books, each)
    ]
    entries: list[dict[str, object]] = []
    for cause_key, fact in (*said, *refused, *answered, *stands):
        cause = causes[cause_key]
        with caused_by(correlation_id=cause.correlationid, causation_id=cause.id):
            entries += outbox_entries(
                (fact,),
                subject=f"shard-{block.shard:02d}",
                sequence=block.seq,
                clock=ledger.clock,
                ids=ledger.ids,
            )
    return entries


def causes_of(heard: Iterable[tuple[Fact | Asked, Event]]) -> dict[str, Event]:
    """Return the events by what a block keeps of each: the event's id for a record, the fingerprint for an instruction."""
    return {
        fact.instruction.fingerprint if isinstance(fact, Asked) else event.id: event for fact, event in heard
    }


def _answered(block: Block, act: Act) -> InstructionAnswered:
    answer = answer_of(act, block)
    return InstructionAnswered(
        instruction_id=answer.id,
        community_code=answer.community_code,
        asked_by=answer.asked_by,
        refused=answer.refused,
        at_step=answer.at_step,
        done=tuple(
            StepDone(
                verb=each.verb,
                transfer_id=each.transfer_id,
                from_account=each.source,
                to_account=each.target,
                unit=each.unit.value,
                minutes=each.minutes,
            )
            for each in answer.moved
        ),
        holds=answer.holds,
        shard=block.shard,
        block=block.seq,
    )


def _earned(block: Block, transfer: Transfer) -> Iterator[MinutesCredited | HoursWaiting]:
    """Yield what was credited, and what of a long day waits for somebody to agree."""
    service = service_of(transfer)
    stands = {each.account: each.minutes for each in transfer.postings if each.unit is Unit.SERVICE}
    minutes = stands.get(service.member, 0)
    if minutes:
        yield _credited(block, transfer, service.member_id, minutes)
    if minutes < service.minutes:
        yield HoursWaiting(
            record_id=transfer.record_id,
            transfer_id=transfer.transfer_id,
            community_code=transfer.community_code,
            member_id=service.member_id,
            minutes=service.minutes - minutes,
            served_at=from_unix_millis(transfer.effective_at_millis),
            shard=block.shard,
            block=block.seq,
        )


def _stands(block: Block, books: Books, act: Act) -> Iterator[RecordMinutes]:
    """Yield what stands for the records that an instruction changed."""
    for each in changed_by(books, act):
        yield RecordMinutes(
            transfer_id=each.transfer_id,
            community_code=each.community_code,
            member_id=each.member_id,
            minutes=each.minutes,
            shard=block.shard,
            block=block.seq,
        )


def _credited(block: Block, transfer: Transfer, member_id: str, minutes: int) -> MinutesCredited:
    return MinutesCredited(
        transfer_id=transfer.transfer_id,
        record_id=transfer.record_id,
        community_code=transfer.community_code,
        member_id=member_id,
        minutes=minutes,
        served_at=from_unix_millis(transfer.effective_at_millis),
        shard=block.shard,
        block=block.seq,
    )


def _refused(refusal: Refusal) -> PostingRefused:
    return PostingRefused(
        record_id=refusal.record_id,
        community_code=refusal.community_code,
        member_id=refusal.member_id,
        reason=refusal.reason,
    )
