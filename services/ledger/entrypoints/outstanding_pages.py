"""The page of saved hours still to be drawn: by age group with a forecast, or by community in an area."""

from dataclasses import dataclass
from typing import Annotated

from services.ledger.application.context import Ledger
from services.ledger.application.outstanding import (
    check_can_see_outstanding,
    outstanding_by_place,
    outstanding_of,
)
from services.ledger.domain.outstanding import YearAhead
from shared.events.fields import Text
from shared.identity.actor import Actor
from shared.identity.permissions import Permission, grants_with
from shared.web.pages import Pages, Shown, Visit

AREA_DIGITS = (6, 9)
HOUR = 60
_SEE = Permission.SEE_STATISTICS


@dataclass(frozen=True, slots=True, kw_only=True)
class OutstandingQuery:
    """Which community (12 digits) or area (6 or 9); nothing is one's own."""

    area: Annotated[str, Text(most=12, pattern=r"([0-9]{6}|[0-9]{9}|[0-9]{12})?")] = ""


class OutstandingPages:
    """The pages of saved hours."""

    def __init__(self, ledger: Ledger) -> None:
        """Bind the ledger."""
        self.ledger = ledger

    def show(self, visit: Visit[OutstandingQuery]) -> Shown:
        """Show one community, or the communities of an area."""
        code = visit.query.area or _own_area(visit.actor)
        check_can_see_outstanding(visit.actor, code)
        if len(code) in AREA_DIGITS:
            return self._area(visit, code)
        return self._community(visit, code)

    def _area(self, visit: Visit[OutstandingQuery], code: str) -> Shown:
        communities = self.ledger.identity.communities
        rows = [(communities.get(place), saved) for place, saved in outstanding_by_place(self.ledger, code)]
        return visit.show("ledger/outstanding_area.html", area=communities.area_name(code), rows=rows)

    def _community(self, visit: Visit[OutstandingQuery], code: str) -> Shown:
        found = outstanding_of(self.ledger, code)
        language = visit.language
        return visit.show(
            "ledger/outstanding.html",
            community=self.ledger.identity.communities.get(code),
            found=found,
            groups=[(group.words.say(language), saved) for group, saved in found.groups.items()],
            bars=[
                {"label": group.words.say(language), "value": round(saved.minutes / HOUR, 1)}
                for group, saved in found.groups.items()
                if saved is not None
            ],
            drawn=[{"label": str(each.year), "value": each.drawn_minutes // HOUR} for each in found.years],
            supply=[{"label": str(each.year), "value": each.supply_minutes // HOUR} for each in found.years],
            strained=any(_strains(each) for each in found.years),
        )


def _strains(year: YearAhead) -> bool:
    return year.drawn_minutes > year.supply_minutes


def _own_area(actor: Actor) -> str:
    """Return one's own community if one sees its statistics, else the first area one does."""
    if actor.may(_SEE, actor.community_code):
        return actor.community_code
    scope = grants_with(actor.grants, _SEE)[0].scope.code[:12]
    return scope if len(scope) in (*AREA_DIGITS, 12) else actor.community_code


def outstanding_pages(ledger: Ledger) -> Pages:
    """Return the pages of saved hours still to be drawn."""
    pages, outstanding = Pages("ledger"), OutstandingPages(ledger)
    pages.get("/desk/outstanding", may=_SEE, query=OutstandingQuery)(outstanding.show)
    return pages
