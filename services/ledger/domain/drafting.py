"""What the ledger makes of the facts it hears: one block for one shard, or nothing."""

import hashlib
from collections.abc import Iterable
from dataclasses import dataclass

from services.ledger.domain.accounts import issue_account, member_account
from services.ledger.domain.blocks import FORMAT, Block, Refusal, Taken, Transfer
from services.ledger.domain.rules import RULES, earned_minutes, earns
from services.ledger.domain.state import ShardState, Tally
from shared.kernel.ids import derived_id

NOT_VOLUNTEERING = "not-volunteering"
RECORD_CONFLICT = "record-conflict"


@dataclass(frozen=True, slots=True, kw_only=True)
class Fact:
    """A confirmed service, as far as the ledger cares, and where in the log it stood.

    Attributes:
        record_id: The record of service; answered once, for ever.
        event_id: The event that brought it.
        community_code: The book.
        member_id: Who served.
        minutes: Agreed length, 1 to 1440.
        recorded_as: ``VOLUNTEER``, ``PROFESSIONAL`` or ``DUTY``.
        assignment_id: Which service.
        service_kind: Code of the kind of service.
        served_at_millis: When it was given.
        topic: Where it was read.
        partition: Of that topic.
        position: In that partition.
    """

    record_id: str
    event_id: str
    community_code: str
    member_id: str
    minutes: int
    recorded_as: str
    assignment_id: str
    service_kind: str
    served_at_millis: int
    topic: str
    partition: int
    position: int

    @property
    def fingerprint(self) -> str:
        """Return the same text for the same body: all that decides what is posted, not where it was read."""
        body = (
            self.community_code,
            self.member_id,
            str(self.minutes),
            self.recorded_as,
            self.assignment_id,
            self.service_kind,
            str(self.served_at_millis),
        )
        return hashlib.sha256("\x1f".join(body).encode()).hexdigest()[:32]


def draft(state: ShardState, facts: Iterable[Fact], *, now_millis: int, nonce: str) -> Block | None:
    """Return the block that answers these facts on top of ``state``, which stays as it is.

    A fact answered before, in an earlier block or in this one, is passed over in silence: redelivery changes nothing.

    Args:
        state: The shard, up to date.
        facts: All of this shard, in the order of the log.
        now_millis: The machine's clock; log time never goes back behind the last block.
        nonce: Unpredictable, fresh for each attempt.

    Returns:
        The block, or None when every fact had its answer.
    """
    tally = state.layer()
    transfers: list[Transfer] = []
    refusals: list[Refusal] = []
    heard: list[Fact] = []
    for fact in facts:
        if fact.fingerprint in tally.answers(fact.record_id):
            continue
        heard.append(fact)
        reason = _reason_against(tally, fact)
        if reason is None:
            transfers.append(_earned(tally, fact))
        else:
            refusals.append(_refused(fact, reason))
        tally.answered(fact.record_id, fact.fingerprint)
    if not heard:
        return None
    return Block(
        format=FORMAT,
        shard=state.shard,
        seq=state.seq + 1,
        prev=state.head,
        logged_at_millis=max(now_millis, state.logged_at_millis + 1),
        rules=RULES,
        nonce=nonce,
        taken=_taken(heard),
        transfers=tuple(transfers),
        refusals=tuple(refusals),
        postings_total=state.postings_total + sum(len(transfer.postings) for transfer in transfers),
    )


def _reason_against(tally: Tally, fact: Fact) -> str | None:
    if tally.answers(fact.record_id):
        return RECORD_CONFLICT
    return None if earns(fact.recorded_as) else NOT_VOLUNTEERING


def _earned(tally: Tally, fact: Fact) -> Transfer:
    issue = issue_account(fact.community_code)
    member = member_account(fact.community_code, fact.member_id)
    return Transfer(
        transfer_id=derived_id("transfer", fact.record_id),
        record_id=fact.record_id,
        event_id=fact.event_id,
        fingerprint=fact.fingerprint,
        community_code=fact.community_code,
        assignment_id=fact.assignment_id,
        service_kind=fact.service_kind,
        effective_at_millis=fact.served_at_millis,
        postings=tuple(
            tally.post(account, unit, minutes)
            for unit, earned in earned_minutes(fact.minutes).items()
            for account, minutes in ((issue, -earned), (member, earned))
        ),
    )


def _refused(fact: Fact, reason: str) -> Refusal:
    return Refusal(
        record_id=fact.record_id,
        event_id=fact.event_id,
        fingerprint=fact.fingerprint,
        community_code=fact.community_code,
        member_id=fact.member_id,
        reason=reason,
    )


def _taken(facts: list[Fact]) -> tuple[Taken, ...]:
    spans: dict[tuple[str, int], tuple[int, int]] = {}
    for fact in facts:
        where = (fact.topic, fact.partition)
        first, following = spans.get(where, (fact.position, fact.position))
        spans[where] = (min(first, fact.position), max(following, fact.position + 1))
    return tuple(
        Taken(topic=topic, partition=partition, first=first, next=following)
        for (topic, partition), (first, following) in sorted(spans.items())
    )
