"""Declaring a surge, ending it, and asking everybody for what is open."""

from dataclasses import dataclass
from datetime import datetime
from typing import Annotated

from services.matching.application.context import Matching
from services.matching.application.proposing import keep_first, propose
from services.matching.domain.need import NeedState
from services.matching.domain.surge import MOST_HOURS, Surge
from shared.events.fields import CommunityCode, Text, Whole
from shared.events.surging import SurgeDeclared, SurgeEnded
from shared.identity.actor import Actor
from shared.identity.permissions import Permission

MOST_NEEDS = 500
"""Of one community, open at a time."""

Hours = Annotated[int, Whole(least=1, most=MOST_HOURS, unit=(" 小时", "hours"))]


@dataclass(frozen=True, slots=True, kw_only=True)
class DeclareSurge:
    """Ask everybody at once for some hours, and why."""

    community_code: CommunityCode
    hours: Hours
    reason: Annotated[str, Text(least=2, most=200)]


@dataclass(frozen=True, slots=True, kw_only=True)
class EndSurge:
    """Go back to asking a few at a time."""

    community_code: CommunityCode


@dataclass(frozen=True, slots=True, kw_only=True)
class SurgeQuery:
    """Whose surge; nothing is one's own community's."""

    community: Annotated[str, Text(most=12, pattern=r"[0-9]*")] = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class SurgeView:
    """The newest surge of a community as its staff read it.

    Attributes:
        holds: Whether everybody is asked now.
    """

    community_code: str
    holds: bool
    reason: str | None = None
    by_name: str | None = None
    since_at: datetime | None = None
    until_at: datetime | None = None


def surge_shown(m: Matching, actor: Actor, community_code: str) -> SurgeView:
    """Return the newest surge of a community, or that there is none.

    Raises:
        Forbidden: If the actor does not work at its desk.
    """
    code = m.communities.known(community_code or actor.community_code).code
    actor.check_may(Permission.SEE_DESK, code)
    return surge_view(m, code)


def surge_view(m: Matching, community_code: str) -> SurgeView:
    """Return the newest surge of a community for whoever may see its desk."""
    surge = m.surges.find(community_code)
    if surge is None:
        return SurgeView(community_code=community_code, holds=False)
    return SurgeView(
        community_code=surge.id,
        holds=surge.holds_at(m.clock.now()),
        reason=surge.reason,
        by_name=m.people.names([surge.by]).get(surge.by),
        since_at=surge.since_at,
        until_at=surge.until_at,
    )


def declare_surge(m: Matching, actor: Actor, asked: DeclareSurge) -> Surge:
    """Return the surge that begins now; declared again, it lasts from then on.

    Raises:
        Forbidden: If the actor reviews no needs of the community.
    """
    code = m.communities.known(asked.community_code).code
    actor.check_may(Permission.REVIEW_NEED, code)
    now = m.clock.now()
    none_yet = Surge(id=code, reason="", by=actor.member_id, since_at=now, until_at=now)
    before = m.surges.find(code) or none_yet
    surge = before.declared(asked.reason, actor.member_id, now, asked.hours)
    fact = SurgeDeclared(community_code=code, until_at=surge.until_at, by=actor.member_id)
    return keep_first(m.surges, surge, fact)


def end_surge(m: Matching, actor: Actor, asked: EndSurge) -> None:
    """End a surge; where none holds, nothing happens. Who was asked stays asked.

    Raises:
        Forbidden: If the actor reviews no needs of the community.
    """
    actor.check_may(Permission.REVIEW_NEED, asked.community_code)
    surge = m.surges.find(asked.community_code)
    if surge is not None and surge.holds_at(m.clock.now()):
        fact = SurgeEnded(community_code=surge.id, by=actor.member_id)
        m.surges.save(surge.ended(actor.member_id, m.clock.now()), fact)


def when_surge_declared_propose(m: Matching, fact: SurgeDeclared) -> None:
    """Ask everybody suitable for each need that is open."""
    open_here: dict[str, object] = {"community_code": fact.community_code, "state": NeedState.OPEN.value}
    for need in m.needs.page(open_here, limit=MOST_NEEDS).items:
        propose(m, need.id)
