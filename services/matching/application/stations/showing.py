"""Stations as everyone reads them, with who is open now."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from services.matching.application.context import Matching
from services.matching.application.stations.commands import StationsQuery
from services.matching.application.stations.running import can_run_station
from services.matching.domain.giving.kinds import OpenHours
from services.matching.domain.stations.station import Station, StationKind, StationState
from shared.identity.actor import Actor
from shared.kernel.words import Words
from shared.storage.paging import Page


@dataclass(frozen=True, slots=True, kw_only=True)
class StationView:
    """A station as everyone may see it.

    Attributes:
        open_now: Whether somebody is there at this minute.
        can: What the reader may do now: ``amend, close, reopen``.
    """

    id: str
    kind: StationKind
    kind_name: Words
    party_id: str
    party_name: str
    community_code: str
    community_name: str
    name: str
    address: str
    phone: str
    offers: str
    hours: tuple[OpenHours, ...]
    state: StationState
    state_name: Words
    open_now: bool
    reason: str
    can: tuple[str, ...]
    changed_at: datetime


def station_shown(m: Matching, actor: Actor | None, station_id: str) -> StationView:
    """Return a station.

    Raises:
        NotFound: If there is none.
    """
    return station_view(m, actor, m.stations.get(station_id))


def station_view(m: Matching, actor: Actor | None, station: Station) -> StationView:
    """Return one station for a reader."""
    return _views(m, actor, (station,))[0]


def stations_listed(
    m: Matching, actor: Actor | None, asked: StationsQuery, *, limit: int = 50, after: str | None = None
) -> Page[StationView]:
    """Return a page of stations, newest first: of a body all, of a community those that serve."""
    code = asked.community_code or (actor.community_code if actor else "")
    wanted = (
        {"party_id": asked.party_id}
        if asked.party_id
        else {"community_code": code, "state": StationState.OPEN.value}
    )
    page = m.stations.page(wanted, limit=limit, after=after)
    return Page(items=_views(m, actor, page.items), next=page.next)


def _views(m: Matching, actor: Actor | None, stations: Sequence[Station]) -> tuple[StationView, ...]:
    names = {each.id: each.name for each in m.parties.get_many(each.party_id for each in stations)}
    return tuple(_view(m, actor, each, names) for each in stations)


def _view(m: Matching, actor: Actor | None, station: Station, names: Mapping[str, str]) -> StationView:
    runs, serves = can_run_station(actor, station), station.state is StationState.OPEN
    allowed = {"amend": runs and serves, "close": runs and serves, "reopen": runs and not serves}
    return StationView(
        id=station.id,
        kind=station.kind,
        kind_name=station.kind.words,
        party_id=station.party_id,
        party_name=names.get(station.party_id, "–"),
        community_code=station.community_code,
        community_name=m.communities.area_name(station.community_code),
        name=station.name,
        address=station.address,
        phone=station.phone,
        offers=station.offers,
        hours=station.hours,
        state=station.state,
        state_name=station.state.words,
        open_now=station.open_at(m.clock.now()),
        reason=station.reason,
        can=tuple(name for name, may in allowed.items() if may),
        changed_at=station.changed_at,
    )
