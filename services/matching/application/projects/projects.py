"""A project's way: written down, submitted, looked at by the community, published, closed."""

from services.matching.application.commands import Decision
from services.matching.application.context import Matching
from services.matching.application.keeping import added_once
from services.matching.application.parties.acting import approved_party, check_acts_for
from services.matching.application.projects.commands import (
    AmendProject,
    EndProject,
    PostProject,
    ReviewProject,
)
from services.matching.application.projects.facts import (
    project_ended,
    project_published,
    project_submitted,
)
from services.matching.domain.errors import ReasonRequired
from services.matching.domain.projects.project import MOST_COMMUNITIES, Project, ProjectState, checked
from services.matching.domain.service_kinds import kind_of
from shared.identity.actor import Actor
from shared.identity.permissions import Permission


def post_project(m: Matching, actor: Actor, command: PostProject, project_id: str) -> Project:
    """Write down a project as a draft, by staff of its organisation; the same id again is the same project.

    Raises:
        Forbidden: If the actor does not work for the organisation.
        PartyNotApproved: If the organisation may not act.
        LinliError: If a community or the kind of service is not known.
    """
    check_acts_for(actor, command.party_id)
    approved_party(m, command.party_id)
    return added_once(m.projects, _written(m, actor, command, project_id))


def _written(m: Matching, actor: Actor, command: PostProject, project_id: str) -> Project:
    return checked(
        Project(
            id=project_id,
            party_id=command.party_id,
            community_codes=_known(m, command.community_codes),
            title=command.title,
            purpose=command.purpose,
            service_kind=kind_of(command.service_kind).code,
            certificate_needed=command.certificate_needed,
            notice=command.notice.notice(),
            made_by=actor.member_id,
            created_at=m.clock.now(),
        )
    )


def _known(m: Matching, codes: tuple[str, ...]) -> tuple[str, ...]:
    return tuple(m.communities.known(code).code for code in dict.fromkeys(codes[:MOST_COMMUNITIES]))


def amend_project(m: Matching, actor: Actor, project_id: str, command: AmendProject) -> Project:
    """Change a draft, or a project that was refused.

    Raises:
        Forbidden: If the actor does not work for the organisation.
        ProjectFixed: If it was submitted.
    """
    project = m.projects.get(project_id)
    check_acts_for(actor, project.party_id)
    changes = _changes(m, project, command)
    return m.projects.save(project.amended(**changes)) if changes else project


def _changes(m: Matching, project: Project, command: AmendProject) -> dict[str, object]:
    codes, kind = command.community_codes, command.service_kind
    stated = {
        "community_codes": _known(m, codes) if codes is not None else None,
        "title": command.title,
        "service_kind": kind_of(kind).code if kind is not None else None,
        "purpose": command.purpose,
        "certificate_needed": command.certificate_needed,
        "notice": command.notice.notice() if command.notice is not None else None,
    }
    return {
        name: value for name, value in stated.items() if value is not None and value != getattr(project, name)
    }


def submit_project(m: Matching, actor: Actor, project_id: str) -> Project:
    """Ask the community to look at a project; asking again changes nothing.

    Raises:
        Forbidden: If the actor does not work for the organisation.
        NoticeIncomplete: If its notice leaves something open.
    """
    project = m.projects.get(project_id)
    check_acts_for(actor, project.party_id)
    approved_party(m, project.party_id)
    if project.state is ProjectState.AWAITING_REVIEW:
        return project
    return m.projects.save(project.submitted(actor.member_id), project_submitted(project, actor.member_id))


def review_project(m: Matching, actor: Actor, project_id: str, command: ReviewProject) -> Project:
    """Publish a project, or refuse it with a reason, by staff of its leading community; the same again changes nothing.

    Raises:
        Forbidden: If the actor is not staff there.
        ReasonRequired: If it is refused without one.
    """
    project = m.projects.get(project_id)
    actor.check_may(Permission.REVIEW_NEED, project.community_code)
    if command.decision is Decision.APPROVE:
        return _published(m, actor, project)
    return _ended(m, actor, project, ProjectState.REFUSED, command.reason)


def _published(m: Matching, actor: Actor, project: Project) -> Project:
    if project.state is ProjectState.PUBLISHED:
        return project
    published = project.published(actor.member_id, m.clock.now())
    return m.projects.save(published, project_published(published, actor.member_id))


def _ended(m: Matching, actor: Actor, project: Project, there: ProjectState, reason: str) -> Project:
    if project.state is there:
        return project
    if there is ProjectState.REFUSED and not reason:
        raise ReasonRequired
    by = actor.member_id if there is ProjectState.REFUSED else None
    ended = project.ended(there, reason, by)
    return m.projects.save(ended, project_ended(ended, actor.member_id))


def withdraw_project(m: Matching, actor: Actor, project_id: str, command: EndProject) -> Project:
    """Take back a project that was not published, by its organisation.

    Raises:
        Forbidden: If the actor does not work for the organisation.
        IllegalStep: If it was published; it can be closed.
    """
    project = m.projects.get(project_id)
    check_acts_for(actor, project.party_id)
    return _ended(m, actor, project, ProjectState.WITHDRAWN, command.reason)


def close_project(m: Matching, actor: Actor, project_id: str, command: EndProject) -> Project:
    """End a published project, by its organisation or staff of its leading community; its shifts to come are cancelled.

    Raises:
        Forbidden: If the actor is neither.
    """
    project = m.projects.get(project_id)
    if not actor.may(Permission.REVIEW_NEED, project.community_code):
        check_acts_for(actor, project.party_id)
    return _ended(m, actor, project, ProjectState.CLOSED, command.reason)
