"""Stars and medals as they are read: one's own whole, published ones by anyone, given ones where the person wants it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from services.matching.application.context import Matching
from services.matching.application.recognition.commands import AwardsQuery, BoardQuery
from services.matching.application.recognition.reaching import (
    Reached,
    awards_of,
    next_level,
    reached,
    stars_in,
)
from services.matching.domain.recognition.award import Award, AwardKind, AwardState
from shared.events.days import OnDay
from shared.identity.actor import Actor
from shared.identity.member import day_in_china
from shared.identity.permissions import Permission
from shared.kernel.words import Words
from shared.packs.earning import HOUR
from shared.storage.paging import Page


@dataclass(frozen=True, slots=True, kw_only=True)
class ObjectionView:
    """An objection, for staff; who made it stays with them."""

    id: str
    words: str
    at: datetime
    answer: str


@dataclass(frozen=True, slots=True, kw_only=True)
class AwardView:
    """An award as the reader may see it.

    Attributes:
        name: Of the person; in public as long as it is published, or as they want to stand on the board.
        objections: None but for staff.
        reason: Empty but for staff and the person.
        can: What the reader may do now: ``publish, give, refuse, withdraw, object, board``.
    """

    id: str
    member_id: str | None
    name: str
    community_code: str
    kind: AwardKind
    level: int
    words: Words
    minutes: int
    rating_tenths: int | None
    state: AwardState
    state_name: Words
    on_board: bool
    published_at: datetime | None
    term_ends_at: datetime | None
    objections: tuple[ObjectionView, ...]
    reason: str
    can: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class RecognitionView:
    """What somebody has reached, and what comes next.

    Attributes:
        next_star_minutes: What the next star asks for; None after the fifth.
        can_ask: Kinds whose next level hours and quality reach.
        banned_until_on: None if nothing keeps them out.
    """

    minutes: int
    rating_tenths: int | None
    least_rating_tenths: int
    star_hours: tuple[int, ...]
    next_star_minutes: int | None
    can_ask: tuple[AwardKind, ...]
    banned_until_on: OnDay | None
    awards: tuple[AwardView, ...]


def recognition_of(m: Matching, actor: Actor) -> RecognitionView:
    """Return what the actor has reached."""
    has, stars = reached(m, actor.member_id, actor.community_code), stars_in(m, actor.community_code)
    ahead = [each * HOUR for each in stars.hours if each * HOUR > has.minutes]
    banned = _banned_until(m, actor.member_id)
    return RecognitionView(
        minutes=has.minutes,
        rating_tenths=has.rating_tenths,
        least_rating_tenths=stars.least_rating_tenths,
        star_hours=tuple(stars.hours),
        next_star_minutes=ahead[0] if ahead else None,
        can_ask=() if banned else _reached_kinds(m, actor.member_id, has),
        banned_until_on=banned,
        awards=award_views(m, actor, awards_of(m, actor.member_id)),
    )


def _banned_until(m: Matching, member_id: str) -> date | None:
    ban = m.award_bans.find(member_id)
    return ban.until_on if ban and day_in_china(m.clock.now()) < ban.until_on else None


def _reached_kinds(m: Matching, member_id: str, has: Reached) -> tuple[AwardKind, ...]:
    return tuple(each for each in AwardKind if next_level(m, member_id, each) <= has.levels[each])


def awards_for_desk(
    m: Matching, actor: Actor, asked: AwardsQuery, *, limit: int = 50, after: str | None = None
) -> Page[AwardView]:
    """Return a page of a community's awards in a state, for its staff.

    Raises:
        Forbidden: If the actor is no staff there.
    """
    code = asked.community_code or actor.community_code
    actor.check_may(Permission.CONFIRM_AS_STAFF, code)
    page = m.awards.page({"community_code": code, "state": asked.state.value}, limit=limit, after=after)
    return Page(items=award_views(m, actor, page.items), next=page.next)


def awards_published(
    m: Matching, actor: Actor | None, asked: BoardQuery, *, limit: int = 50, after: str | None = None
) -> Page[AwardView]:
    """Return a page of what is published for objections in a community; anyone reads it."""
    wanted = {"community_code": asked.community_code, "state": AwardState.PUBLISHED.value}
    page = m.awards.page(wanted, limit=limit, after=after)
    return Page(items=award_views(m, actor, page.items), next=page.next)


def honour_board(
    m: Matching, actor: Actor | None, asked: BoardQuery, *, limit: int = 50, after: str | None = None
) -> Page[AwardView]:
    """Return a page of a community's honour board: given awards of those who want to stand there."""
    page = m.awards.page({"board": asked.community_code}, limit=limit, after=after)
    return Page(items=award_views(m, actor, page.items), next=page.next)


def award_views(m: Matching, actor: Actor | None, awards: Sequence[Award]) -> tuple[AwardView, ...]:
    """Return awards for a reader who may see them, names read in one call."""
    names = m.people.names(sorted({each.member_id for each in awards})) if awards else {}
    return tuple(_view(m, actor, each, names) for each in awards)


def _view(m: Matching, actor: Actor | None, award: Award, names: Mapping[str, str]) -> AwardView:
    own = actor is not None and actor.member_id == award.member_id
    staff = actor is not None and not own and actor.may(Permission.CONFIRM_AS_STAFF, award.community_code)
    can = _can(award, own=own, staff=staff, signed_in=actor is not None, now=m.clock.now())
    return AwardView(
        id=award.id,
        member_id=award.member_id if own or staff else None,
        name=names.get(award.member_id, "–"),
        community_code=award.community_code,
        kind=award.kind,
        level=award.level,
        words=award.kind.words(award.level),
        minutes=award.minutes,
        rating_tenths=award.rating_tenths if own or staff else None,
        state=award.state,
        state_name=award.state.words,
        on_board=award.on_board,
        published_at=award.published_at,
        term_ends_at=award.term_ends_at,
        objections=_objections(award) if staff else (),
        reason=award.reason if own or staff else "",
        can=can,
    )


def _objections(award: Award) -> tuple[ObjectionView, ...]:
    return tuple(
        ObjectionView(id=each.id, words=each.words, at=each.at, answer=each.answer)
        for each in award.objections
    )


def _can(award: Award, *, own: bool, staff: bool, signed_in: bool, now: datetime) -> tuple[str, ...]:
    state, ends_at = award.state, award.term_ends_at
    published = state is AwardState.PUBLISHED
    answered = all(each.answer for each in award.objections)
    allowed = {
        "publish": staff and state is AwardState.APPLIED,
        "give": staff and published and answered and ends_at is not None and now >= ends_at,
        "refuse": staff and state in (AwardState.APPLIED, AwardState.PUBLISHED),
        "withdraw": staff and state is AwardState.AWARDED,
        "object": signed_in and not own and published,
        "board": own and state is AwardState.AWARDED,
    }
    return tuple(name for name, may in allowed.items() if may)
