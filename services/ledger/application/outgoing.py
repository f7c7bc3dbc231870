"""What the ledger says to the others once a block stands; it travels in the block's own document."""

from collections.abc import Mapping

from services.ledger.application.context import Ledger
from services.ledger.domain.accounts import Unit, member_of
from services.ledger.domain.blocks import Block, Refusal, Transfer
from shared.events.cause import caused_by
from shared.events.contract import Event
from shared.events.ledger import MinutesCredited, PostingRefused
from shared.kernel.clock import from_unix_millis
from shared.storage.outbox import outbox_entries


def outgoing_entries(ledger: Ledger, block: Block, causes: Mapping[str, Event]) -> list[dict[str, object]]:
    """Return the outbox entries for a block: one event for each transfer and refusal, caused by the event that brought it.

    Args:
        ledger: Gives time and ids.
        block: The block as it will stand.
        causes: The events the block answers, by id.
    """
    said = [(each.event_id, _credited(block, each)) for each in block.transfers]
    refused = [(each.event_id, _refused(each)) for each in block.refusals]
    entries: list[dict[str, object]] = []
    for event_id, fact in (*said, *refused):
        cause = causes[event_id]
        with caused_by(correlation_id=cause.correlationid, causation_id=cause.id):
            entries += outbox_entries(
                (fact,),
                subject=f"shard-{block.shard:02d}",
                sequence=block.seq,
                clock=ledger.clock,
                ids=ledger.ids,
            )
    return entries


def _credited(block: Block, transfer: Transfer) -> MinutesCredited:
    member_id, minutes = next(
        (member_id, posting.minutes)
        for posting in transfer.postings
        if posting.unit is Unit.SERVICE and (member_id := member_of(posting.account)) is not None
    )
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
