"""The API of stations."""

from services.matching.application.context import Matching
from services.matching.application.stations import running
from services.matching.application.stations.commands import (
    AmendStation,
    CloseStation,
    SetUpStation,
    StationsQuery,
)
from services.matching.application.stations.showing import (
    StationView,
    station_shown,
    station_view,
    stations_listed,
)
from shared.storage.paging import Page
from shared.web.api import PUBLIC, SIGNED_IN, Api, Call, Nothing


def stations_api(m: Matching) -> Api:
    """Return the routes of stations."""
    api = Api("matching")
    _read(api, m)
    _changed(api, m)
    return api


def _read(api: Api, m: Matching) -> None:
    @api.get(
        "/stations",
        query=StationsQuery,
        gives=StationView,
        paged=True,
        may=PUBLIC,
        says="The stations of a community that serve, or all of a body, newest first",
    )
    def listed(call: Call[StationsQuery]) -> Page[StationView]:
        return stations_listed(m, call.somebody, call.query, limit=call.limit, after=call.after)

    @api.get("/stations/<id>", gives=StationView, may=PUBLIC, says="One station")
    def shown(call: Call[Nothing]) -> StationView:
        return station_shown(m, call.somebody, call.path["id"])


def _changed(api: Api, m: Matching) -> None:
    @api.post(
        "/stations",
        takes=SetUpStation,
        gives=StationView,
        may=SIGNED_IN,
        status=201,
        says="Set up a station of a body you act for, or of your community as its staff",
    )
    def set_up(call: Call[SetUpStation]) -> StationView:
        made = running.set_up_station(m, call.actor, call.body, call.new_id())
        return station_view(m, call.actor, made)

    @api.patch(
        "/stations/<id>",
        takes=AmendStation,
        gives=StationView,
        may=SIGNED_IN,
        says="Change what a station says of itself",
    )
    def amend(call: Call[AmendStation]) -> StationView:
        changed = running.amend_station(m, call.actor, call.path["id"], call.body)
        return station_view(m, call.actor, changed)

    @api.post(
        "/stations/<id>/close",
        takes=CloseStation,
        gives=StationView,
        may=SIGNED_IN,
        says="Close a station with a reason everyone reads",
    )
    def close(call: Call[CloseStation]) -> StationView:
        closed = running.close_station(m, call.actor, call.path["id"], call.body)
        return station_view(m, call.actor, closed)

    @api.post("/stations/<id>/reopen", gives=StationView, may=SIGNED_IN, says="Open a station again")
    def reopen(call: Call[Nothing]) -> StationView:
        return station_view(m, call.actor, running.reopen_station(m, call.actor, call.path["id"]))
