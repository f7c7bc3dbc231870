"""Saved hours by age group: small groups are not shown and cannot be worked out, and the forecast is what the page says."""

from dataclasses import replace
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from services.ledger.application.outstanding import free_by_member, outstanding_by_place, outstanding_of
from services.ledger.domain.outstanding import (
    FEWEST_SHOWN,
    AgeGroup,
    Saved,
    forecast,
    group_of,
    grouped,
    hidden_of,
    shown,
    shown_places,
)
from shared.identity.member import DocumentType, IdentityDocument
from shared.kernel.clock import SetClock
from shared.kernel.errors import NotFound
from shared.kernel.ids import RandomIds
from tests.application.ledger_web import Counter, a_counter
from tests.application.ledger_world import a_member
from tests.application.register_world import FAR, HOME, NEXT_DOOR
from tests.ledger_facts import confirmed, records_of

COUNTS = st.fixed_dictionaries({group: st.integers(min_value=0, max_value=25) for group in AgeGroup})


def saved(**persons: int) -> dict[AgeGroup, Saved]:
    """Return groups in which each person has saved an hour."""
    found = {group: Saved() for group in AgeGroup}
    return found | {
        AgeGroup[name.upper()]: Saved(persons=count, minutes=60 * count) for name, count in persons.items()
    }


@pytest.mark.parametrize(
    ("age", "group"),
    [
        (None, AgeGroup.UNKNOWN),
        (0, AgeGroup.UNDER_45),
        (44, AgeGroup.UNDER_45),
        (45, AgeGroup.FROM_45),
        (59, AgeGroup.FROM_45),
        (60, AgeGroup.FROM_60),
        (79, AgeGroup.FROM_70),
        (80, AgeGroup.FROM_80),
    ],
)
def test_an_age_belongs_to_one_group(age: int | None, group: AgeGroup) -> None:
    assert group_of(age) is group
    assert group.words.zh
    assert group.words.en


@given(COUNTS)
def test_no_small_group_is_shown_or_worked_out_from_the_total(counts: dict[AgeGroup, int]) -> None:
    groups = {group: Saved(persons=count, minutes=7 * count) for group, count in counts.items()}
    found = shown(groups, 2026)
    hidden = [groups[group].persons for group, each in found.groups.items() if each is None]
    assert all(each is None or each.persons in (0, *range(10, 26)) for each in found.groups.values())
    if found.total is not None:
        assert hidden == [] or (len(hidden) > 1 and sum(hidden) >= FEWEST_SHOWN)
        assert found.total.persons == 0 or found.total.persons >= FEWEST_SHOWN
    if found.years:
        assert all(found.groups[group] is not None for group in AgeGroup if group is not AgeGroup.UNKNOWN)


def test_one_small_group_takes_the_next_smallest_with_it() -> None:
    groups = saved(under_45=30, from_45=12, from_60=3)
    assert hidden_of(groups) == {AgeGroup.FROM_60, AgeGroup.FROM_45}
    assert shown(groups, 2026).total == Saved(persons=45, minutes=2700)
    assert shown(groups, 2026).years == ()
    lonely = shown(saved(from_60=3), 2026)
    assert (lonely.total, lonely.groups[AgeGroup.FROM_60]) == (None, None)
    assert shown(saved(), 2026).total == Saved()


def test_the_forecast_draws_a_tenth_and_lets_a_fifteenth_turn_sixty_each_year() -> None:
    groups = saved(under_45=10, from_45=15, from_60=20, from_70=10, from_80=10)
    years = forecast(groups, 2026)
    assert [each.year for each in years] == [2026, 2027, 2028, 2029, 2030]
    assert [each.drawn_minutes for each in years] == [240, 246, 252, 258, 264]
    assert {each.supply_minutes for each in years} == {45 * 1200}
    assert shown(groups, 2026).years == years


def test_of_places_the_small_ones_are_not_shown() -> None:
    few, enough = Saved(persons=9, minutes=9), Saved(persons=10, minutes=10)
    assert shown_places([("a", few), ("b", enough), ("c", Saved())]) == (
        ("a", None),
        ("b", enough),
        ("c", Saved()),
    )
    assert grouped([(70, 5), (71, 6), (None, 7)])[AgeGroup.FROM_70] == Saved(persons=2, minutes=11)


@pytest.fixture
def counter(databases: str, clock: SetClock, ids: RandomIds) -> Counter:
    return a_counter(clock, ids)


def elders(counter: Counter, clock: SetClock, count: int) -> None:
    """Let so many people of seventy have an hour each."""
    for number in range(count):
        document = IdentityDocument(
            type=DocumentType.MAINLAND_ID,
            sealed="",
            algorithm="AES-256-GCM",
            key_id="one",
            found_by=f"elder-{number}",
            masked="",
            birth_date=date(1956, 1, 1),
            added_at=clock.now(),
        )
        member = replace(a_member(f"elder-{number}", clock), document=document)
        counter.ledger.identity.members.add(member)
    facts = (
        confirmed(f"e{number}", member_id=f"elder-{number}", community_code=HOME) for number in range(count)
    )
    counter.writer.take(records_of(*facts))


def test_a_community_is_counted_from_its_book_and_the_register(counter: Counter, clock: SetClock) -> None:
    few = outstanding_of(counter.ledger, HOME)
    assert (few.total, few.years) == (None, ())
    elders(counter, clock, 11)

    found = outstanding_of(counter.ledger, HOME)

    assert len(free_by_member(counter.ledger, HOME)) == 12
    assert found.total == Saved(persons=12, minutes=720)
    assert found.groups[AgeGroup.UNKNOWN] is None
    assert outstanding_of(counter.ledger, NEXT_DOOR).total == Saved()
    with pytest.raises(NotFound):
        outstanding_of(counter.ledger, "999999999999")


def test_an_area_lists_its_communities_alone_and_staff_see_only_theirs(
    counter: Counter, clock: SetClock
) -> None:
    elders(counter, clock, 10)
    places = dict(outstanding_by_place(counter.ledger, HOME[:6]))
    assert places == {HOME: Saved(persons=11, minutes=660), NEXT_DOOR: Saved()}
    assert FAR not in places
    path = f"/outstanding/{HOME}"
    told = counter.read(path, "staff").get_json()
    assert (told["total"], len(told["groups"])) == ({"persons": 11, "minutes": 660}, 6)
    assert [each["saved"] for each in told["groups"] if each["group"] in ("UNKNOWN", "FROM_70")] == [
        None,
        None,
    ]
    statuses = {who: counter.read(path, who).status_code for who in ("auditor", "wang", "staff-next-door")}
    assert statuses == {"auditor": 200, "wang": 403, "staff-next-door": 403}
