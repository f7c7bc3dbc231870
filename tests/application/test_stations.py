"""Stations are set up by who runs them, open at their hours, changed, closed with a reason and opened again."""

from dataclasses import replace
from datetime import timedelta

import pytest

from services.matching.application.stations import running
from services.matching.application.stations.commands import (
    AmendStation,
    CloseStation,
    SetUpStation,
    StationsQuery,
)
from services.matching.application.stations.showing import station_shown, stations_listed
from services.matching.domain.giving.kinds import OpenHours
from services.matching.domain.parties.errors import PartyNotApproved
from services.matching.domain.parties.party import PartyState
from services.matching.domain.stations import errors
from services.matching.domain.stations.station import (
    MOST_STATIONS,
    NEXT_STATES,
    Station,
    StationKind,
    StationState,
)
from shared.events.stations import StationChanged
from shared.identity.actor import Actor
from shared.kernel.clock import SetClock
from shared.kernel.errors import BadInput
from shared.kernel.ids import RandomIds
from tests.application.matching_world import HERE, THERE
from tests.application.project_world import PARTY, ProjectWorld, a_project_world
from tests.application.test_matching_api import Callers

MONDAY = OpenHours(weekday=1, from_minute=540, to_minute=1020)
ASKED = SetUpStation(
    kind=StationKind.VOLUNTEER_SERVICE,
    party_id=PARTY,
    name="大北街志愿服务站",
    address="社区一楼大厅",
    offers="量血压、借轮椅",
    hours=(OpenHours(weekday=6, from_minute=540, to_minute=720), MONDAY),
)


@pytest.fixture
def world(databases: str, clock: SetClock, ids: RandomIds) -> ProjectWorld:
    return a_project_world(clock, ids)


def set_up(world: ProjectWorld, by: Actor | None = None, **fields: object) -> Station:
    asked = replace(ASKED, **fields)  # type: ignore[arg-type]  # -- fields by name
    return running.set_up_station(world.m, by or world.organiser, asked, world.m.ids.new())


def test_a_station_is_set_up_by_the_body_or_the_community_and_nobody_else(world: ProjectWorld) -> None:
    made = running.set_up_station(world.m, world.organiser, ASKED, "one")

    assert running.set_up_station(world.m, world.organiser, ASKED, "one") == made
    assert [each.weekday for each in made.hours] == [1, 6]
    assert set_up(world, world.community).community_code == HERE
    for stranger in (world.world.member(), world.world.staff(THERE)):
        with pytest.raises(errors.OnlyTheStationsBody):
            set_up(world, stranger)
    told = [each for each in world.world.settle() if isinstance(each, StationChanged)]
    assert [each.state for each in told] == ["OPEN", "OPEN"]


def test_hours_are_needed_and_end_after_they_begin(world: ProjectWorld) -> None:
    for wrong in ((), (MONDAY,) * 15):
        with pytest.raises(BadInput):
            set_up(world, hours=wrong)
    with pytest.raises(errors.HoursReversed):
        set_up(world, hours=(replace(MONDAY, to_minute=540),))


def test_a_body_runs_twenty_stations_in_a_community_and_none_while_suspended(world: ProjectWorld) -> None:
    made = set_up(world)
    for _ in range(MOST_STATIONS - 1):
        set_up(world)
    with pytest.raises(errors.TooManyStations):
        set_up(world)
    running.close_station(world.m, world.organiser, made.id, CloseStation(reason="装修"))
    party = world.m.parties.get(PARTY)
    world.m.parties.save(party.decided(PartyState.SUSPENDED, by="s", reason="核查"))
    with pytest.raises(PartyNotApproved):
        set_up(world)
    with pytest.raises(PartyNotApproved):
        running.reopen_station(world.m, world.organiser, made.id)


def test_it_says_whether_somebody_is_there_now(world: ProjectWorld) -> None:
    made = set_up(world)

    now = world.clock.now()
    assert [made.open_at(now + timedelta(hours=hours)) for hours in (-1, 0, 7, 8, 24)] == [
        False,
        True,
        True,
        False,
        False,
    ]
    assert station_shown(world.m, None, made.id).open_now
    assert not made.step(StationState.CLOSED, "装修").open_at(now)


def test_it_is_changed_closed_and_opened_again_by_who_runs_it(world: ProjectWorld) -> None:
    made = set_up(world)
    assert running.amend_station(world.m, world.organiser, made.id, AmendStation()) == made
    more = AmendStation(name="新站", address="二楼", phone="028 38290001", offers="", hours=(MONDAY,))
    changed = running.amend_station(world.m, world.community, made.id, more)
    assert (changed.name, changed.address, changed.phone, changed.offers) == (
        "新站",
        "二楼",
        "028 38290001",
        "",
    )
    close = CloseStation(reason="装修")
    closed = running.close_station(world.m, world.organiser, made.id, close)
    assert running.close_station(world.m, world.organiser, made.id, close) == closed
    with pytest.raises(errors.StationIsClosed):
        running.amend_station(world.m, world.organiser, made.id, more)
    opened = running.reopen_station(world.m, world.organiser, made.id)
    assert (opened.state, opened.reason) == (StationState.OPEN, "")
    assert running.reopen_station(world.m, world.organiser, made.id) == opened
    stranger = world.world.member()
    with pytest.raises(errors.OnlyTheStationsBody):
        running.amend_station(world.m, stranger, made.id, more)
    with pytest.raises(errors.OnlyTheStationsBody):
        running.close_station(world.m, stranger, made.id, close)
    with pytest.raises(errors.OnlyTheStationsBody):
        running.reopen_station(world.m, stranger, made.id)


def test_a_community_lists_those_that_serve_and_a_body_all_of_its_own(world: ProjectWorld) -> None:
    made, closed = set_up(world), set_up(world)
    running.close_station(world.m, world.organiser, closed.id, CloseStation(reason="装修"))

    here = stations_listed(world.m, None, StationsQuery(community_code=HERE)).items
    own = stations_listed(world.m, world.organiser, StationsQuery(party_id=PARTY)).items

    assert [each.id for each in here] == [made.id]
    assert {each.id: each.can for each in own} == {made.id: ("amend", "close"), closed.id: ("reopen",)}
    assert len(stations_listed(world.m, world.world.member(), StationsQuery()).items) == 1


def test_the_api_sets_up_changes_closes_and_opens_a_station(world: ProjectWorld) -> None:
    call = Callers(world.world).call
    body = {
        "kind": "SOCIAL_WORK",
        "party_id": PARTY,
        "name": "社工站",
        "address": "二楼",
        "hours": [{"weekday": 1, "from_minute": 540, "to_minute": 1020}],
    }
    status, made = call(world.organiser, "POST", "/stations", body)
    assert (status, made["open_now"], made["can"]) == (201, True, ["amend", "close"])
    path = f"/stations/{made['id']}"
    assert call(world.organiser, "PATCH", path, {"offers": "个案咨询"})[1]["offers"] == "个案咨询"
    assert call(None, "GET", f"/stations?community_code={HERE}")[1]["items"][0]["name"] == "社工站"
    assert call(world.organiser, "POST", f"{path}/close", {"reason": "装修"})[1]["state"] == "CLOSED"
    assert call(None, "GET", path)[1]["reason"] == "装修"
    assert call(world.organiser, "POST", f"{path}/reopen")[1]["state"] == "OPEN"
    assert call(world.world.member(), "POST", f"{path}/reopen")[0] == 403


def test_every_kind_and_state_has_a_name_and_arrows() -> None:
    assert all(each.words.zh and each.words.en for each in (*StationKind, *StationState))
    assert NEXT_STATES.keys() == set(StationState)
