"""Where projects and shifts are found: by everyone, by an organisation its own, by a community those to review."""

from collections.abc import Iterable
from dataclasses import dataclass

from flask import Response

from services.matching.application.context import Matching
from services.matching.application.parties.acting import parties_acted_for
from services.matching.application.projects.queries import (
    ProjectsQuery,
    ShiftsQuery,
    projects_listed,
    shifts_listed,
)
from services.matching.application.projects.views import ProjectView
from services.matching.domain.projects.project import ProjectState
from shared.events.fields import Code
from shared.identity.permissions import Permission
from shared.kernel.errors import Forbidden
from shared.web.api import PUBLIC, SIGNED_IN, Nothing
from shared.web.pages import Pages, Visit

ON_A_PAGE = 30


@dataclass(frozen=True, slots=True, kw_only=True)
class WhereQuery:
    """Where to look: everywhere, or in one's own district or community."""

    where: Code = "all"


@dataclass(frozen=True, slots=True, kw_only=True)
class QueueQuery:
    """Which community's queue; nothing is one's own."""

    community: Code | None = None


def finding_projects_pages(m: Matching) -> Pages:
    """Return the lists of projects."""
    made = Pages("matching")

    @made.get("/projects", may=PUBLIC, query=WhereQuery)
    def found(visit: Visit[WhereQuery]) -> Response:
        page = projects_listed(m, visit.somebody, _wanted(visit), limit=ON_A_PAGE, after=visit.after)
        soon = _soon(m, visit)
        return visit.show(
            "projects/list.html",
            projects=_lines(m, page.items),
            shifts=soon,
            where=visit.query.where,
            is_first=visit.after is None,
            next=f"/projects?where={visit.query.where}&after={page.next}" if page.next else None,
        )

    @made.get("/projects/mine", may=SIGNED_IN)
    def mine(visit: Visit[Nothing]) -> Response:
        parties = [m.parties.find(each) for each in parties_acted_for(visit.actor)]
        ours = [
            (party, projects_listed(m, visit.actor, ProjectsQuery(party_id=party.id), limit=ON_A_PAGE).items)
            for party in parties
            if party is not None
        ]
        coming = [
            each
            for party, _ in ours
            for each in shifts_listed(m, visit.actor, ShiftsQuery(party_id=party.id), limit=100).items
        ]
        soonest = sorted(coming, key=lambda each: each.starts_at)
        return visit.show("projects/mine.html", ours=ours, shifts=soonest[:ON_A_PAGE])

    @made.get("/desk/projects", may=Permission.REVIEW_NEED, query=QueueQuery)
    def queue(visit: Visit[QueueQuery]) -> Response:
        code = _reviewed(visit)
        query = ProjectsQuery(community_code=code, state=ProjectState.AWAITING_REVIEW)
        page = projects_listed(m, visit.actor, query, limit=ON_A_PAGE, after=visit.after)
        return visit.show(
            "projects/queue.html",
            projects=_lines(m, page.items),
            community_code=code,
            community_name=m.communities.area_name(code),
            next=f"/desk/projects?community={code}&after={page.next}" if page.next else None,
        )

    return made


def _wanted(visit: Visit[WhereQuery]) -> ProjectsQuery:
    if visit.somebody is None or visit.query.where == "all":
        return ProjectsQuery()
    code = visit.actor.community_code
    if visit.query.where == "community":
        return ProjectsQuery(community_code=code)
    return ProjectsQuery(district_code=code[:6])


def _soon(m: Matching, visit: Visit[WhereQuery]) -> list[object]:
    """Return the shifts in the visitor's district that can still be joined, soonest first; on the first page only."""
    if visit.somebody is None or visit.after is not None:
        return []
    listed = shifts_listed(m, visit.actor, ShiftsQuery(), limit=100).items
    coming = [each for each in listed if {"sign-up", "wait", "leave"} & set(each.can)]
    return list(sorted(coming, key=lambda each: each.starts_at)[:ON_A_PAGE])


def _lines(m: Matching, projects: Iterable[ProjectView]) -> list[dict[str, object]]:
    """Return projects with the names of their organisations, in one store call."""
    shown = list(projects)
    names = {each.id: each.name for each in m.parties.get_many(each.party_id for each in shown)}
    return [{"project": each, "party": names.get(each.party_id, "–")} for each in shown]


def _reviewed(visit: Visit[QueueQuery]) -> str:
    code = visit.query.community or visit.actor.community_code
    if visit.query.community is None and not visit.actor.may(Permission.REVIEW_NEED, code):
        codes = [
            each.scope.community_code
            for each in visit.actor.grants
            if each.scope.community_code
            and visit.actor.may(Permission.REVIEW_NEED, each.scope.community_code)
        ]
        if not codes:
            raise Forbidden
        return codes[0] or code
    return code
