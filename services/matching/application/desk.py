"""What the desk of a community asks: what waits and since when, who was asked for a need and who else suits it."""

import hashlib
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime

from services.matching.application.context import Matching
from services.matching.application.proposing import best_for, proposals_of_need
from services.matching.application.showing import need_view, parties, reader_of
from services.matching.application.views import NeedView, ReasonView
from services.matching.domain.assignment import Assignment, AssignmentState
from services.matching.domain.errors import NotOpen
from services.matching.domain.need import Need, NeedState
from services.matching.domain.proposal import ProposalState, Reason
from shared.identity.actor import Actor
from shared.identity.people import Contact
from shared.identity.permissions import Permission
from shared.kernel.clock import CHINA
from shared.kernel.errors import NotFound
from shared.kernel.words import Words
from shared.storage.paging import Page

UNDER_WAY = (NeedState.AWAITING_REVIEW, NeedState.OPEN, NeedState.FILLED)
MOST_UNDER_WAY = 1000
"""A community has a few dozen needs under way; more are not read to put them in order."""
MOST_CONFIRMED = 100
SUGGESTED = 8
_ORDER = tuple(ProposalState(code) for code in ("ACCEPTED", "INVITED", "PROPOSED", "DECLINED", "CLOSED"))


@dataclass(frozen=True, slots=True, kw_only=True)
class DeskCounts:
    """How much of each there is in a community now.

    Attributes:
        for_staff: Services whose minutes only staff can confirm, or should by now.
        confirmed_today: Services whose minutes were confirmed since midnight in China, among the newest hundred.
    """

    awaiting_review: int
    open: int
    filled: int
    for_staff: int
    confirmed_today: int


@dataclass(frozen=True, slots=True, kw_only=True)
class AskedView:
    """Somebody asked for a need, or who could be, as staff see them.

    Attributes:
        state: None while nobody asked them.
    """

    member_id: str
    name: str
    volunteer_number: str | None
    state: ProposalState | None
    score: int
    reasons: tuple[ReasonView, ...]


def desk_counts(m: Matching, actor: Actor, community_code: str) -> DeskCounts:
    """Return how much waits at the desk of a community.

    Raises:
        Forbidden: If the actor does not work at it.
    """
    actor.check_may(Permission.SEE_DESK, community_code)
    return DeskCounts(
        awaiting_review=_count(m, community_code, NeedState.AWAITING_REVIEW),
        open=_count(m, community_code, NeedState.OPEN),
        filled=_count(m, community_code, NeedState.FILLED),
        for_staff=m.assignments.count({"sides": _side(community_code), "for_staff": True}),
        confirmed_today=sum(1 for each in _newest_confirmed(m, community_code) if _is_of_today(m, each)),
    )


def _side(community_code: str) -> str:
    return f"community:{community_code}"


def _count(m: Matching, community_code: str, state: NeedState) -> int:
    return m.needs.count({"community_code": community_code, "state": state.value})


def _newest_confirmed(m: Matching, community_code: str) -> tuple[Assignment, ...]:
    equals = {"sides": _side(community_code), "state": AssignmentState.CONFIRMED.value}
    return m.assignments.page(equals, limit=MOST_CONFIRMED).items


def _is_of_today(m: Matching, assignment: Assignment) -> bool:
    today = m.clock.now().astimezone(CHINA).date()
    known = assignment.confirmation
    return known is not None and known.at.astimezone(CHINA).date() == today


def needs_by_start(
    m: Matching,
    actor: Actor,
    community_code: str,
    states: Iterable[NeedState],
    *,
    longest_waiting: bool = False,
    limit: int = 30,
    after: str | None = None,
) -> Page[NeedView]:
    """Return a page of a community's needs in some states, the soonest start first.

    Args:
        m: Coordination.
        actor: Who works at the desk.
        community_code: Which desk.
        states: Of needs under way; there are never many of them.
        longest_waiting: Put those first that were posted first.
        limit: Most entries.
        after: ``next`` of the page before; anything else begins anew.

    Raises:
        Forbidden: If the actor does not work at it.
    """
    actor.check_may(Permission.SEE_DESK, community_code)
    found = sorted(in_states(m, community_code, states), key=_posted if longest_waiting else _start)
    first = int(after) if after and after.isascii() and after.isdigit() else 0
    shown, rest = found[first : first + limit], found[first + limit :]
    return Page(items=seen_by(m, actor, shown), next=str(first + limit) if rest else None)


def _start(need: Need) -> tuple[datetime, str]:
    return need.starts_at, need.id


def _posted(need: Need) -> tuple[datetime, str]:
    return need.created_at, need.id


def needs_with_number(m: Matching, actor: Actor, community_code: str, number: str) -> tuple[NeedView, ...]:
    """Return the needs under way of a community that have a spoken number.

    Raises:
        Forbidden: If the actor does not work at its desk.
    """
    actor.check_may(Permission.SEE_DESK, community_code)
    under_way = in_states(m, community_code, UNDER_WAY)
    return seen_by(m, actor, [each for each in under_way if spoken_number(each.id) == number])


def in_states(m: Matching, community_code: str, states: Iterable[NeedState]) -> list[Need]:
    """Return a community's needs in some states, in no order."""
    return [
        each
        for state in states
        for each in m.needs.where(
            {"community_code": community_code, "state": state.value}, limit=MOST_UNDER_WAY
        )
    ]


def seen_by(m: Matching, actor: Actor, needs: Sequence[Need]) -> tuple[NeedView, ...]:
    """Return needs as the actor sees them."""
    reader = reader_of(m, actor, parties(needs))
    return tuple(need_view(m, reader, each) for each in needs)


def spoken_number(need_id: str) -> str:
    """Return six digits to read aloud for a need; two needs under way in one community hardly ever share them."""
    digest = hashlib.sha256(need_id.encode()).digest()
    return f"{int.from_bytes(digest[:8], 'big') % 1_000_000:06d}"


def need_at_desk(m: Matching, actor: Actor, need_id: str) -> Need:
    """Return a need that the actor may handle.

    Raises:
        Forbidden: If the actor does not work at the desk of its community.
        NotFound: If there is none.
    """
    need = m.needs.get(need_id)
    actor.check_may(Permission.SEE_DESK, need.community_code)
    return need


def proposals_for_staff(m: Matching, actor: Actor, need_id: str) -> tuple[AskedView, ...]:
    """Return who was asked for a need, those who said yes first; why somebody declined stays theirs.

    Raises:
        Forbidden: If the actor does not work at the desk of its community.
    """
    need = need_at_desk(m, actor, need_id)
    asked = sorted(
        proposals_of_need(m, need).proposals, key=lambda each: (_ORDER.index(each.state), -each.score)
    )
    return _asked_views(m, [(each.member_id, each.state, each.score, each.reasons) for each in asked])


def candidates_for_staff(
    m: Matching, actor: Actor, need_id: str, *, most: int = SUGGESTED
) -> tuple[AskedView, ...]:
    """Return who suits a need best among those nobody asked yet; none once it is filled or closed.

    Raises:
        Forbidden: If the actor may not invite in its community.
    """
    need = m.needs.get(need_id)
    actor.check_may(Permission.DISPATCH, need.community_code)
    if need.state not in (NeedState.AWAITING_REVIEW, NeedState.OPEN):
        return ()
    return _suggested(m, need, most)


def _suggested(m: Matching, need: Need, most: int) -> tuple[AskedView, ...]:
    asked = frozenset(each.member_id for each in proposals_of_need(m, need).proposals)
    ranked = best_for(m, need, most, asked)
    return _asked_views(m, [(each.candidate.member_id, None, each.score, each.reasons) for each in ranked])


def _asked_views(
    m: Matching, told: list[tuple[str, ProposalState | None, int, tuple[Reason, ...]]]
) -> tuple[AskedView, ...]:
    """Return members with their state, score and reasons as staff see them, in one store call for all names."""
    known = m.people.get_many(member_id for member_id, _, _, _ in told)
    return tuple(
        AskedView(
            member_id=member_id,
            name=known[member_id].name,
            volunteer_number=known[member_id].volunteer_number,
            state=state,
            score=score,
            reasons=_reasons(reasons),
        )
        for member_id, state, score, reasons in told
        if member_id in known
    )


def _reasons(reasons: Iterable[Reason]) -> tuple[ReasonView, ...]:
    return tuple(
        ReasonView(code=each.code, says=Words(each.zh, each.en), value=each.value, unit=each.unit)
        for each in reasons
    )


def contact_to_invite(m: Matching, actor: Actor, need_id: str, member_id: str) -> Contact:
    """Return how to reach somebody who was asked for a need or suits it, and log the reading.

    Raises:
        Forbidden: If the actor may not invite in the need's community.
        NotFound: If they were not asked and are not suggested.
        NotOpen: If the need is not open for helpers.
    """
    suggested = candidates_for_staff(m, actor, need_id)
    asked = proposals_for_staff(m, actor, need_id)
    if m.needs.get(need_id).state is not NeedState.OPEN:
        raise NotOpen
    if all(each.member_id != member_id for each in (*asked, *suggested)):
        raise NotFound(kind="Candidate", id=member_id)
    return m.people.contact(actor, member_id, why="dispatch")
