"""What can be asked of projects and shifts: lists and single things, each as far as the asker may see."""

from dataclasses import dataclass

from services.matching.application.context import Matching
from services.matching.application.lists import DistrictCode
from services.matching.application.parties.acting import can_act_for
from services.matching.application.projects.showing import attendance_view, project_view, shift_view
from services.matching.application.projects.views import AttendanceView, ProjectView, ShiftView
from services.matching.application.projects.who import check_may_see, check_runs
from services.matching.domain.projects.project import ProjectState
from services.matching.domain.projects.shift import ShiftState
from shared.events.fields import CommunityCode, Id
from shared.identity.actor import Actor
from shared.identity.permissions import Permission
from shared.kernel.errors import Forbidden
from shared.storage.paging import Page


@dataclass(frozen=True, slots=True, kw_only=True)
class ProjectsQuery:
    """Which projects to list, newest first; without any choice the published ones everywhere.

    Attributes:
        state: Other than ``PUBLISHED`` or ``CLOSED`` for staff of the organisation or the community named.
    """

    party_id: Id | None = None
    community_code: CommunityCode | None = None
    district_code: DistrictCode | None = None
    state: ProjectState | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class ShiftsQuery:
    """Which shifts to list, newest first; without any choice the open ones of one's district.

    Attributes:
        mine: Those one holds or waits for a place of.
        party_id: Those of an organisation one works for.
        state: None is the open ones.
    """

    mine: bool = False
    party_id: Id | None = None
    community_code: CommunityCode | None = None
    district_code: DistrictCode | None = None
    state: ShiftState | None = None


def projects_listed(
    m: Matching, actor: Actor | None, query: ProjectsQuery, *, limit: int = 50, after: str | None = None
) -> Page[ProjectView]:
    """Return a page of projects.

    Raises:
        Forbidden: If the actor may not see this list.
    """
    page = m.projects.page(_projects_wanted(actor, query), limit=limit, after=after)
    return Page(items=tuple(project_view(m, each, actor) for each in page.items), next=page.next)


def _projects_wanted(actor: Actor | None, query: ProjectsQuery) -> dict[str, object]:
    state = (query.state or ProjectState.PUBLISHED).value
    if query.party_id is not None and actor is not None and can_act_for(actor, query.party_id):
        return {"party_id": query.party_id, **({"state": state} if query.state else {})}
    public = query.state in (None, ProjectState.PUBLISHED, ProjectState.CLOSED)
    code = query.community_code
    reviews = actor is not None and code is not None and actor.may(Permission.REVIEW_NEED, code)
    if not public and (not reviews or query.party_id is not None):
        raise Forbidden
    if query.party_id is not None:
        return {"party_id": query.party_id, "state": state}
    if code is not None:
        return {"community_codes": code, "state": state}
    if query.district_code is not None:
        return {"districts": query.district_code, "state": state}
    return {"state": state}


def project_shown(m: Matching, actor: Actor | None, project_id: str) -> ProjectView:
    """Return one project.

    Raises:
        NotFound: If there is none, or it is not public and no concern of the actor's.
    """
    project = m.projects.get(project_id)
    check_may_see(actor, project)
    return project_view(m, project, actor)


def shifts_of_project(
    m: Matching, actor: Actor | None, project_id: str, *, limit: int = 50, after: str | None = None
) -> Page[ShiftView]:
    """Return a page of a project's shifts, those posted last first.

    Raises:
        NotFound: If the project may not be seen.
    """
    check_may_see(actor, m.projects.get(project_id))
    page = m.shifts.page({"project_id": project_id}, limit=limit, after=after)
    return Page(items=tuple(shift_view(m, each, actor) for each in page.items), next=page.next)


def shifts_listed(
    m: Matching, actor: Actor, query: ShiftsQuery, *, limit: int = 50, after: str | None = None
) -> Page[ShiftView]:
    """Return a page of shifts.

    Raises:
        Forbidden: If they are an organisation's the actor does not work for.
    """
    page = m.shifts.page(_shifts_wanted(actor, query), limit=limit, after=after)
    return Page(items=tuple(shift_view(m, each, actor) for each in page.items), next=page.next)


def _shifts_wanted(actor: Actor, query: ShiftsQuery) -> dict[str, object]:
    state = (query.state or ShiftState.OPEN).value
    if query.mine:
        return {"member_ids": actor.member_id, "state": state}
    if query.party_id is not None:
        if not can_act_for(actor, query.party_id):
            raise Forbidden
        return {"party_id": query.party_id, "state": state}
    if query.community_code is not None:
        return {"community_code": query.community_code, "state": state}
    return {"district_code": query.district_code or actor.community_code[:6], "state": state}


def shift_shown(m: Matching, actor: Actor | None, shift_id: str) -> ShiftView:
    """Return one shift; shifts are posted for published projects only, and so are public.

    Raises:
        NotFound: If there is none.
    """
    return shift_view(m, m.shifts.get(shift_id), actor)


def attendance_shown(m: Matching, actor: Actor, shift_id: str) -> AttendanceView:
    """Return the roster of a shift, for who runs it.

    Raises:
        Forbidden: If the actor runs it in no role.
    """
    shift = m.shifts.get(shift_id)
    return attendance_view(m, shift, actor, check_runs(actor, shift))
