"""The ledger's API: the public proof, and everything else it offers. It translates and nothing more."""

from dataclasses import dataclass
from typing import Annotated

from services.ledger.application.context import Ledger
from services.ledger.application.proof import Proof, Proofs
from services.ledger.entrypoints.accounts_api import accounts_api
from services.ledger.entrypoints.books_api import books_api
from services.ledger.entrypoints.closed_accounts_api import closed_accounts_api
from services.ledger.entrypoints.commands_api import commands_api, corrections_api, holds_api
from services.ledger.entrypoints.giving_api import giving_api
from services.ledger.entrypoints.heads_api import heads_api
from services.ledger.entrypoints.honour_api import honour_api
from services.ledger.entrypoints.outstanding_api import outstanding_api
from shared.events.fields import Count, Moment, SignedMinutes, Text
from shared.web.api import PUBLIC, Api, Call, Nothing


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


def proof_api(ledger: Ledger) -> Api:
    """Return the route of the public proof."""
    api = Api("ledger")
    proofs = Proofs(ledger)

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
        books_api(ledger),
        proof_api(ledger),
        heads_api(ledger),
        commands_api(ledger),
        holds_api(ledger),
        corrections_api(ledger),
        giving_api(ledger),
        honour_api(ledger),
        closed_accounts_api(ledger),
        outstanding_api(ledger),
    )


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
