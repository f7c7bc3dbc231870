"""A shard of the ledger that is asked for things, for tests."""

from collections.abc import Mapping
from types import MappingProxyType

from services.ledger.domain.accounts import Unit, book_account, issue_account, member_account, shard_of
from services.ledger.domain.blocks import Act
from services.ledger.domain.drafting import Asked, draft
from services.ledger.domain.encoding import Sealed, seal
from services.ledger.domain.instructions import Instruction, Step, Verb
from services.ledger.domain.rules import RULES
from services.ledger.domain.state import ShardState
from services.ledger.domain.turns import hold_id
from tests.ledger_facts import HERE, NOON_MILLIS, a_fact

WANG, ZHAO, QIAN = (member_account(HERE, name) for name in ("wang", "zhao", "qian"))
POOL, ISSUE, SHOP = (
    book_account(HERE, "pool"),
    issue_account(HERE),
    book_account(HERE, "partner:shop"),
)
LATER = NOON_MILLIS + 1000


class World:
    """A shard in which Wang has an hour and Zhao an open account."""

    def __init__(self) -> None:
        self.state = ShardState(shard_of(HERE))
        self.chain: list[Sealed] = []
        self.asked = 0
        self.write(facts=(a_fact("r1", member_id="wang", minutes=60),))
        self.ask(Step(verb=Verb.OPEN, account=ZHAO))

    def write(
        self,
        *instructions: Instruction,
        facts: tuple[object, ...] = (),
        now: int = NOON_MILLIS,
        rules: str = RULES,
    ) -> tuple[Act, ...]:
        asked = [
            Asked(instruction=each, event_id="e", topic="linli.ledger.commands", partition=1, position=place)
            for place, each in enumerate(instructions)
        ]
        block = draft(self.state, facts, asked=asked, now_millis=now, nonce="0" * 32, rules=rules)  # type: ignore[arg-type]  # -- facts of the builder
        if block is None:
            return ()
        self.chain.append(seal(block))
        self.state.apply(self.chain[-1])
        return block.acts

    def ask(
        self, *steps: Step, now: int = NOON_MILLIS, more: Mapping[str, str] = MappingProxyType({})
    ) -> Act:
        self.asked += 1
        told = {"community_code": HERE, "instruction_id": f"i{self.asked}", **more}
        return self.write(Instruction(steps=steps, **told), now=now)[0]  # type: ignore[arg-type]  # -- texts only

    def credits(self, account: str) -> int:
        return self.state.standing(account, Unit.CREDIT).minutes

    def held(self, minutes: int = 30, other: str = ZHAO) -> str:
        step = Step(verb=Verb.HOLD, account=WANG, other=other, minutes=minutes, expires_at_millis=LATER)
        return hold_id(self.ask(step).instruction.instruction_id, 0)


def gift(minutes: int = 10, account: str = WANG, other: str = ZHAO) -> Step:
    return Step(verb=Verb.GIFT, account=account, other=other, minutes=minutes)
