"""The ledger against a second, plain one: whatever is asked, in whatever order, both agree on every minute and every refusal."""

from dataclasses import replace

from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import Bundle, RuleBasedStateMachine, initialize, invariant, multiple, rule

from services.ledger.domain.accounts import (
    Unit,
    book_account,
    issue_account,
    kind_of,
    member_account,
    shard_of,
)
from services.ledger.domain.blocks import Act
from services.ledger.domain.drafting import Asked, draft
from services.ledger.domain.encoding import Sealed, seal, unseal
from services.ledger.domain.instructions import Instruction, Step, Verb
from services.ledger.domain.lots import NEVER
from services.ledger.domain.rules import DAY_MILLIS, expires_at_millis
from services.ledger.domain.state import ShardState
from services.ledger.domain.turns import hold_id, transfer_id
from shared.kernel.ids import derived_id
from tests.ledger_facts import HERE, NOON_MILLIS, a_fact
from tests.properties.ledger_model import ENDLESS, Model, No

MEMBERS = ("wang", "zhao", "qian")
RULES = "three-years-1"
PEOPLE = st.sampled_from(MEMBERS)
COUNTS = st.integers(min_value=1, max_value=60)
DAYS_AGO = st.sampled_from([0, 200, 800, 1090])


def account_of(name: str) -> str:
    return member_account(HERE, name) if name in MEMBERS else book_account(HERE, name)


class LedgerMachine(RuleBasedStateMachine):
    """Each rule asks both; the invariants are the promises of the ledger."""

    transfers = Bundle("transfers")
    holds = Bundle("holds")
    told = Bundle("told")

    def __init__(self) -> None:
        super().__init__()
        self.state = ShardState(shard_of(HERE))
        self.model = Model(MEMBERS)
        self.now = NOON_MILLIS
        self.number = 0
        self.chain: list[Sealed] = []
        self.shown: list[tuple[int, dict[str, int]]] = []

    @initialize(target=transfers)
    def everybody_has_some(self) -> object:
        """Begin where most can happen: with credits that end soon, late and at once."""
        return multiple(*(self.record(member, 50, days) for member in MEMBERS for days in (0, 1090)))

    def _write(self, facts: list[object], asked: list[Asked]) -> Sealed | None:
        self.now += 1
        block = draft(
            self.state,
            facts,  # type: ignore[arg-type]  # -- facts of the builder
            asked=asked,
            now_millis=self.now,
            nonce=f"{self.number:032x}",
            rules=RULES,
        )
        if block is None:
            return None
        sealed = seal(block)
        assert unseal(shard=block.shard, seq=block.seq, text=sealed.text, claimed_hash=sealed.hash) == sealed
        self.state.apply(sealed)
        self.chain.append(sealed)
        self.model.pass_time(self.now)
        return sealed

    def _ask(self, *steps: Step) -> Act:
        self.number += 1
        instruction = Instruction(instruction_id=f"i{self.number}", community_code=HERE, steps=steps)
        sealed = self._write([], [self._asked(instruction)])
        assert sealed is not None
        return sealed.block.acts[0]

    def _asked(self, instruction: Instruction) -> Asked:
        return Asked(instruction=instruction, event_id="event", topic="commands", partition=0, position=0)

    @rule(target=transfers, member=PEOPLE, count=COUNTS, days=DAYS_AGO)
    def record(self, member: str, count: int, days: int) -> str:
        self.number += 1
        served = self.now - days * DAY_MILLIS
        fact = a_fact(f"r{self.number}", member_id=member, minutes=count, served_at_millis=served)
        name = derived_id("transfer", f"r{self.number}")
        sealed = self._write([fact], [])
        assert sealed is not None
        try:
            self.model.record(name, member, count, expires_at_millis(RULES, served))
            expected: list[str] = []
        except No as refused:
            expected = [str(refused)]
        assert [each.reason for each in sealed.block.refusals] == expected
        return name

    @rule(
        target=transfers,
        source=PEOPLE,
        target_of=st.sampled_from([*MEMBERS, "pool"]),
        count=st.one_of(COUNTS, st.sampled_from([0, -5, 1_000_001])),
    )
    def give(self, source: str, target_of: str, count: int) -> str:
        verb = Verb.DONATE if target_of == "pool" else Verb.GIFT
        other = "" if target_of == "pool" else account_of(target_of)
        act = self._ask(Step(verb=verb, account=account_of(source), other=other, minutes=count))
        name = transfer_id(act.instruction.instruction_id, 0)
        self._agree(act, lambda: self.model.give(name, source, target_of, count))
        return name

    @rule(target=transfers, member=PEOPLE, count=COUNTS)
    def draw_from_the_pool(self, member: str, count: int) -> str:
        pool, account = account_of("pool"), account_of(member)
        act = self._ask(Step(verb=Verb.TRANSFER, account=pool, other=account, minutes=count))
        name = transfer_id(act.instruction.instruction_id, 0)
        self._agree(act, lambda: self.model.give(name, "pool", member, count))
        return name

    @rule(
        target=holds,
        member=PEOPLE,
        other=st.sampled_from([*MEMBERS, "pool"]),
        count=COUNTS,
        lasts=st.sampled_from([-1, 3, 50, 40 * DAY_MILLIS]),
    )
    def hold(self, member: str, other: str, count: int, lasts: int) -> str:
        end = self.now + 1 + lasts
        step = Step(
            verb=Verb.HOLD,
            account=account_of(member),
            other=account_of(other),
            minutes=count,
            expires_at_millis=end,
        )
        act = self._ask(step)
        name = hold_id(act.instruction.instruction_id, 0)
        self._agree(act, lambda: self.model.hold(name, member, other, count, end=end, now=self.now))
        return name

    @rule(target=transfers, hold=st.one_of(holds, st.just("no-such-hold")), count=COUNTS)
    def post(self, hold: str, count: int) -> str:
        act = self._ask(Step(verb=Verb.POST, about=hold, minutes=count))
        name = transfer_id(act.instruction.instruction_id, 0)
        self._agree(act, lambda: self.model.settle(name, hold, count))
        return name

    @rule(hold=holds)
    def void(self, hold: str) -> None:
        act = self._ask(Step(verb=Verb.VOID, about=hold))
        self._agree(act, lambda: self.model.settle("", hold, 0))

    @rule(target=transfers, about=st.one_of(transfers, st.just("no-such-transfer")))
    def reverse(self, about: str) -> str:
        act = self._ask(Step(verb=Verb.REVERSE, about=about))
        name = transfer_id(act.instruction.instruction_id, 0)
        self._agree(act, lambda: self.model.reverse(name, about))
        return name

    @rule(target=transfers, member=PEOPLE)
    def expire(self, member: str) -> str:
        act = self._ask(Step(verb=Verb.EXPIRE_LOTS, account=account_of(member)))
        name = transfer_id(act.instruction.instruction_id, 0)
        self._agree(act, lambda: self.model.expire(name, member, self.now))
        return name

    @rule(member=PEOPLE, floor=st.integers(min_value=-30, max_value=5))
    def limit(self, member: str, floor: int) -> None:
        act = self._ask(Step(verb=Verb.SET_LIMIT, account=account_of(member), minutes=floor))
        self._agree(act, lambda: self.model.limit(member, floor))

    @rule(member=PEOPLE)
    def open(self, member: str) -> None:
        act = self._ask(Step(verb=Verb.OPEN, account=account_of(member)))
        self._agree(act, lambda: self.model.open(member))

    @rule(member=st.just("qian"))
    def close(self, member: str) -> None:
        act = self._ask(Step(verb=Verb.CLOSE, account=account_of(member)))
        self._agree(act, lambda: self.model.close(member))

    @rule(source=PEOPLE, target_of=PEOPLE, counts=st.lists(COUNTS, min_size=2, max_size=3))
    def linked_group(self, source: str, target_of: str, counts: list[int]) -> None:
        """All of it or none of it: the last step may fail for what the first ones took."""
        giver, taker = account_of(source), account_of(target_of)
        steps = (Step(verb=Verb.GIFT, account=giver, other=taker, minutes=count) for count in counts)
        act = self._ask(*steps)
        ids = [transfer_id(act.instruction.instruction_id, number) for number in range(len(counts))]

        def each() -> None:
            with self.model.all_or_nothing():
                for name, count in zip(ids, counts, strict=True):
                    self.model.give(name, source, target_of, count)

        self._agree(act, each)

    @rule(days=st.sampled_from([1, 10, 400]))
    def time_passes(self, days: int) -> None:
        self.now += days * DAY_MILLIS

    @rule(data=st.data(), other_body=st.booleans())
    def ask_again(self, data: st.DataObject, other_body: bool) -> None:  # noqa: FBT001 -- drawn by name
        """The same id and body change nothing, whenever it comes; another body is refused, once."""
        acts = [act for sealed in self.chain for act in sealed.block.acts]
        if not acts:
            return
        instruction = data.draw(st.sampled_from(acts)).instruction
        if other_body:
            instruction = replace(instruction, effective_at_millis=self.now)
        before = self.state.seq
        sealed = self._write([], [self._asked(instruction)] * 2)
        refused = [act.refused for act in sealed.block.acts] if sealed else []
        assert refused == (["instruction-conflict"] if other_body else [])
        if sealed and not other_body:
            assert sealed.block.held, "with nothing to answer, only a hold that ends is a reason to write"
            assert not sealed.block.postings
        assert self.state.seq == before + (1 if sealed else 0)

    def _agree(self, act: Act, of_model: object) -> None:
        expected = ""
        try:
            of_model()  # type: ignore[operator]  # -- each rule gives a plain function
        except No as refused:
            expected = str(refused)
        assert act.refused == expected
        assert not (expected and act.moves)

    @invariant()
    def every_minute_is_where_the_model_has_it(self) -> None:
        books = self.state.books
        for member, purse in self.model.purses.items():
            account = account_of(member)
            lots = [(lot.expires_at_millis, lot.minutes) for lot in books.lots.get(account, ())]
            ends = sorted(purse.free)
            expected = [(NEVER if end == ENDLESS else end, ends.count(end)) for end in dict.fromkeys(ends)]
            assert lots == expected
            assert books.standing(account, Unit.CREDIT).minutes == purse.balance
            assert books.held.get(account, 0) == purse.held
            assert books.owed.get(account, 0) == purse.owed
        for name, minutes in self.model.other.items():
            account = issue_account(HERE) if name == "issue" else account_of(name)
            assert books.standing(account, Unit.CREDIT).minutes == minutes

    @invariant()
    def nothing_is_made_or_lost_and_nobody_is_below_the_limit(self) -> None:
        assert not any(self.state.sums().values())
        books = self.state.books
        for account, unit, _ in self.state.standings():
            if unit is Unit.CREDIT and kind_of(account) and account.endswith(MEMBERS):
                assert books.free_minutes(account) >= books.floors.get(account, 0)

    def teardown(self) -> None:
        """Another machine, another day: the same blocks make the same state."""
        again = ShardState(shard_of(HERE))
        for sealed in self.chain:
            again.apply(sealed)
        assert again.digest() == self.state.digest()


TestLedgerMachine = LedgerMachine.TestCase
TestLedgerMachine.settings = settings(
    max_examples=60, stateful_step_count=40, deadline=None, suppress_health_check=[HealthCheck.too_slow]
)  # -- a busy machine is no fault of the ledger
