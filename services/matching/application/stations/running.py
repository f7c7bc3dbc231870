"""Setting up, changing, closing and opening a station."""

from dataclasses import replace

from services.matching.application.context import Matching
from services.matching.application.keeping import added_once
from services.matching.application.parties.acting import approved_party, can_act_for
from services.matching.application.stations.commands import (
    AmendStation,
    CloseStation,
    SetUpStation,
)
from services.matching.domain.giving.kinds import OpenHours
from services.matching.domain.register.errors import one_fault
from services.matching.domain.stations.errors import OnlyTheStationsBody, TooManyStations
from services.matching.domain.stations.station import (
    MOST_HOURS,
    MOST_STATIONS,
    Station,
    StationState,
)
from shared.events.stations import StationChanged
from shared.identity.actor import Actor
from shared.identity.permissions import Permission


def set_up_station(m: Matching, actor: Actor, asked: SetUpStation, station_id: str) -> Station:
    """Return the station; asked again under the same id, the one that stands.

    Raises:
        PartyNotApproved: If the body may not act.
        OnlyTheStationsBody: If the actor is of neither the body nor the community.
        HoursReversed: If it would close before it opens.
        TooManyStations: If the body runs as many there as it may.
    """
    station = _station_of(m, asked, station_id)
    check_can_run_station(actor, station)
    station.check_hours()
    _check_few(m, station)
    return added_once(m.stations, station, _changed(station, actor))


def _station_of(m: Matching, asked: SetUpStation, station_id: str) -> Station:
    party, now = approved_party(m, asked.party_id), m.clock.now()
    return Station(
        id=station_id,
        kind=asked.kind,
        party_id=party.id,
        community_code=m.communities.known(asked.community_code or party.community_code).code,
        name=asked.name,
        address=asked.address,
        phone=asked.phone,
        offers=asked.offers,
        hours=_hours(asked.hours),
        created_at=now,
        changed_at=now,
    )


def _hours(given: tuple[OpenHours, ...]) -> tuple[OpenHours, ...]:
    if not 1 <= len(given) <= MOST_HOURS:
        raise one_fault(
            "hours",
            "hours-required",
            "请填写开放时间，最多 14 段",
            "Please say when it is open, in up to 14 spans",
        )
    return tuple(sorted(given, key=lambda each: (each.weekday, each.from_minute)))


def _check_few(m: Matching, station: Station) -> None:
    wanted = {"party_id": station.party_id, "community_code": station.community_code}
    there = m.stations.where(wanted, limit=MOST_STATIONS + 1)
    if sum(1 for each in there if each.id != station.id) >= MOST_STATIONS:
        raise TooManyStations(most=MOST_STATIONS)


def amend_station(m: Matching, actor: Actor, station_id: str, asked: AmendStation) -> Station:
    """Return the station as it says of itself now.

    Raises:
        OnlyTheStationsBody: If the actor is of neither the body nor the community.
        StationIsClosed: If it is closed.
        HoursReversed: If it would close before it opens.
    """
    station = m.stations.get(station_id)
    check_can_run_station(actor, station)
    station.check_open()
    changed = _amended(station, asked)
    changed.check_hours()
    return station if changed == station else m.stations.save(replace(changed, changed_at=m.clock.now()))


def _amended(station: Station, asked: AmendStation) -> Station:
    return replace(
        station,
        name=asked.name or station.name,
        address=asked.address or station.address,
        phone=station.phone if asked.phone is None else asked.phone,
        offers=station.offers if asked.offers is None else asked.offers,
        hours=station.hours if asked.hours is None else _hours(asked.hours),
    )


def close_station(m: Matching, actor: Actor, station_id: str, asked: CloseStation) -> Station:
    """Return the station closed; closed before, nothing changes.

    Raises:
        OnlyTheStationsBody: If the actor is of neither the body nor the community.
    """
    station = m.stations.get(station_id)
    check_can_run_station(actor, station)
    return _moved(m, actor, station, station.step(StationState.CLOSED, asked.reason))


def reopen_station(m: Matching, actor: Actor, station_id: str) -> Station:
    """Return the station open again; open before, nothing changes.

    Raises:
        OnlyTheStationsBody: If the actor is of neither the body nor the community.
        PartyNotApproved: If the body may not act.
    """
    station = m.stations.get(station_id)
    check_can_run_station(actor, station)
    approved_party(m, station.party_id)
    return _moved(m, actor, station, station.step(StationState.OPEN))


def _moved(m: Matching, actor: Actor, before: Station, after: Station) -> Station:
    if after is before:
        return before
    after = replace(after, changed_at=m.clock.now())
    return m.stations.save(after, _changed(after, actor))


def can_run_station(actor: Actor | None, station: Station) -> bool:
    """Tell whether someone runs a station: staff of the body or of the community."""
    return actor is not None and (
        can_act_for(actor, station.party_id) or actor.may(Permission.REVIEW_PARTY, station.community_code)
    )


def check_can_run_station(actor: Actor, station: Station) -> None:
    """Pass if :func:`can_run_station`.

    Raises:
        OnlyTheStationsBody: Otherwise.
    """
    if not can_run_station(actor, station):
        raise OnlyTheStationsBody


def _changed(station: Station, actor: Actor) -> StationChanged:
    return StationChanged(
        station_id=station.id,
        station_kind=station.kind,
        party_id=station.party_id,
        community_code=station.community_code,
        state=station.state,
        by=actor.member_id,
    )
