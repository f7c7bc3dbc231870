"""The ledger's API: accounts, statements, the public proof. It translates and nothing more."""

from dataclasses import dataclass
from typing import Annotated

from services.ledger.application.accounts import books_of, statement, totals_of
from services.ledger.application.context import Ledger
from services.ledger.application.proof import Proof, Proofs
from services.ledger.application.readers import read_account
from services.ledger.application.sequences import check_reached, sequences_of
from services.ledger.domain.accounts import Unit
from services.ledger.domain.lines import Entry
from services.ledger.entrypoints.commands_api import commands_api, corrections_api, holds_api
from services.ledger.entrypoints.heads_api import heads_api
from shared.events.fields import Code, CommunityCode, Count, Id, Moment, SignedMinutes, Text
from shared.storage.paging import Page
from shared.web.api import PUBLIC, SIGNED_IN, Answer, Api, Call, Nothing


@dataclass(frozen=True, slots=True, kw_only=True)
class BookView:
    """What a member has in the book of one community."""

    community_code: CommunityCode
    service_minutes: SignedMinutes
    credit_minutes: SignedMinutes
    held_minutes: SignedMinutes


@dataclass(frozen=True, slots=True, kw_only=True)
class AccountView:
    """What a member has in all books together."""

    member_id: Id
    service_minutes: SignedMinutes
    credit_minutes: SignedMinutes
    held_minutes: SignedMinutes
    sequence: Count
    books: tuple[BookView, ...]


Sequence = Annotated[str, Text(least=1, most=20)]


@dataclass(frozen=True, slots=True, kw_only=True)
class AccountQuery:
    """How new the answer must be."""

    min_sequence: Sequence | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class StatementQuery:
    """Which postings are asked for, and how new the answer must be."""

    unit: Unit | None = None
    min_sequence: Sequence | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class EntryView:
    """One posting of a statement."""

    id: Id
    unit: Unit
    minutes: SignedMinutes
    balance_minutes: SignedMinutes
    community_code: CommunityCode
    transfer_id: Id
    record_id: str
    assignment_id: str
    service_kind: str
    effective_at: Moment
    logged_at: Moment
    kind: Code
    counterparty: str
    instruction_id: str
    reason: str


@dataclass(frozen=True, slots=True, kw_only=True)
class HeadView:
    """The newest verified block of a shard."""

    shard: Count
    seq: Count
    hash: Annotated[str, Text(least=64, most=64)]


@dataclass(frozen=True, slots=True, kw_only=True)
class BreakView:
    """The first block of a shard that does not hold."""

    shard: Count
    seq: Count
    why: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ProofView:
    """What the verified journal adds up to."""

    sum_minutes: SignedMinutes
    postings: Count
    blocks: Count
    heads: tuple[HeadView, ...]
    chain_ok: bool
    breaks: tuple[BreakView, ...]
    checked_at: Moment


def accounts_api(ledger: Ledger) -> Api:
    """Return the routes over accounts and the proof, mounted at ``/api/ledger/v1``."""
    api = Api("ledger")
    proofs = Proofs(ledger)

    @api.get(
        "/accounts/<member_id>",
        query=AccountQuery,
        gives=AccountView,
        may=SIGNED_IN,
        says="What a member has in the time bank",
    )
    def account(call: Call[AccountQuery]) -> Answer:
        member_id = read_account(ledger, call.actor, call.path["member_id"])
        check_reached(ledger, call.query.min_sequence)
        view = _account_view(ledger, member_id)
        sequence = sequences_of(ledger, (book.community_code for book in view.books))
        return Answer(view=view, headers={"X-Ledger-Sequence": sequence})

    @api.get(
        "/accounts/<member_id>/statement",
        query=StatementQuery,
        gives=EntryView,
        paged=True,
        may=SIGNED_IN,
        says="A member's postings, newest first",
    )
    def statement_page(call: Call[StatementQuery]) -> Page[EntryView]:
        member_id = read_account(ledger, call.actor, call.path["member_id"])
        check_reached(ledger, call.query.min_sequence)
        page = statement(ledger, member_id, unit=call.query.unit, limit=call.limit, after=call.after)
        return Page(items=tuple(_entry_view(entry) for entry in page.items), next=page.next)

    @api.get(
        "/proof", gives=ProofView, may=PUBLIC, says="The public proof: conservation and the chains' heads"
    )
    def proof(_: Call[Nothing]) -> ProofView:
        return _proof_view(proofs.proof())

    return api


def apis(ledger: Ledger) -> tuple[Api, ...]:
    """Return the APIs of the service."""
    return (
        accounts_api(ledger),
        heads_api(ledger),
        commands_api(ledger),
        holds_api(ledger),
        corrections_api(ledger),
    )


def _account_view(ledger: Ledger, member_id: str) -> AccountView:
    totals = totals_of(ledger, member_id)
    return AccountView(
        member_id=totals.member_id,
        service_minutes=totals.service_minutes,
        credit_minutes=totals.credit_minutes,
        held_minutes=totals.held_minutes,
        sequence=totals.sequence,
        books=tuple(
            BookView(
                community_code=book.community_code,
                service_minutes=book.service_minutes,
                credit_minutes=book.credit_minutes,
                held_minutes=book.held_minutes,
            )
            for book in books_of(ledger, member_id)
        ),
    )


def _entry_view(entry: Entry) -> EntryView:
    return EntryView(**{name: getattr(entry, name) for name in EntryView.__dataclass_fields__})


def _proof_view(proof: Proof) -> ProofView:
    return ProofView(
        sum_minutes=proof.sum_minutes,
        postings=proof.postings,
        blocks=proof.blocks,
        heads=tuple(HeadView(shard=head.shard, seq=head.seq, hash=head.hash) for head in proof.heads),
        chain_ok=proof.chain_ok,
        breaks=tuple(BreakView(shard=each.shard, seq=each.seq, why=each.why) for each in proof.breaks),
        checked_at=proof.checked_at,
    )
