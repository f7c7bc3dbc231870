"""What those who ask want to know: how far their requests are, who comes, and what was asked last time."""

from collections.abc import Iterable
from dataclasses import dataclass

from services.matching.application.context import Matching
from services.matching.application.lists import NeedsQuery
from services.matching.application.queries import assignments_seen, needs_listed
from services.matching.application.views import AssignmentView, NeedView
from services.matching.application.who import check_may_manage
from services.matching.domain.assignment import AssignmentState
from services.matching.domain.need import Need
from shared.identity.actor import Actor
from shared.storage.paging import Page

LOOKED_BACK = 20
_GONE = frozenset({AssignmentState.CANCELLED, AssignmentState.NO_SHOW})


@dataclass(frozen=True, slots=True, kw_only=True)
class RequestView:
    """A need as who asked for it sees it.

    Attributes:
        services: Who comes, or came; those who gave it back are left out.
    """

    need: NeedView
    services: tuple[AssignmentView, ...]


def requests_of(
    m: Matching, actor: Actor, resident_id: str, *, limit: int = 20, after: str | None = None
) -> Page[RequestView]:
    """Return a page of what was asked for a resident, newest first, with who comes.

    Raises:
        Forbidden: If the actor is neither the resident, nor a delegate, nor staff of the community.
    """
    page = needs_listed(m, actor, NeedsQuery(resident_id=resident_id), limit=limit, after=after)
    services = _services(m, actor, page.items)
    return Page(
        items=tuple(
            RequestView(need=need, services=tuple(each for each in services if each.need_id == need.id))
            for need in page.items
        ),
        next=page.next,
    )


def _services(m: Matching, actor: Actor, needs: Iterable[NeedView]) -> tuple[AssignmentView, ...]:
    places = (place for need in m.needs.get_many(each.id for each in needs) for place in need.places)
    bound = m.assignments.get_many(place.assignment_id for place in places)
    return assignments_seen(m, actor, tuple(each for each in bound if each.state not in _GONE))


def asked_before(m: Matching, actor: Actor, resident_id: str, *, most: int = 3) -> tuple[NeedView, ...]:
    """Return what was asked for a resident lately, each kind and title once, newest first.

    Raises:
        Forbidden: If the actor is neither the resident, nor a delegate, nor staff of the community.
    """
    newest = needs_listed(m, actor, NeedsQuery(resident_id=resident_id), limit=LOOKED_BACK).items
    different = {(each.service_kind, each.title): each for each in reversed(newest)}
    return tuple(sorted(different.values(), key=newest.index))[:most]


def need_to_change(m: Matching, actor: Actor, need_id: str) -> Need:
    """Return a need that the actor may change, or ask for once more.

    Raises:
        Forbidden: If the actor is neither a party to it nor staff of the community.
        NotFound: If there is none.
    """
    need = m.needs.get(need_id)
    check_may_manage(m, actor, need)
    return need
