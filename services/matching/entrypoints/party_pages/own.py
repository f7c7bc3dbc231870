"""The first page of whoever acts for a party: what should I do now?"""

from services.matching.application.context import Matching
from services.matching.application.parties.showing import own_parties
from services.matching.application.parties.views import PartyView
from services.matching.application.projects.queries import (
    ProjectsQuery,
    ShiftsQuery,
    projects_listed,
    shifts_listed,
)
from services.matching.domain.parties.party import PartyKind, PartyState
from services.matching.domain.projects.project import ProjectState
from services.matching.entrypoints.party_pages.finding import ICONS
from shared.identity.actor import Actor
from shared.kernel.words import Words
from shared.web.api import SIGNED_IN, Nothing
from shared.web.pages import Pages, Shown, Visit

SHIFTS_SHOWN = 5
PROJECTS_LOOKED_AT = 50
_Step = tuple[str, Words, str]
"""Where to go, what to do there, and its icon."""


class OwnParties:
    """What is to be done for the parties someone acts for."""

    def __init__(self, m: Matching) -> None:
        """Bind coordination."""
        self.m = m

    def show(self, visit: Visit[Nothing]) -> Shown:
        """Show each party with its next step, those with something to do first, then the shifts to come."""
        parties = own_parties(self.m, visit.actor)
        acting = [each for each in parties if each.state is PartyState.APPROVED]
        coming = [
            shift
            for party in acting
            for shift in shifts_listed(self.m, visit.actor, ShiftsQuery(party_id=party.id), limit=100).items
            if shift.state.value == "OPEN"
        ]
        rows = [(party, ICONS[party.kind], self._steps(visit.actor, party)) for party in parties]
        return visit.show(
            "parties/own.html",
            rows=sorted(rows, key=lambda row: not row[2]),
            shifts=sorted(coming, key=lambda shift: shift.starts_at)[:SHIFTS_SHOWN],
            acts=bool(acting),
        )

    def _steps(self, actor: Actor, party: PartyView) -> list[_Step]:
        """Return what to do next, the most pressing first."""
        if party.state is PartyState.REFUSED:
            return [(f"/parties/{party.id}/edit", Words("改好再提交", "Mend it and send it again"), "pencil")]
        if party.state is not PartyState.APPROVED:
            return []
        if party.kind is PartyKind.CHARITY:
            return [
                ("/giving", Words("看看谁需要，登记资源", "See who asks, enter what you give"), "hand-heart")
            ]
        return self._project_steps(actor, party)

    def _project_steps(self, actor: Actor, party: PartyView) -> list[_Step]:
        query = ProjectsQuery(party_id=party.id)
        projects = projects_listed(self.m, actor, query, limit=PROJECTS_LOOKED_AT).items
        to_mend = [each for each in projects if each.state in (ProjectState.REFUSED, ProjectState.DRAFT)]
        steps = [
            (f"/projects/{each.id}", Words(f"继续：{each.title}", f"Go on: {each.title}"), "pencil")
            for each in to_mend[:2]
        ]
        written = ("/projects/mine", Words("看我们的项目和班次", "Our projects and shifts"), "list-todo")
        first = ("/projects/new", Words("写第一个项目", "Write the first project"), "pencil")
        giving = ("/giving", Words("看看谁需要资源", "See who asks for something"), "hand-heart")
        return [*steps, written if projects else first, giving]


def own_party_pages(m: Matching) -> Pages:
    """Return the first page of whoever acts for a party."""
    pages, own = Pages("matching"), OwnParties(m)
    pages.get("/organisation", may=SIGNED_IN)(own.show)
    return pages
