"""What the ledger makes of the facts it hears: one block for one shard, or nothing."""

import hashlib
from collections.abc import Iterable
from dataclasses import dataclass, field

from services.ledger.domain.accounts import member_account
from services.ledger.domain.blocks import FORMAT, Act, Block, Refusal, Taken, Transfer, all_postings
from services.ledger.domain.books import Books
from services.ledger.domain.earning import Service, earned, take_in
from services.ledger.domain.instructions import Instruction
from services.ledger.domain.marks import GROUP, YOUNG, Marks, marks_of
from services.ledger.domain.refusals import Reason
from services.ledger.domain.rules import RULES, earns
from services.ledger.domain.state import ShardState, held_after
from services.ledger.domain.terms import terms_at
from services.ledger.domain.verbs import answer, answer_key
from shared.kernel.ids import derived_id

NOT_VOLUNTEERING = Reason.NOT_VOLUNTEERING.value
RECORD_CONFLICT = Reason.RECORD_CONFLICT.value
ACCOUNT_CLOSED = Reason.CLOSED.value


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
        marks: What is not the usual of the service, as it was told.
        minor_age: Full years of who served, if under 18.
        guardian_agreed: Whether a minor's guardian agreed.
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
    marks: Marks = ()
    minor_age: int | None = None
    guardian_agreed: bool = False

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
            *((GROUP,) if GROUP in self.marks else ()),
        )
        return hashlib.sha256("\x1f".join(body).encode()).hexdigest()[:32]


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """An instruction and where in the log it stood."""

    instruction: Instruction
    event_id: str
    topic: str
    partition: int
    position: int


@dataclass(slots=True, kw_only=True)
class _Draft:
    """A block in the making."""

    books: Books
    now_millis: int
    rules: str
    transfers: list[Transfer] = field(default_factory=list)
    refusals: list[Refusal] = field(default_factory=list)
    acts: list[Act] = field(default_factory=list)
    heard: list[Fact | Asked] = field(default_factory=list)

    def hear(self, fact: Fact) -> None:
        """Answer a fact, unless it has its answer."""
        fingerprint, before = fact.fingerprint, self.books.answers(fact.record_id)
        if fingerprint in before:
            return
        self.heard.append(fact)
        reason = RECORD_CONFLICT if before else _reason_against(self.books, fact)
        if reason is None:
            transfer = _earned(self.books, fact, fingerprint)
            take_in(self.books, transfer, self.rules)
            self.transfers.append(transfer)
        else:
            self.refusals.append(_refused(fact, fingerprint, reason))
        self.books.answered(fact.record_id, fingerprint)

    def repeat(self, refusal: Refusal) -> None:
        """Refuse what another ledger refused, unless it has its answer."""
        if refusal.fingerprint not in self.books.answers(refusal.record_id):
            self.refusals.append(refusal)
            self.books.answered(refusal.record_id, refusal.fingerprint)

    def obey(self, asked: Asked) -> None:
        """Answer an instruction, unless it has its answer."""
        instruction = asked.instruction
        if instruction.fingerprint in self.books.answers(answer_key(instruction.instruction_id)):
            return
        self.heard.append(asked)
        self.acts.append(answer(self.books, instruction, self.now_millis, self.rules))


@dataclass(frozen=True, slots=True, kw_only=True)
class Drafted:
    """A block that nobody has written yet, and the books as they are once it stands."""

    block: Block
    books: Books


def draft(
    state: ShardState,
    facts: Iterable[Fact],
    *,
    refused: Iterable[Refusal] = (),
    asked: Iterable[Asked] = (),
    now_millis: int,
    nonce: str,
    rules: str = RULES,
) -> Block | None:
    """Return the block of :func:`drafted`, without the books."""
    made = drafted(
        state, facts, refused=refused, asked=asked, now_millis=now_millis, nonce=nonce, rules=rules
    )
    return None if made is None else made.block


def drafted(
    state: ShardState,
    facts: Iterable[Fact],
    *,
    refused: Iterable[Refusal] = (),
    asked: Iterable[Asked] = (),
    now_millis: int,
    nonce: str,
    rules: str = RULES,
) -> Drafted | None:
    """Return the block that answers these facts and instructions on top of ``state``, which stays as it is.

    What was answered before, in an earlier block or in this one, is passed over in silence: redelivery changes nothing.
    With nothing to answer, a block is still drafted when the time of a hold is over: its credits are free again.

    Args:
        state: The shard, up to date.
        facts: All of this shard, in the order of the log.
        refused: What another ledger refused, where its stream is played again; it comes after the facts.
        asked: Instructions of this shard, in the order of the log; they come after the facts.
        now_millis: The machine's clock; log time never goes back behind the last block.
        nonce: Unpredictable, fresh for each attempt.
        rules: The rule pack that decides.

    Returns:
        The block, or None when everything had its answer and no hold has ended.
    """
    logged_at_millis = max(now_millis, state.logged_at_millis + 1)
    making = _Draft(books=state.layer(logged_at_millis), now_millis=logged_at_millis, rules=rules)
    for fact in facts:
        making.hear(fact)
    for refusal in refused:
        making.repeat(refusal)
    for each in asked:
        making.obey(each)
    if not (making.heard or making.refusals or making.books.held.own):
        return None
    block = Block(
        format=FORMAT,
        shard=state.shard,
        seq=state.seq + 1,
        prev=state.head,
        logged_at_millis=logged_at_millis,
        rules=rules,
        nonce=nonce,
        taken=_taken(making.heard),
        transfers=tuple(making.transfers),
        refusals=tuple(making.refusals),
        acts=tuple(making.acts),
        held=held_after(making.books),
        postings_total=state.postings_total + len(all_postings(making.transfers, making.acts)),
    )
    return Drafted(block=block, books=making.books)


def _reason_against(books: Books, fact: Fact) -> str | None:
    if not earns(fact.recorded_as):
        return NOT_VOLUNTEERING
    closed = books.is_closed(member_account(fact.community_code, fact.member_id))
    return ACCOUNT_CLOSED if closed else None


def _marks(books: Books, fact: Fact) -> Marks:
    """Return what was told, with whether the terms find who served too young for credits; without terms nobody is."""
    terms = terms_at(books, fact.community_code, fact.served_at_millis)
    if terms is None:
        return marks_of(each for each in fact.marks if each != YOUNG)
    is_young = terms.too_young(fact.minor_age, guardian_agreed=fact.guardian_agreed)
    return marks_of((*fact.marks, *((YOUNG,) if is_young else ())))


def _earned(books: Books, fact: Fact, fingerprint: str) -> Transfer:
    marks = _marks(books, fact)
    service = Service(
        community_code=fact.community_code,
        member_id=fact.member_id,
        service_kind=fact.service_kind,
        minutes=fact.minutes,
        served_at_millis=fact.served_at_millis,
        marks=marks,
    )
    return Transfer(
        transfer_id=derived_id("transfer", fact.record_id),
        record_id=fact.record_id,
        event_id=fact.event_id,
        fingerprint=fingerprint,
        community_code=fact.community_code,
        assignment_id=fact.assignment_id,
        service_kind=fact.service_kind,
        effective_at_millis=fact.served_at_millis,
        postings=tuple(books.post(*each) for each in earned(books, service)),
        marks=marks,
    )


def _refused(fact: Fact, fingerprint: str, reason: str) -> Refusal:
    return Refusal(
        record_id=fact.record_id,
        event_id=fact.event_id,
        fingerprint=fingerprint,
        community_code=fact.community_code,
        member_id=fact.member_id,
        reason=reason,
    )


def _taken(facts: Iterable[Fact | Asked]) -> tuple[Taken, ...]:
    spans: dict[tuple[str, int], tuple[int, int]] = {}
    for fact in facts:
        where = (fact.topic, fact.partition)
        first, following = spans.get(where, (fact.position, fact.position))
        spans[where] = (min(first, fact.position), max(following, fact.position + 1))
    return tuple(
        Taken(topic=topic, partition=partition, first=first, next=following)
        for (topic, partition), (first, following) in sorted(spans.items())
    )
