"""A record made longer or shorter stands as if it had been told so at once, whatever its city's rules make of it."""

import random
from itertools import pairwise

import pytest

from services.ledger.domain.accounts import AccountKind, Unit, apart_account, shard_of
from services.ledger.domain.blocks import Act
from services.ledger.domain.drafting import Asked, draft
from services.ledger.domain.earning import HIGHER, ORGANISATION
from services.ledger.domain.encoding import seal
from services.ledger.domain.instructions import Instruction, Step, Verb
from services.ledger.domain.lots import Lot
from services.ledger.domain.marks import ADDED, GROUP, YOUNG
from services.ledger.domain.record_minutes import standing_of
from services.ledger.domain.refusals import Reason
from services.ledger.domain.rules import DAY_MILLIS
from services.ledger.domain.snapshots import lines_of, state_of
from services.ledger.domain.waiting_lines import waiting_lines
from shared.kernel.ids import derived_id
from shared.packs.earning import Above
from tests.ledger_asking import POOL, WANG, ZHAO, World, gift
from tests.ledger_facts import HERE
from tests.unit.test_ledger_rules import AFTER, HONOUR, WAITING, choose, serve, served, settle, terms

KIND = "BATHING"
BESIDE = next(
    code
    for code in (f"5114020010{n:02d}" for n in range(100))
    if code != HERE and shard_of(code) == shard_of(HERE)
)
"""Another community whose book stands in the same chain."""


def correct(world: World, more: int, *, record: str = "r2", now: int = AFTER, **told: object) -> Act:
    """Make a record that was served ``AFTER`` longer or shorter."""
    step = Step(
        verb=Verb.CORRECT,
        account=str(told.pop("account", WANG)),
        about=derived_id("transfer", record),
        minutes=more,
        terms=KIND,
    )
    world.asked += 1
    usual: dict[str, object] = {
        "instruction_id": f"correction-{world.asked}",
        "community_code": HERE,
        "asked_by": "wang",
        "approved_by": "li",
        "reason": "record-corrected",
        "effective_at_millis": AFTER,
    }
    return world.write(Instruction(steps=(step,), **{**usual, **told}), now=now)[0]  # type: ignore[arg-type]  # -- fields of the test


def standings(world: World) -> dict[str, object]:
    """Return what people have, and that the minutes are all somebody's."""
    books = world.state.books
    waiting = [each for each in books.waiting.own.values() if each and not each.settled_by]
    assert world.state.standing(WAITING, Unit.SERVICE).minutes == sum(each.minutes for each in waiting)
    assert set(world.state.sums().values()) == {0}
    paid = [each.transfer_id for sealed in world.chain for each in sealed.block.transfers]
    stand = [standing_of(books, each) for each in paid]
    assert sum(each.minutes for each in stand if each and each.member_id == "wang") == served(world)
    in_lots = sum(each.minutes for each in books.lots.get(WANG, ()))
    assert in_lots - books.owed.get(WANG, 0) == world.credits(WANG) - books.held.get(WANG, 0)
    return {
        "served": served(world),
        "credits": world.credits(WANG),
        "pool": world.credits(POOL),
        "honour": world.credits(HONOUR),
        "lots": books.lots.get(WANG, ()),
        "waiting": {
            level: sum(each.minutes for each in waiting if each.level == level)
            for level in (ORGANISATION, HIGHER)
        },
    }


def test_under_the_plain_rules_a_record_grows_shrinks_and_goes() -> None:
    world = World()
    serve(world, "r2", 60, kind=KIND)
    assert not correct(world, 30).refused
    assert (served(world), world.credits(WANG)) == (150, 150)
    assert not correct(world, -50).refused
    assert (served(world), world.credits(WANG)) == (100, 100)
    assert not correct(world, -40, approved_by="").refused
    assert (served(world), world.credits(WANG)) == (60, 60)
    assert correct(world, 10).refused == Reason.ALREADY_REVERSED.value
    assert set(world.state.sums().values()) == {0}


@pytest.mark.parametrize("above", list(Above))
def test_as_if_it_had_been_told_so_at_once(above: Above) -> None:
    """Whatever the steps on the way, the last length decides: days in three parts, coefficients, rounding, a cap, an end."""
    seeded = random.Random(f"corrected-{above.value}")
    for _ in range(60):
        rules = terms(
            "guangdong",
            ratio="3/2",
            whole_minutes=10,
            most_minutes=seeded.choice((0, 150, 400)),
            above=above.value,
            lasting="DAYS",
            days=30,
            stands_minutes=240,
            organisation_minutes=360,
            groups_donate=True,
        )
        lengths = [seeded.randrange(1, 500) for _ in range(seeded.randrange(2, 5))]
        marks = seeded.choice(((), (), (ADDED,), (GROUP,), (ADDED, YOUNG)))
        corrected, at_once = World(), World()
        for world in (corrected, at_once):
            choose(world, rules)
        serve(corrected, "r2", lengths[0], kind=KIND, marks=marks)
        serve(at_once, "r2", lengths[-1], kind=KIND, marks=marks)
        for before, after in pairwise(lengths):
            if after != before:
                assert not correct(corrected, after - before).refused
        assert standings(corrected) == standings(at_once)
        assert state_of(lines_of(corrected.state)).digest() == corrected.state.digest()


def test_minutes_more_than_a_day_lets_stand_wait_and_are_credited_once_agreed_to() -> None:
    world = World()
    choose(world, terms("guangdong"))
    serve(world, "r2", 480, kind=KIND)
    assert not correct(world, 120).refused
    assert (served(world), served(world, WAITING), world.credits(WANG)) == (540, 120, 540)

    about = world.state.books.lengthened.get(derived_id("transfer", "r2"), ())[0]
    part = derived_id("hours-waiting", about, ORGANISATION)
    step = Step(verb=Verb.RELEASE, about=part)
    assert not world.ask(step, now=AFTER, more={"asked_by": "li"}).refused
    assert (served(world), served(world, WAITING), world.credits(WANG)) == (660, 0, 660)
    assert not correct(world, -300).refused
    assert (served(world), served(world, WAITING), world.credits(WANG)) == (360, 0, 360)
    assert standings(world)["waiting"] == {ORGANISATION: 0, HIGHER: 0}


@pytest.mark.parametrize(
    ("verb", "fewer", "left"),
    [
        (Verb.RELEASE, 100, (60 + 600, 0)),
        (Verb.RELEASE, 200, (60 + 500, 0)),
        (Verb.RELEASE, 700, (60, 0)),
        (Verb.RETURN, 100, (60 + 480, 0)),
        (Verb.RETURN, 170, (60 + 480, 0)),
        (Verb.RETURN, 250, (60 + 450, 0)),
        (Verb.RETURN, 700, (60, 0)),
    ],
)
def test_hours_that_were_agreed_to_or_taken_back_are_part_of_the_record(
    verb: Verb, fewer: int, left: tuple[int, int]
) -> None:
    """Of 700 minutes 480 stand and 220 wait; what is not served any more is first what waited."""
    world = World()
    choose(world, terms("guangdong"))
    serve(world, "r2", 700, kind=KIND)
    assert not settle(world, verb, "r2", ORGANISATION, more={"reason": "NOT_SERVED"}).refused
    assert not correct(world, -fewer).refused
    assert (served(world), served(world, WAITING)) == left
    assert world.credits(WANG) == left[0]
    assert standings(world)["waiting"] == {ORGANISATION: 0, HIGHER: 0}
    assert world.state.books.days.own.popitem()[1] == 700 - fewer


def test_a_release_is_reversed_as_far_as_it_still_stands() -> None:
    world = World()
    choose(world, terms("guangdong"))
    serve(world, "r2", 600, kind=KIND)
    released = settle(world, Verb.RELEASE, "r2", ORGANISATION)
    assert not correct(world, -50).refused
    reverse = Step(verb=Verb.REVERSE, about=released.moves[0].transfer_id)
    assert not world.ask(reverse, now=AFTER).refused
    assert standings(world)["waiting"] == {ORGANISATION: 70, HIGHER: 0}
    assert world.credits(WANG) == 60 + 480


def test_a_corrected_service_is_reversed_whole() -> None:
    world = World()
    choose(world, terms("guangdong"))
    serve(world, "r2", 470, kind=KIND)
    assert not correct(world, 30).refused
    reverse = Step(verb=Verb.REVERSE, about=derived_id("transfer", "r2"))
    assert not world.ask(reverse, now=AFTER).refused
    assert (served(world), served(world, WAITING), world.credits(WANG)) == (60, 0, 60)
    assert standings(world)["waiting"] == {ORGANISATION: 0, HIGHER: 0}


def test_the_desk_sees_what_a_correction_let_wait_and_that_it_waits_no_more_once_reversed() -> None:
    world = World()
    choose(world, terms("guangdong"))
    serve(world, "r2", 470, kind=KIND)
    transfer = derived_id("transfer", "r2")
    correction = Step(verb=Verb.CORRECT, account=WANG, about=transfer, minutes=30, terms=KIND)
    seen = []
    for step in (correction, Step(verb=Verb.REVERSE, about=transfer)):
        asked = Instruction(
            instruction_id=step.verb.value,
            community_code=HERE,
            steps=(step,),
            asked_by="wang",
            approved_by="li",
            reason="record-corrected",
            effective_at_millis=AFTER,
        )
        told = Asked(instruction=asked, event_id="e", topic="linli.ledger.commands", partition=1, position=0)
        block = draft(world.state, (), asked=(told,), now_millis=AFTER, nonce="0" * 32)
        assert block is not None
        world.state.apply(seal(block))
        seen.append([(each.minutes, each.waits) for each in waiting_lines(world.state, block)])
    assert seen == [[(20, True)], [(20, False)]]


def test_two_services_of_a_day_share_what_stands() -> None:
    world = World()
    choose(world, terms("guangdong"))
    serve(world, "r2", 400, kind=KIND)
    serve(world, "r3", 60, kind=KIND)
    assert not correct(world, 60).refused
    assert standings(world)["waiting"] == {ORGANISATION: 40, HIGHER: 0}
    assert served(world) == 60 + 480


def test_credits_go_with_the_end_they_came_with() -> None:
    world = World()
    choose(world, terms("plain", lasting="DAYS", days=10))
    serve(world, "r2", 60, kind=KIND)
    serve(world, "r3", 60, kind=KIND, at=AFTER - DAY_MILLIS // 24)
    assert not correct(world, -40).refused
    ends = {each.expires_at_millis: each.minutes for each in world.state.books.lots.get(WANG, ())}
    assert ends[AFTER + 10 * DAY_MILLIS] == 20
    assert not correct(world, 5).refused
    assert Lot(expires_at_millis=AFTER + 10 * DAY_MILLIS, minutes=25) in world.state.books.lots.get(WANG, ())


def test_what_was_spent_cannot_be_taken_back() -> None:
    world = World()
    serve(world, "r2", 60, kind=KIND)
    world.ask(gift(100), now=AFTER)
    before = standings(world)
    assert correct(world, -30).refused == Reason.OVERDRAFT.value
    assert standings(world) == before
    assert not correct(world, -20).refused


@pytest.mark.parametrize(
    ("more", "told", "reason"),
    [
        (10, {"record": "r9"}, Reason.TRANSFER_UNKNOWN),
        (10, {"community_code": BESIDE}, Reason.WRONG_BOOK),
        (10, {"account": ZHAO}, Reason.WRONG_KIND),
        (0, {}, Reason.MINUTES),
        (2_000_000, {}, Reason.MINUTES),
        (10, {"reason": ""}, Reason.NO_REASON),
        (10, {"approved_by": "wang"}, Reason.NO_SECOND_PERSON),
        (10, {"asked_by": ""}, Reason.NO_SECOND_PERSON),
        (-61, {}, Reason.BALANCE_DIFFERS),
    ],
)
def test_a_correction_is_refused_with_the_reason(more: int, told: dict[str, object], reason: Reason) -> None:
    world = World()
    serve(world, "r2", 60, kind=KIND)
    before = standings(world)
    assert correct(world, more, **told).refused == reason.value  # type: ignore[arg-type]  # -- fields of the test
    assert standings(world) == before


def test_only_what_a_service_earned_is_a_record_and_a_closed_account_takes_none() -> None:
    world = World()
    given = world.ask(gift(60), now=AFTER)
    step = Step(verb=Verb.CORRECT, account=WANG, about=given.moves[0].transfer_id, minutes=5, terms=KIND)
    assert world.ask(step, now=AFTER).refused == Reason.WRONG_KIND.value
    assert not world.ask(Step(verb=Verb.CLOSE, account=WANG), now=AFTER).refused
    assert correct(world, 5, record="r1").refused == Reason.CLOSED.value


def test_a_day_that_waits_whole_is_corrected_too() -> None:
    world = World()
    choose(world, terms("guangdong"))
    serve(world, "r3", 720, kind=KIND)
    serve(world, "r2", 30, kind=KIND)
    assert not correct(world, -10).refused
    assert served(world, apart_account(AccountKind.WAITING, HERE, "wang")) == 240 + 20
    assert not correct(world, -20, approved_by="").refused
    assert served(world, WAITING) == 240
