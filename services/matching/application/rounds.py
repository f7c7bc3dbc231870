"""What those who are out and about look at first: a social worker's cases, a grid worker's round of today."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from services.matching.application.context import Matching
from services.matching.application.desk import UNDER_WAY, in_states, seen_by
from services.matching.application.lists import AssignmentsQuery, Awaiting, Side
from services.matching.application.queries import assignments_listed
from services.matching.application.views import AssignmentView, NeedView
from services.matching.domain.giving.part import Part, PartState
from services.matching.domain.need import Need, NeedState
from services.matching.domain.offer import OfferKind
from shared.identity.actor import Actor
from shared.identity.permissions import Permission
from shared.kernel.clock import CHINA

MOST_SERVICES = 100
"""A community has a few services a day; more are on the desk."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Case:
    """A need, and the part of it that is a social worker's."""

    need: NeedView
    part_id: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Cases:
    """What a social worker has to do in a community.

    Attributes:
        mine: Those they took, by the part's clock.
        waiting: Those nobody has taken, by the part's clock.
        alone: Needs of residents for which nobody was found yet, the soonest first.
    """

    mine: tuple[Case, ...]
    waiting: tuple[Case, ...]
    alone: tuple[NeedView, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Round:
    """What a grid worker looks after in a community today.

    Attributes:
        alone: Needs of today and tomorrow for which nobody was found yet, the soonest first.
        coming: Services of today that have not begun, by their start.
        there: Services that have begun and not ended, by their start.
    """

    alone: tuple[NeedView, ...]
    coming: tuple[AssignmentView, ...]
    there: tuple[AssignmentView, ...]


def cases_in(m: Matching, actor: Actor, community_code: str) -> Cases:
    """Return a social worker's cases in a community.

    Raises:
        Forbidden: If the actor takes no professional parts there.
    """
    actor.check_may(Permission.TAKE_PROFESSIONAL_NEED, community_code)
    needs = in_states(m, community_code, UNDER_WAY)
    found = sorted(
        ((part.due_at, need, part) for need in needs for part in need.parts if _is_professional(part)),
        key=lambda each: (each[0], each[1].id),
    )
    views = {view.id: view for view in seen_by(m, actor, [need for _, need, _ in found])}
    return Cases(
        mine=_cases(views, [(need, part) for _, need, part in found if _is_of(part, actor)]),
        waiting=_cases(views, [(need, part) for _, need, part in found if part.state is PartState.OPEN]),
        alone=_alone(m, actor, needs, m.clock.now() + timedelta(days=7)),
    )


def _is_professional(part: Part) -> bool:
    return part.asked.kind is OfferKind.SERVICE and part.asked.professional and not part.is_settled


def _is_of(part: Part, actor: Actor) -> bool:
    return part.answer is not None and actor.member_id in (part.answer.owner_id, part.answer.taken_by)


def _cases(views: dict[str, NeedView], found: list[tuple[Need, Part]]) -> tuple[Case, ...]:
    return tuple(Case(need=views[need.id], part_id=part.id) for need, part in found)


def _alone(m: Matching, actor: Actor, needs: list[Need], until: datetime) -> tuple[NeedView, ...]:
    """Return the open needs that begin before an instant, the soonest first."""
    open_ones = [each for each in needs if each.state is NeedState.OPEN and each.starts_at < until]
    return seen_by(m, actor, sorted(open_ones, key=lambda each: (each.starts_at, each.id)))


def round_in(m: Matching, actor: Actor, community_code: str) -> Round:
    """Return what is to be looked after in a community today.

    Raises:
        Forbidden: If the actor does not work at its desk.
    """
    actor.check_may(Permission.SEE_DESK, community_code)
    midnight = _next_midnight(m.clock.now())
    needs = in_states(m, community_code, (NeedState.OPEN,))
    return Round(
        alone=_alone(m, actor, needs, midnight + timedelta(days=1)),
        coming=_services(m, actor, community_code, Awaiting.CHECK_IN, midnight),
        there=_services(m, actor, community_code, Awaiting.CHECK_OUT, midnight),
    )


def _next_midnight(now: datetime) -> datetime:
    local = now.astimezone(CHINA)
    return (local + timedelta(days=1)).replace(hour=0, minute=0, second=0, microsecond=0)


def _services(
    m: Matching, actor: Actor, community_code: str, awaiting: Awaiting, until: datetime
) -> tuple[AssignmentView, ...]:
    query = AssignmentsQuery(side=Side.COMMUNITY, awaiting=awaiting, community_code=community_code)
    found = assignments_listed(m, actor, query, limit=MOST_SERVICES).items
    return tuple(sorted((each for each in found if each.starts_at < until), key=lambda each: each.starts_at))
