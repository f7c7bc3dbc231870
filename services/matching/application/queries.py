"""What coordination can be asked: lists and single things, each as far as the asker may see."""

from services.matching.application.context import Matching
from services.matching.application.giving.owners import acts_for
from services.matching.application.lists import AssignmentsQuery, Awaiting, NeedsQuery, OffersQuery, Side
from services.matching.application.parties.acting import check_acts_for
from services.matching.application.showing import (
    AWAITING,
    Reader,
    assignment_view,
    need_view,
    offer_view,
    parties,
    proposal_view,
    reader_of,
    sees_inside,
)
from services.matching.application.views import AssignmentView, NeedView, OfferView, ProposalView
from services.matching.application.who import is_party
from services.matching.domain.assignment import Assignment
from services.matching.domain.need import Need, NeedState
from services.matching.domain.offer import Offer
from services.matching.domain.proposal import WAITING, Proposal
from shared.identity.actor import Actor
from shared.identity.permissions import Permission
from shared.kernel.errors import Forbidden, NotFound
from shared.storage.paging import Page


def needs_listed(
    m: Matching, actor: Actor, query: NeedsQuery, *, limit: int = 50, after: str | None = None
) -> Page[NeedView]:
    """Return a page of needs.

    Without any choice, staff see all of their community, everyone else the open ones of their district.

    Raises:
        Forbidden: If the actor may not see this list.
    """
    page = m.needs.page(_needs_wanted(m, actor, query), limit=limit, after=after)
    reader = reader_of(m, actor, parties(page.items))
    wanted = [each for each in page.items if query.state is None or each.state is query.state]
    return Page(items=tuple(need_view(m, reader, each) for each in wanted), next=page.next)


def _needs_wanted(m: Matching, actor: Actor, query: NeedsQuery) -> dict[str, object]:
    if query.mine:
        return {"posted_by": actor.member_id}
    if query.resident_id is not None:
        _check_may_see_resident(m, actor, query.resident_id)
        return {"resident_id": query.resident_id}
    by_parts = _parts_wanted(actor, query)
    if by_parts:
        return by_parts
    open_ones = query.state in (None, NeedState.OPEN)
    code = query.community_code or actor.community_code
    at_desk = actor.may(Permission.SEE_DESK, code)
    if query.district_code is not None or (query.community_code is None and not at_desk):
        if not open_ones:
            raise Forbidden
        return {"district_code": query.district_code or code[:6], "state": NeedState.OPEN.value}
    if at_desk and query.state is None:
        return {"community_code": code}
    if not at_desk and not open_ones:
        raise Forbidden
    return {"community_code": code, "state": (query.state or NeedState.OPEN).value}


def _parts_wanted(actor: Actor, query: NeedsQuery) -> dict[str, object]:
    """Return what finds needs by who answers them, or by what they ask for; nothing if neither is wanted."""
    if query.answered_by is not None:
        return {"answered_by": _giver_wanted(actor, query.answered_by)}
    if query.asks is not None:
        return {"asks": f"{query.district_code or actor.community_code[:6]}:{query.asks}"}
    return {}


def _giver_wanted(actor: Actor, giver: str) -> str:
    if giver == "me":
        return actor.member_id
    check_acts_for(actor, giver)
    return giver


def _check_may_see_resident(m: Matching, actor: Actor, resident_id: str) -> None:
    resident = m.people.get(resident_id)
    is_delegate = any(each.member_id == actor.member_id for each in resident.delegates)
    if not (
        actor.member_id == resident_id
        or is_delegate
        or actor.may(Permission.SEE_DESK, resident.community_code)
    ):
        raise Forbidden


def needs_for_desk(
    m: Matching,
    actor: Actor,
    community_code: str,
    state: NeedState | None = None,
    *,
    limit: int = 50,
    after: str | None = None,
) -> Page[NeedView]:
    """Return a page of a community's needs, in one state or all, for its staff.

    Raises:
        Forbidden: If the actor does not work at its desk.
    """
    actor.check_may(Permission.SEE_DESK, community_code)
    query = NeedsQuery(community_code=community_code, state=state)
    return needs_listed(m, actor, query, limit=limit, after=after)


def need_shown(m: Matching, actor: Actor, need_id: str) -> NeedView:
    """Return one need; who may see for whom it is also gets phone and address, and that reading is logged.

    Raises:
        NotFound: If there is none, or it is not open and no concern of the actor's.
    """
    need = m.needs.get(need_id)
    return shown_need(m, actor, need)


def shown_need(m: Matching, actor: Actor, need: Need) -> NeedView:
    """Return a need at hand as :func:`need_shown` does."""
    reader = reader_of(m, actor, parties([need]))
    inside = sees_inside(reader, need)
    hidden = need.state in (NeedState.AWAITING_REVIEW, NeedState.REFUSED)
    if hidden and not inside and not is_party(m, actor, need):
        raise NotFound(kind="Need", id=need.id)
    if not inside:
        return need_view(m, reader, need)
    contact = m.people.contact(actor, need.resident_id, why="need")
    return need_view(m, reader_of(m, actor, parties([need]), contact), need)


def need_brief(m: Matching, actor: Actor, need: Need) -> NeedView:
    """Return a need at hand without anybody's phone, as the answer to a command."""
    return need_view(m, reader_of(m, actor, parties([need])), need)


def proposals_of(
    m: Matching, actor: Actor, *, limit: int = 50, after: str | None = None
) -> Page[ProposalView]:
    """Return a page of the proposals that wait for the actor's answer and can still be accepted, newest first."""
    page = m.proposals.page({"asked": actor.member_id}, limit=limit, after=after)
    needs = {each.id: each for each in m.needs.get_many(asked.id for asked in page.items)}
    reader = reader_of(m, actor, ())
    mine = [(asked.of_member(actor.member_id), needs.get(asked.id)) for asked in page.items]
    return Page(
        items=tuple(
            proposal_view(m, reader, proposal, need)
            for proposal, need in mine
            if proposal and need and _can_be_answered(proposal, need)
        ),
        next=page.next,
    )


def _can_be_answered(proposal: Proposal, need: Need) -> bool:
    open_to_them = need.state is NeedState.OPEN and need.place_of(proposal.member_id) is None
    return open_to_them and proposal.state in WAITING


def assignments_listed(
    m: Matching, actor: Actor, query: AssignmentsQuery, *, limit: int = 50, after: str | None = None
) -> Page[AssignmentView]:
    """Return a page of assignments.

    Raises:
        Forbidden: If the actor may not see this list.
    """
    equals: dict[str, object] = {"sides": _side_wanted(m, actor, query)}
    state = AWAITING.get(query.awaiting or "", query.state)
    if query.awaiting is Awaiting.STAFF:
        equals["for_staff"] = True
    elif state is not None:
        equals["state"] = state.value
    page = m.assignments.page(equals, limit=limit, after=after)
    return Page(items=assignments_seen(m, actor, page.items), next=page.next)


def _side_wanted(m: Matching, actor: Actor, query: AssignmentsQuery) -> str:
    if query.resident_id is not None:
        _check_may_see_resident(m, actor, query.resident_id)
        return f"{Side.RECEIVER}:{query.resident_id}"
    code = query.community_code or actor.community_code
    at_desk = actor.may(Permission.SEE_DESK, code)
    side = query.side or (Side.COMMUNITY if at_desk or query.community_code else Side.ANYONE)
    if side is not Side.COMMUNITY:
        return f"{side}:{actor.member_id}"
    if not at_desk:
        raise Forbidden
    return f"{side}:{code}"


def assignments_seen(
    m: Matching, actor: Actor, assignments: tuple[Assignment, ...]
) -> tuple[AssignmentView, ...]:
    """Return assignments at hand as the actor, one of their sides or staff, sees them."""
    needs = {each.id: each for each in m.needs.get_many(each.need_id for each in assignments)}
    reader = reader_of(m, actor, parties(assignments))
    return tuple(assignment_view(m, reader, each, needs.get(each.need_id)) for each in assignments)


def openable(m: Matching, actor: Actor, assignments: tuple[Assignment, ...]) -> frozenset[str]:
    """Return the ids of those assignments that the actor may look at one by one."""
    reader = reader_of(m, actor, parties(assignments))
    return frozenset(each.id for each in assignments if _concerns(reader, actor, each))


def _concerns(reader: Reader, actor: Actor, assignment: Assignment) -> bool:
    return (
        actor.member_id == assignment.member_id
        or reader.is_party_of(assignment.resident_id, assignment.posted_by)
        or reader.is_staff_of(assignment.community_code)
    )


def assignment_brief(m: Matching, actor: Actor, assignment: Assignment) -> AssignmentView:
    """Return an assignment at hand without anybody's phone, as the answer to a command."""
    return assignments_seen(m, actor, (assignment,))[0]


def assignment_shown(m: Matching, actor: Actor, assignment_id: str) -> AssignmentView:
    """Return one assignment; while it is under way with the resident's phone and address, and that reading is logged.

    Raises:
        NotFound: If there is none, or it is no concern of the actor's.
    """
    assignment = m.assignments.get(assignment_id)
    reader = reader_of(m, actor, parties([assignment]))
    if not _concerns(reader, actor, assignment):
        raise NotFound(kind="Assignment", id=assignment_id)
    if assignment.state in AWAITING.values():
        contact = m.people.contact(actor, assignment.resident_id, why="assignment")
        reader = reader_of(m, actor, parties([assignment]), contact)
    return assignment_view(m, reader, assignment, m.needs.find(assignment.need_id))


def offers_listed(
    m: Matching, actor: Actor, query: OffersQuery, *, limit: int = 50, after: str | None = None
) -> Page[OfferView]:
    """Return a page of one's own offers, of one's party's, or for staff of the open ones of a community.

    Raises:
        Forbidden: If the actor does not work at that community's desk, or for that party.
    """
    equals: dict[str, object] = {"member_id": actor.member_id}
    if query.party_id is not None:
        equals = {"party_id": _giver_wanted(actor, query.party_id)}
    if query.community_code is not None:
        actor.check_may(Permission.SEE_DESK, query.community_code)
        equals = {"community_code": query.community_code, "state": "OPEN"}
    page = m.offers.page(equals, limit=limit, after=after)
    return Page(items=tuple(offer_view(each) for each in page.items), next=page.next)


def offer_shown(m: Matching, actor: Actor, offer_id: str) -> Offer:
    """Return one's own offer, or for staff one of their community.

    Raises:
        NotFound: If there is none, or it is neither.
    """
    offer = m.offers.get(offer_id)
    if not acts_for(actor, offer) and not actor.may(Permission.SEE_DESK, offer.community_code):
        raise NotFound(kind="Offer", id=offer_id)
    return offer
