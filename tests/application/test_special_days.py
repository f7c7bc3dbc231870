"""Days away and extra times, from what a member states to who is asked."""

from datetime import date, timedelta
from typing import Any

import pytest

from services.matching.application import accepting
from services.matching.application.commands import DispatchNeed
from services.matching.application.explaining import fit_shown
from services.matching.application.register.commands import (
    SetAvailability,
    SetSpecialDays,
    StatedAbsence,
    StatedExtraTime,
)
from services.matching.application.register.preferences import set_availability
from services.matching.application.register.special_days import (
    add_absence,
    add_extra_time,
    remove_special_days,
    set_special_days,
    special_days_to_come,
)
from services.matching.domain.gate_errors import AgainstWishes
from services.matching.domain.ranking import RankingPolicy
from shared.events.contract import parse
from shared.events.identity import MemberChanged
from shared.identity.member import Window
from shared.identity.opening import Identity
from shared.identity.special_days import NO_SPECIAL_DAYS, Absence, ExtraTime, SpecialDays
from shared.kernel.clock import SetClock
from shared.kernel.ids import RandomIds
from tests.application.identity_caller import a_client, a_member
from tests.application.matching_world import HERE, World, a_world
from tests.application.register_world import an_identity

MONDAY = date(2026, 11, 23)
TUESDAY = MONDAY + timedelta(days=1)
TODAY_AWAY = StatedAbsence(first_on=MONDAY, last_on=MONDAY)
TODAY_BESIDES = StatedExtraTime(on=MONDAY, from_minute=480, to_minute=1200)
OTHER_DAYS = (Window(weekday=2, from_minute=0, to_minute=60),)


@pytest.fixture
def world(databases: str, clock: SetClock, ids: RandomIds) -> World:
    return a_world(clock, ids)


@pytest.fixture
def identity(databases: str, clock: SetClock, ids: RandomIds) -> Identity:
    return an_identity(clock, ids)


def test_who_is_away_is_not_asked_from_the_next_question_on_and_is_again_once_back(world: World) -> None:
    helper, need = world.volunteer(), world.need()
    policy = RankingPolicy()

    assert [each.candidate.member_id for each in world.m.candidates.best(need, policy)] == [helper.member_id]
    add_absence(world.identity, helper, TODAY_AWAY)
    assert world.m.candidates.best(need, policy) == ()
    told = [each for each in fit_shown(world.m, helper, need.id, helper.member_id).rules if not each.kept]
    assert [(each.code, each.change is not None) for each in told] == [("away", True)]
    remove_special_days(world.identity, helper, SetSpecialDays(absences=(TODAY_AWAY,)))
    assert [each.candidate.member_id for each in world.m.candidates.best(need, policy)] == [helper.member_id]


def test_an_extra_time_brings_somebody_in_whose_week_does_not(world: World) -> None:
    helper, need = world.volunteer(availability=OTHER_DAYS), world.need()
    policy = RankingPolicy()

    assert world.m.candidates.best(need, policy) == ()
    add_extra_time(world.identity, helper, TODAY_BESIDES)
    assert [each.candidate.member_id for each in world.m.candidates.best(need, policy)] == [helper.member_id]
    remove_special_days(world.identity, helper, SetSpecialDays(extra_times=(TODAY_BESIDES,)))
    assert world.m.candidates.best(need, policy) == ()


def test_staff_may_ask_who_is_away_only_with_a_reason_and_who_is_away_may_say_yes(world: World) -> None:
    staff, helper = world.staff(), world.volunteer()
    need = world.need(staff, resident_id=world.resident().member_id)
    add_absence(world.identity, helper, TODAY_AWAY)

    with pytest.raises(AgainstWishes, match="away"):
        accepting.dispatch_need(world.m, staff, need.id, DispatchNeed(member_id=helper.member_id))
    assert world.accepted(helper, need).member_id == helper.member_id


def test_what_is_over_is_forgotten_when_read_and_when_saved(world: World, clock: SetClock) -> None:
    helper = world.volunteer()
    add_absence(world.identity, helper, TODAY_AWAY)
    clock.advance(days=1)
    kept = world.identity.members.get(helper.member_id)
    assert special_days_to_come(world.identity, kept) == NO_SPECIAL_DAYS
    add_extra_time(world.identity, helper, StatedExtraTime(on=TUESDAY, from_minute=0, to_minute=60))
    assert world.identity.members.get(helper.member_id).special_days == SpecialDays(
        extra_times=(ExtraTime(on=TUESDAY, from_minute=0, to_minute=60),)
    )


def test_the_same_stated_twice_is_written_once(world: World) -> None:
    helper = world.volunteer()
    first = add_absence(world.identity, helper, TODAY_AWAY)
    again = add_absence(world.identity, helper, TODAY_AWAY)
    whole = set_special_days(world.identity, helper, SetSpecialDays(absences=(TODAY_AWAY,)))
    assert first.version == again.version == whole.version
    assert remove_special_days(
        world.identity, helper, SetSpecialDays(extra_times=(TODAY_BESIDES,))
    ).special_days == SpecialDays(absences=(Absence(first_on=MONDAY, last_on=MONDAY),))


def test_others_hear_that_it_changed_and_not_on_which_days(world: World) -> None:
    helper = world.volunteer()
    add_absence(world.identity, helper, TODAY_AWAY)
    document: Any = world.identity.members.collection.find_one({"_id": helper.member_id})
    told = [parse(each["headers"], each["body"]).data for each in document["outbox"]]
    assert told == [MemberChanged(member_id=helper.member_id, community_code=HERE, what="special-days")]


def test_a_member_written_before_there_were_special_days_has_none(world: World) -> None:
    helper = world.volunteer()
    newer = dict.fromkeys(("special_days", "most_a_day", "most_a_week"), 1)
    world.identity.members.collection.update_one({"_id": helper.member_id}, {"$unset": newer})
    assert world.identity.members.get(helper.member_id).special_days == NO_SPECIAL_DAYS
    person = world.identity.people.get(helper.member_id)
    assert (person.special_days, person.most_a_day, person.most_a_week) == (NO_SPECIAL_DAYS, 0, 0)


def test_limits_are_kept_until_stated_anew_and_none_is_nought(identity: Identity) -> None:
    me = a_member(a_client(identity), 1)
    limits = ("most_a_day", "most_a_week")
    asked: list[dict[str, object]] = [{}, {"most_a_day": 2, "most_a_week": 5}, {}, {"most_a_week": 0}]
    shown = [me.put("/members/me/availability", {"windows": [], **each}) for each in asked]
    assert [tuple(each[name] for name in limits) for each in shown] == [(0, 0), (2, 5), (2, 5), (2, 0)]
    for wrong in ({"most_a_day": 11}, {"most_a_day": -1}, {"most_a_week": 21}, {"most_a_week": True}):
        me.put("/members/me/availability", {"windows": [], **wrong}, status=422)


def test_who_serves_as_often_as_they_will_is_not_asked_from_the_next_question_on(world: World) -> None:
    helper, first = world.volunteer(), world.need()
    needs = [
        world.need(starts_at=world.now(hours=each), ends_at=world.now(hours=each + 1)) for each in (5, 29)
    ]

    def asked() -> list[int]:
        return [len(world.m.candidates.best(each, RankingPolicy())) for each in needs]

    world.accepted(helper, first)
    assert asked() == [1, 1]
    set_availability(world.identity, helper, SetAvailability(windows=(), most_a_day=1))
    assert asked() == [0, 1]
    set_availability(world.identity, helper, SetAvailability(windows=(), most_a_day=0, most_a_week=1))
    assert asked() == [0, 0]
    assert world.accepted(helper, needs[0]).member_id == helper.member_id, (
        "who is full may say yes of their own accord"
    )


def test_special_days_are_stated_anew_and_shown_to_oneself(identity: Identity) -> None:
    client = a_client(identity)
    me, other = a_member(client, 1), a_member(client, 2)
    stated = {
        "absences": [{"first_on": "2027-02-01", "last_on": "2027-02-07"}],
        "extra_times": [{"on": "2026-12-12", "from_minute": 540, "to_minute": 720}],
    }
    shown = me.put("/members/me/special-days", stated)
    assert {name: shown[name] for name in stated} == stated
    wrong = {"absences": [{"first_on": "2027-02-07", "last_on": "2027-02-01"}]}
    refused = me.put("/members/me/special-days", wrong, status=422)
    assert [each["field"] for each in refused["errors"]] == ["absences.0.last_on"]
    assert me.get("/members/me")["absences"] == stated["absences"]
    assert other.get("/members/me")["absences"] == []
    assert me.put("/members/me/special-days", {})["absences"] == []
