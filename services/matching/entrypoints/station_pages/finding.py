"""Where stations are found and set up."""

from collections.abc import Iterable

from services.matching.application.context import Matching
from services.matching.application.stations.commands import SetUpStation, StationsQuery
from services.matching.application.stations.running import set_up_station
from services.matching.application.stations.showing import stations_listed
from services.matching.domain.giving.kinds import OpenHours
from services.matching.domain.stations.station import StationKind
from services.matching.entrypoints.bodies import bodies_at_hand
from services.matching.entrypoints.register_pages.day_parts import WEEKDAYS, spoken_week
from services.matching.entrypoints.station_pages.typed import StationForm, StationPlaceQuery
from shared.identity.member import Window
from shared.kernel.words import Words
from shared.web.api import PUBLIC, SIGNED_IN
from shared.web.pages import Pages, Shown, Visit

ON_A_PAGE = 30
ICONS = {
    StationKind.VOLUNTEER_SERVICE: "heart-handshake",
    StationKind.SOCIAL_WORK: "badge-check",
    StationKind.CHARITY: "gift",
}


def days_offered(language: str) -> list[dict[str, object]]:
    """Return the days of the week to tick."""
    return [{"value": day, "words": words.say(language)} for day, words in WEEKDAYS]


class FindingStations:
    """The list of stations, and the form of a new one."""

    def __init__(self, m: Matching) -> None:
        """Bind coordination."""
        self.m = m

    def show(self, visit: Visit[StationPlaceQuery]) -> Shown:
        """Show the stations of a community."""
        asked, actor = visit.query, visit.somebody
        if not asked.community and actor is None:
            return visit.go("/parties")
        community = self.m.communities.known(asked.community or visit.actor.community_code)
        query = StationsQuery(community_code=community.code)
        page = stations_listed(self.m, actor, query, limit=ON_A_PAGE, after=visit.after)
        here = f"/stations?community={community.code}"
        return visit.show(
            "stations/list.html",
            community=community,
            rows=[(each, spoken_hours(each.hours)) for each in page.items],
            icons=ICONS,
            sets_up=bool(actor and bodies_at_hand(self.m, actor)),
            next=f"{here}&after={page.next}" if page.next else None,
        )

    def show_form(self, visit: Visit[object]) -> Shown:
        """Show the form of a new station."""
        kinds = [
            {"value": kind.value, "words": kind.words.say(visit.language), "icon": ICONS[kind]}
            for kind in StationKind
        ]
        return visit.show(
            "stations/new.html",
            bodies=bodies_at_hand(self.m, visit.actor),
            kinds=kinds,
            weekdays=days_offered(visit.language),
        )

    def set_up(self, visit: Visit[StationForm]) -> Shown:
        """Set the station up."""
        form = visit.body
        asked = SetUpStation(
            kind=form.kind,
            party_id=form.party_id,
            name=form.name,
            address=form.address,
            phone=form.phone,
            offers=form.offers,
            hours=form.hours(),
        )
        made = set_up_station(self.m, visit.actor, asked, visit.new_id())
        return visit.go(f"/stations/{made.id}", Words("站点已开放", "The station is open to everyone"))


def spoken_hours(hours: Iterable[OpenHours]) -> list[tuple[Words, str]]:
    """Return the days a station is open, each with its hours."""
    return spoken_week(
        Window(weekday=each.weekday, from_minute=each.from_minute, to_minute=each.to_minute) for each in hours
    )


def finding_station_pages(m: Matching) -> Pages:
    """Return the list of stations and the form of a new one."""
    pages, finding = Pages("matching"), FindingStations(m)
    pages.get("/stations", may=PUBLIC, query=StationPlaceQuery)(finding.show)
    pages.get("/stations/new", may=SIGNED_IN)(finding.show_form)
    pages.post("/stations/new", may=SIGNED_IN, takes=StationForm, again=finding.show_form)(finding.set_up)
    return pages
