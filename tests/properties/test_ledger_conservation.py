"""What must hold for whatever is confirmed, however often and in whatever order it is delivered."""

from collections import defaultdict

from hypothesis import given
from hypothesis import strategies as st

from services.ledger.domain.accounts import Unit, issue_account, member_account, shard_of
from services.ledger.domain.drafting import Fact, draft
from services.ledger.domain.encoding import seal, unseal
from services.ledger.domain.state import ShardState
from tests.ledger_facts import HERE, NOON_MILLIS, a_fact, replayed

RECORDS = st.sampled_from([f"r{number}" for number in range(8)])
FACTS = st.builds(
    a_fact,
    record=RECORDS,
    member_id=st.sampled_from(["wang", "zhao", "qian"]),
    minutes=st.integers(min_value=1, max_value=1440),
    recorded_as=st.sampled_from(["VOLUNTEER", "VOLUNTEER", "PROFESSIONAL", "DUTY"]),
)
POLLS = st.lists(st.lists(FACTS, max_size=6), max_size=8)
CLOCK = st.integers(min_value=-1000, max_value=1000)


def written(polls: list[list[Fact]], skew: int = 0) -> tuple[ShardState, list[list[str]]]:
    """Return the state these polls lead to, and the chain's ids of records by block."""
    state, answered = ShardState(shard_of(HERE)), []
    for number, facts in enumerate(polls):
        block = draft(state, facts, now_millis=NOON_MILLIS + number * skew, nonce=f"{number:032x}")
        if block is not None:
            sealed = seal(block)
            again = unseal(shard=block.shard, seq=block.seq, text=sealed.text, claimed_hash=sealed.hash)
            assert again == sealed
            state.apply(again)
            answered.append(
                [each.record_id for each in block.transfers] + [each.record_id for each in block.refusals]
            )
            assert not any(state.sums().values())
    return state, answered


def model(polls: list[list[Fact]]) -> dict[str, int]:
    """Return what each member has, by the rule in one line: the first body of a record counts."""
    first: dict[str, Fact] = {}
    for fact in (fact for facts in polls for fact in facts):
        first.setdefault(fact.record_id, fact)
    served: dict[str, int] = defaultdict(int)
    for fact in first.values():
        served[fact.member_id] += fact.minutes if fact.recorded_as == "VOLUNTEER" else 0
    return {member_id: minutes for member_id, minutes in served.items() if minutes}


def balances(state: ShardState) -> dict[str, int]:
    members = {
        member_id: state.standing(member_account(HERE, member_id), Unit.SERVICE) for member_id in NAMES
    }
    credited = {
        member_id: state.standing(member_account(HERE, member_id), Unit.CREDIT) for member_id in NAMES
    }
    assert members == credited
    return {member_id: standing.minutes for member_id, standing in members.items() if standing.minutes}


NAMES = ("wang", "zhao", "qian")


@given(polls=POLLS, skew=CLOCK)
def test_members_have_what_the_first_body_of_each_record_says_and_the_book_sums_to_zero(
    polls: list[list[Fact]], skew: int
) -> None:
    state, _ = written(polls, skew)
    assert balances(state) == model(polls)
    assert state.standing(issue_account(HERE), Unit.SERVICE).minutes == -sum(model(polls).values())


@given(polls=POLLS, times=st.integers(min_value=1, max_value=3), random=st.randoms(use_true_random=False))
def test_delivering_again_in_any_order_changes_nothing(
    polls: list[list[Fact]], times: int, random: object
) -> None:
    state, _ = written(polls)
    before = state.digest()
    again = [fact for facts in polls for fact in facts] * times
    random.shuffle(again)  # type: ignore[attr-defined]  # -- Hypothesis gives a Random
    assert draft(state, again, now_millis=NOON_MILLIS, nonce="f" * 32) is None
    assert state.digest() == before


@given(polls=POLLS)
def test_how_facts_fall_into_blocks_does_not_change_what_members_have(polls: list[list[Fact]]) -> None:
    one_by_one = [[fact] for facts in polls for fact in facts]
    assert balances(written(polls)[0]) == balances(written(one_by_one)[0])


@given(polls=POLLS)
def test_every_body_of_a_record_is_answered_exactly_once(polls: list[list[Fact]]) -> None:
    _, answered = written(polls)
    bodies = {(fact.record_id, fact.fingerprint) for facts in polls for fact in facts}
    assert sorted(record for block in answered for record in block) == sorted(record for record, _ in bodies)


@given(polls=POLLS)
def test_a_replay_comes_to_the_same_state(polls: list[list[Fact]]) -> None:
    state, chain = ShardState(shard_of(HERE)), []
    for number, facts in enumerate(polls):
        block = draft(state, facts, now_millis=NOON_MILLIS, nonce=f"{number:032x}")
        if block is not None:
            chain.append(seal(block))
            state.apply(chain[-1])
    assert replayed(chain).digest() == state.digest()
