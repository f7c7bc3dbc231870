"""What stands for a record of service is told after each step that changes it."""

from services.ledger.domain.blocks import Act
from services.ledger.domain.instructions import Step, Verb
from services.ledger.domain.record_minutes import changed_by, standing_of
from shared.kernel.ids import derived_id
from tests.ledger_asking import World, gift
from tests.unit.test_ledger_corrections import KIND, correct
from tests.unit.test_ledger_rules import AFTER, choose, serve, terms


def told_by(world: World, act: Act) -> list[tuple[str, int]]:
    """Return what an instruction says stands now, of whom and how many minutes."""
    return [(each.member_id, each.minutes) for each in changed_by(world.state.books, act)]


def test_what_stands_for_a_record_is_told_after_each_of_its_steps() -> None:
    world = World()
    choose(world, terms("guangdong"))
    serve(world, "r2", 700, kind=KIND)
    told = [told_by(world, correct(world, -100)), told_by(world, correct(world, 50))]
    (first, second) = world.state.books.waiting.own
    released = world.ask(Step(verb=Verb.RELEASE, about=first), now=AFTER, more={"asked_by": "li"})
    told.append(told_by(world, released))
    back = Step(verb=Verb.RETURN, about=second)
    told.append(told_by(world, world.ask(back, now=AFTER, more={"asked_by": "li", "reason": "NOT_SERVED"})))
    reverse = Step(verb=Verb.REVERSE, about=released.moves[0].transfer_id)
    told.append(told_by(world, world.ask(reverse, now=AFTER)))
    assert told == [[("wang", each)] for each in (480, 480, 600, 600, 480)]


def test_a_record_reversed_whole_stands_with_nothing_and_what_is_no_record_is_not_told_of() -> None:
    world = World()
    serve(world, "r2", 60, kind=KIND)
    reversed_ = world.ask(Step(verb=Verb.REVERSE, about=derived_id("transfer", "r2")), now=AFTER)
    assert told_by(world, reversed_) == [("wang", 0)]
    assert told_by(world, world.ask(Step(verb=Verb.REVERSE, about=reversed_.moves[0].transfer_id))) == []
    given = world.ask(gift(10), now=AFTER)
    assert told_by(world, given) == []
    assert told_by(world, world.ask(Step(verb=Verb.REVERSE, about=given.moves[0].transfer_id))) == []
    assert told_by(world, world.ask(Step(verb=Verb.REVERSE, about="nothing"))) == []
    assert standing_of(world.state.books, given.moves[0].transfer_id) is None
