"""One station: where, when and what, and what who runs it may change."""

from services.matching.application.context import Matching
from services.matching.application.stations import running
from services.matching.application.stations.commands import AmendStation, CloseStation
from services.matching.application.stations.showing import station_shown
from services.matching.entrypoints.register_pages.day_parts import clock_of
from services.matching.entrypoints.station_pages.finding import ICONS, days_offered, spoken_hours
from services.matching.entrypoints.station_pages.typed import ClosingForm, StationChangesForm
from shared.kernel.words import Words
from shared.web.api import PUBLIC, SIGNED_IN
from shared.web.pages import Pages, Shown, Visit


class StationPage:
    """The page of a station."""

    def __init__(self, m: Matching) -> None:
        """Bind coordination."""
        self.m = m

    def show(self, visit: Visit[object]) -> Shown:
        """Show it with what the reader may do."""
        station = station_shown(self.m, visit.somebody, visit.path["id"])
        first = station.hours[0]
        return visit.show(
            "stations/station.html",
            station=station,
            week=spoken_hours(station.hours),
            icon=ICONS[station.kind],
            weekdays=days_offered(visit.language),
            ticked=sorted({each.weekday for each in station.hours}),
            opens=clock_of(first.from_minute),
            closes=clock_of(first.to_minute),
            can=station.can,
        )

    def change(self, visit: Visit[StationChangesForm]) -> Shown:
        """Keep what the station says of itself."""
        form = visit.body
        asked = AmendStation(
            name=form.name,
            address=form.address,
            phone=form.phone,
            offers=form.offers,
            hours=form.hours(),
        )
        changed = running.amend_station(self.m, visit.actor, visit.path["id"], asked)
        return visit.go(f"/stations/{changed.id}", Words("已保存", "Saved"))

    def close(self, visit: Visit[ClosingForm]) -> Shown:
        """Close it."""
        asked = CloseStation(reason=visit.body.reason)
        closed = running.close_station(self.m, visit.actor, visit.path["id"], asked)
        return visit.go(f"/stations/{closed.id}", Words("站点已关闭", "The station is closed"))

    def reopen(self, visit: Visit[object]) -> Shown:
        """Open it again."""
        opened = running.reopen_station(self.m, visit.actor, visit.path["id"])
        return visit.go(f"/stations/{opened.id}", Words("站点已重新开放", "The station is open again"))


def station_pages(m: Matching) -> Pages:
    """Return the page of a station and what is sent from it."""
    pages, page = Pages("matching"), StationPage(m)
    pages.get("/stations/<id>", may=PUBLIC)(page.show)
    pages.post("/stations/<id>/edit", may=SIGNED_IN, takes=StationChangesForm, again=page.show)(page.change)
    pages.post("/stations/<id>/close", may=SIGNED_IN, takes=ClosingForm, again=page.show)(page.close)
    pages.post("/stations/<id>/reopen", may=SIGNED_IN, again=page.show)(page.reopen)
    return pages
