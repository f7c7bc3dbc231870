"""Enrolments as they are read: one's own, those of a community for its staff, and how many for everyone."""

from collections.abc import Mapping, Sequence

from services.matching.application.context import Matching
from services.matching.application.enrolling.commands import EnrolmentsQuery
from services.matching.application.enrolling.enrolling import can_decide
from services.matching.application.enrolling.views import EnrolmentCounts, EnrolmentView
from services.matching.domain.enrolling.enrolment import (
    Enrolment,
    EnrolmentKind,
    EnrolmentState,
    shown_count,
)
from shared.identity.actor import Actor
from shared.identity.permissions import Permission
from shared.kernel.errors import NotFound
from shared.storage.paging import Page


def enrolment_shown(m: Matching, actor: Actor, enrolment_id: str) -> EnrolmentView:
    """Return an enrolment, to who enrolled and to the community's staff.

    Raises:
        NotFound: To everyone else.
    """
    enrolment = m.enrolments.get(enrolment_id)
    if actor.member_id != enrolment.member_id and not can_decide(actor, enrolment):
        raise NotFound(kind="Enrolment", id=enrolment_id)
    return enrolment_view(m, actor, enrolment)


def enrolment_view(m: Matching, actor: Actor, enrolment: Enrolment) -> EnrolmentView:
    """Return one enrolment for a reader who may see it."""
    return _views(m, actor, (enrolment,))[0]


def enrolments_listed(
    m: Matching, actor: Actor, asked: EnrolmentsQuery, *, limit: int = 50, after: str | None = None
) -> Page[EnrolmentView]:
    """Return a page of one's own enrolments, or of a community's for its staff.

    Raises:
        Forbidden: If the actor does not work in that community.
    """
    state = asked.state or EnrolmentState.AWAITING_CONFIRMATION
    wanted: dict[str, object] = {"member_id": actor.member_id}
    if asked.community_code is not None:
        actor.check_may(Permission.REVIEW_PARTY, asked.community_code)
        wanted = {"community_code": asked.community_code, "state": state.value}
    page = m.enrolments.page(wanted, limit=limit, after=after)
    return Page(items=_views(m, actor, page.items), next=page.next)


def enrolments_waiting(m: Matching, code: str) -> int:
    """Return how many enrolments of a community wait for its staff."""
    return m.enrolments.count({"community_code": code, "state": EnrolmentState.AWAITING_CONFIRMATION.value})


def enrolment_counts(m: Matching, code: str) -> EnrolmentCounts:
    """Return how many are enrolled in a community, as it may be published: numbers, never names."""
    m.communities.known(code)
    persons, bodies = (
        m.enrolments.count(
            {"community_code": code, "state": EnrolmentState.CONFIRMED.value, "kind": kind.value}
        )
        for kind in (EnrolmentKind.PERSON, EnrolmentKind.BODY)
    )
    return EnrolmentCounts(persons=shown_count(persons), bodies=bodies)


def _views(m: Matching, actor: Actor, enrolments: Sequence[Enrolment]) -> tuple[EnrolmentView, ...]:
    names = m.people.names({each.member_id for each in enrolments}) if enrolments else {}
    return tuple(_view(m, actor, each, names) for each in enrolments)


def _view(m: Matching, actor: Actor, enrolment: Enrolment, names: Mapping[str, str]) -> EnrolmentView:
    name = names.get(enrolment.member_id, "–")
    allowed = {
        "decide": can_decide(actor, enrolment) and enrolment.state is EnrolmentState.AWAITING_CONFIRMATION,
        "end": enrolment.is_live
        and (
            actor.member_id == enrolment.member_id
            or (can_decide(actor, enrolment) and enrolment.state is EnrolmentState.CONFIRMED)
        ),
    }
    return EnrolmentView(
        id=enrolment.id,
        kind=enrolment.kind,
        kind_name=enrolment.kind.words,
        who=f"{enrolment.body_name} · {name}" if enrolment.body_name else name,
        body_name=enrolment.body_name,
        party_id=enrolment.party_id,
        community_code=enrolment.community_code,
        community_name=m.communities.area_name(enrolment.community_code),
        offers=enrolment.offers,
        wishes=enrolment.wishes,
        state=enrolment.state,
        state_name=enrolment.state.words,
        reason=enrolment.reason,
        can=tuple(each for each, may in allowed.items() if may),
        created_at=enrolment.created_at,
        decided_at=enrolment.decided_at,
        ended_at=enrolment.ended_at,
    )
