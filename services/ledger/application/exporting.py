"""The journal as a stream of facts and commands that ``replay`` reads: anyone may play it into a ledger of their own and compare."""

import json
from collections.abc import Iterator
from dataclasses import dataclass, field

from services.ledger.application.context import Ledger
from services.ledger.application.replaying import state_hash
from services.ledger.domain.accounts import SHARDS, book_of
from services.ledger.domain.blocks import Act, Block, Refusal, Transfer
from services.ledger.domain.earning import service_of
from services.ledger.domain.instructions import Step
from services.ledger.domain.rules import EARNING
from services.ledger.domain.state import ShardState
from shared.kernel.clock import from_unix_millis, iso

Told = dict[str, object]


@dataclass(slots=True, kw_only=True)
class Export:
    """Reads the journal of every shard, verifying each block, and tells it line by line.

    Attributes:
        ledger: Whose journal.
        lines: How many were told.
        blocks: From how many blocks.
    """

    ledger: Ledger
    lines: int = 0
    blocks: int = 0
    _states: list[ShardState] = field(default_factory=lambda: [ShardState(shard) for shard in range(SHARDS)])

    def tell(self) -> Iterator[str]:
        """Yield the lines, without their ends.

        Raises:
            BrokenChain: If a chain does not hold; the lines until then are of no use.
            Unavailable: If the store does not answer.
        """
        for state in self._states:
            for sealed in self.ledger.journal.after(state.shard, 0):
                state.apply(sealed)
                self.blocks += 1
                for line in lines_of(sealed.block):
                    self.lines += 1
                    yield json.dumps(line, ensure_ascii=False, separators=(",", ":"))

    @property
    def state_hash(self) -> str:
        """Return the hash over all that stands after the lines told; a replay of them ends with the same."""
        return state_hash(self._states)


def lines_of(block: Block) -> Iterator[Told]:
    """Yield the lines of a block, in its order; all but the first say that they were heard together with it.

    A block in which nothing but holds ended is a line that lets time pass.
    """
    at = iso(from_unix_millis(block.logged_at_millis))
    for number, each in enumerate(_told(block)):
        more: Told = {"together": True} if number else {}
        yield {"at": at, "rules": block.rules, **more, **each}


def _told(block: Block) -> Iterator[Told]:
    for transfer in block.transfers:
        yield {"record": _record(transfer)}
    for refusal in block.refusals:
        yield {"refused": _refused(refusal)}
    for act in block.acts:
        yield {"instruction": _instruction(act)}
    if not (block.transfers or block.refusals or block.acts):
        yield {"passed": {"community_code": book_of(block.held[0].account)}}


def _record(transfer: Transfer) -> Told:
    service = service_of(transfer)
    return {
        "record_id": transfer.record_id,
        "community_code": transfer.community_code,
        "member_id": service.member_id,
        "minutes": service.minutes,
        "served_at": iso(from_unix_millis(transfer.effective_at_millis)),
        "recorded_as": EARNING,
        "service_kind": transfer.service_kind,
        "assignment_id": transfer.assignment_id,
        **({"marks": list(transfer.marks)} if transfer.marks else {}),
    }


def _refused(refusal: Refusal) -> Told:
    return {
        "record_id": refusal.record_id,
        "community_code": refusal.community_code,
        "member_id": refusal.member_id,
        "fingerprint": refusal.fingerprint,
        "reason": refusal.reason,
    }


def _instruction(act: Act) -> Told:
    asked = act.instruction
    effective = (
        {"effective_at": iso(from_unix_millis(asked.effective_at_millis))}
        if asked.effective_at_millis
        else {}
    )
    named = {
        "instruction_id": asked.instruction_id,
        "community_code": asked.community_code,
        "asked_by": asked.asked_by,
        "approved_by": asked.approved_by,
        "reason": asked.reason,
    }
    return {
        **{k: v for k, v in named.items() if v},
        **effective,
        "steps": [_step(each) for each in asked.steps],
    }


def _step(step: Step) -> Told:
    ends = {"expires_at": iso(from_unix_millis(step.expires_at_millis))} if step.expires_at_millis else {}
    named = {
        "account": step.account,
        "other": step.other,
        "minutes": step.minutes,
        "about_id": step.about,
        "terms": step.terms,
    }
    return {"verb": step.verb.value, "unit": step.unit.value, **ends, **{k: v for k, v in named.items() if v}}
