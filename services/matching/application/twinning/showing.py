"""Twinnings as they are read: what stands by everyone, the rest by the two sides."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from services.matching.application.context import Matching
from services.matching.application.twinning.commands import TwinningsQuery
from services.matching.application.twinning.who import can_answer, check_can_see, sides_of
from services.matching.domain.twinning.twinning import Side, Twinning, TwinningState
from shared.events.days import OnDay
from shared.identity.actor import Actor
from shared.identity.member import day_in_china
from shared.identity.permissions import Permission
from shared.kernel.words import Words
from shared.storage.paging import Page


@dataclass(frozen=True, slots=True, kw_only=True)
class TwinVisitView:
    """One meeting of the two."""

    id: str
    on: OnDay
    what: str


@dataclass(frozen=True, slots=True, kw_only=True)
class TwinningView:
    """An agreement as the reader may see it.

    Attributes:
        visits: Newest day first.
        visits_due: How many there should have been by today.
        reason: Why it was refused or ended; None for those who are of neither side.
        can: What the reader may do now: ``answer, end, visit``.
    """

    id: str
    party_id: str
    party_name: str
    community_code: str
    community_name: str
    purpose: str
    visits_a_year: int
    from_on: OnDay
    until_on: OnDay
    proposed_by: Side
    proposed_by_name: Words
    state: TwinningState
    state_name: Words
    visits: tuple[TwinVisitView, ...]
    visits_due: int
    reason: str | None
    can: tuple[str, ...]
    created_at: datetime


def twinning_shown(m: Matching, actor: Actor | None, twinning_id: str) -> TwinningView:
    """Return an agreement as the reader may see it.

    Raises:
        NotFound: If it does not stand and the reader is of neither side.
    """
    twinning = m.twinnings.get(twinning_id)
    check_can_see(actor, twinning)
    return twinning_view(m, actor, twinning)


def twinning_view(m: Matching, actor: Actor | None, twinning: Twinning) -> TwinningView:
    """Return one agreement for a reader who may see it."""
    return _views(m, actor, (twinning,))[0]


def twinnings_listed(
    m: Matching, actor: Actor | None, asked: TwinningsQuery, *, limit: int = 50, after: str | None = None
) -> Page[TwinningView]:
    """Return a page of agreements, newest first: all of them for the side that is asked about, else those that stand."""
    page = m.twinnings.page(_wanted(actor, asked), limit=limit, after=after)
    return Page(items=_views(m, actor, page.items), next=page.next)


def _wanted(actor: Actor | None, asked: TwinningsQuery) -> dict[str, object]:
    standing = {"state": TwinningState.AGREED.value}
    if asked.party_id is not None:
        inside = Side.PARTY in sides_of(actor, asked.party_id, "")
        return {"party_id": asked.party_id, **({} if inside else standing)}
    code = asked.community_code or (actor.community_code if actor else "")
    staff = actor is not None and actor.may(Permission.REVIEW_PARTY, code)
    return {"community_code": code, **({} if staff else standing)}


def _views(m: Matching, actor: Actor | None, twinnings: Sequence[Twinning]) -> tuple[TwinningView, ...]:
    names = {each.id: each.name for each in m.parties.get_many(each.party_id for each in twinnings)}
    today = day_in_china(m.clock.now())
    return tuple(_view(m, actor, each, names, today) for each in twinnings)


def _view(
    m: Matching, actor: Actor | None, twinning: Twinning, names: Mapping[str, str], today: date
) -> TwinningView:
    inside = bool(sides_of(actor, twinning.party_id, twinning.community_code))
    newest = sorted(twinning.visits, key=lambda visit: visit.on, reverse=True)
    return TwinningView(
        id=twinning.id,
        party_id=twinning.party_id,
        party_name=names.get(twinning.party_id, "–"),
        community_code=twinning.community_code,
        community_name=m.communities.area_name(twinning.community_code),
        purpose=twinning.purpose,
        visits_a_year=twinning.visits_a_year,
        from_on=twinning.from_on,
        until_on=twinning.until_on,
        proposed_by=twinning.proposed_by,
        proposed_by_name=twinning.proposed_by.words,
        state=twinning.state,
        state_name=twinning.state.words,
        visits=tuple(TwinVisitView(id=each.id, on=each.on, what=each.what) for each in newest),
        visits_due=twinning.visits_due(today),
        reason=twinning.reason if inside else None,
        can=_can(actor, twinning),
        created_at=twinning.created_at,
    )


def _can(actor: Actor | None, twinning: Twinning) -> tuple[str, ...]:
    inside = bool(sides_of(actor, twinning.party_id, twinning.community_code))
    allowed = {
        "answer": can_answer(actor, twinning) and twinning.state is TwinningState.PROPOSED,
        "end": inside and twinning.is_live,
        "visit": inside and twinning.state is TwinningState.AGREED,
    }
    return tuple(name for name, may in allowed.items() if may)
