"""Minutes that are corrected change the credits by the terms under which they were earned, not minute for minute."""

from dataclasses import replace

import pytest

from services.ledger.application.hearing import facts_of
from services.ledger.domain.accounts import Unit
from services.ledger.domain.blocks import Act
from services.ledger.domain.drafting import Asked, draft
from services.ledger.domain.encoding import seal
from services.ledger.domain.instructions import Step, Verb
from services.ledger.domain.rules import DAY_MILLIS
from services.ledger.domain.terms import terms_of, told_terms
from shared.events.contract import parse
from shared.events.records import RecordCorrected
from shared.kernel.clock import from_unix_millis
from shared.packs.shelf import pack_of
from tests.ledger_asking import WANG, World
from tests.ledger_facts import HERE, NOON_MILLIS, a_fact, records_of

TOMORROW = NOON_MILLIS + DAY_MILLIS
AFTER = TOMORROW + 3_600_000
BATHING = "BATHING"


def chosen(code: str, **changed: object) -> World:
    """Return a shard whose book follows a city's rules from tomorrow."""
    told = told_terms(replace(terms_of(pack_of(f"{code}-1")), **changed))  # type: ignore[arg-type]  # -- fields by name
    world = World()
    step = Step(verb=Verb.CHOOSE_RULES, about="own-1", terms=told)
    more = {"asked_by": "li", "approved_by": "zhou", "effective_at_millis": TOMORROW}
    assert not world.ask(step, more=more).refused  # type: ignore[arg-type]  # -- one of them is an instant
    return world


def corrected(before: int, after: int, *, at: int = AFTER, **other: object) -> Asked:
    """Return what the ledger hears of a correction of record ``r2``."""
    fact = RecordCorrected(
        record_id="r2",
        community_code=HERE,
        member_id="wang",
        minutes_before=before,
        minutes=after,
        asked_by="li",
        approved_by="zhou",
        service_kind=BATHING,
        served_at=from_unix_millis(at),
    )
    (record,) = records_of(replace(fact, **other))  # type: ignore[arg-type]  # -- fields by name
    (asked,) = facts_of(parse(record.headers, record.body), record)
    assert isinstance(asked, Asked)
    return asked


def told(world: World, *asked: Asked) -> tuple[Act, ...]:
    block = draft(world.state, (), asked=asked, now_millis=AFTER, nonce="0" * 32)
    if block is None:
        return ()
    world.state.apply(seal(block))
    return block.acts


def has(world: World) -> tuple[int, int]:
    standing = world.state.standing
    return standing(WANG, Unit.SERVICE).minutes, standing(WANG, Unit.CREDIT).minutes


def serve(world: World, minutes: int, at: int = AFTER) -> None:
    fact = a_fact("r2", minutes=minutes, served_at_millis=at, service_kind=BATHING, member_id="wang")
    world.write(facts=(fact,), now=AFTER)


@pytest.mark.parametrize(("before", "after"), [(60, 90), (90, 60), (60, 61), (60, 59)])
def test_the_credits_are_those_of_a_record_that_was_right_at_once(before: int, after: int) -> None:
    wrong, right = chosen("suzhou"), chosen("suzhou")
    serve(wrong, before)
    serve(right, after)
    asked = corrected(before, after)
    (act,) = told(wrong, asked)
    assert act.refused == ""
    assert has(wrong) == has(right)
    assert told(wrong, asked) == ()


def test_minutes_that_earn_nothing_more_change_the_service_alone() -> None:
    world = chosen("plain", whole_minutes=30)
    serve(world, 60)
    (act,) = told(world, corrected(60, 70))
    assert {each.unit for each in act.moves[0].postings} == {Unit.SERVICE}
    assert has(world) == (60 + 70, 60 + 60)


def test_what_was_served_before_the_rules_is_corrected_minute_for_minute() -> None:
    world = chosen("suzhou")
    serve(world, 60, at=TOMORROW - 1)
    told(world, corrected(60, 50, at=TOMORROW - 1))
    assert has(world) == (60 + 50, 60 + 50)


def test_a_record_that_is_none_any_more_leaves_nothing_however_often_it_was_corrected() -> None:
    world = chosen("suzhou")
    serve(world, 60)
    told(world, corrected(60, 90), replace(corrected(90, 0, approved_by="li"), event_id="again"))
    assert has(world) == (60, 60)


def test_a_correction_that_names_no_service_is_minute_for_minute() -> None:
    world = chosen("suzhou")
    (act,) = told(world, corrected(60, 50, service_kind=None, served_at=None))
    assert [(each.unit, each.minutes) for each in act.instruction.steps] == [
        (Unit.SERVICE, -10),
        (Unit.CREDIT, -10),
    ]
