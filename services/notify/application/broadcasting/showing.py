"""Broadcasts as staff see them: who was meant, who did what, and what became of what was sent."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from services.notify.application.broadcasting.audience import counted
from services.notify.application.broadcasting.commands import CountAudience
from services.notify.application.broadcasting.saying import broadcast_of, can_agree, check_can_broadcast
from services.notify.application.context import Notify
from services.notify.domain.broadcasts import NEXT_STATES, Audience, Broadcast, BroadcastState, as_shown
from services.notify.domain.deliveries import DeliveryState
from shared.identity.actor import Actor
from shared.kernel.words import Words
from shared.storage.paging import Page


@dataclass(frozen=True, slots=True, kw_only=True)
class AudienceView:
    """How many would be told.

    Attributes:
        people: None if they are so few that they could be told by name.
        of: Everybody of the community who was looked at.
        without_account: Of these, whom no notice can reach.
    """

    people: int | None
    of: int
    without_account: int


@dataclass(frozen=True, slots=True, kw_only=True)
class BroadcastStepView:
    """Who did what, and when."""

    state: BroadcastState
    by: str
    by_name: str
    at: datetime
    reason: str


@dataclass(frozen=True, slots=True, kw_only=True)
class BroadcastView:
    """A broadcast as staff see it.

    Attributes:
        danger: Whether it warns of danger to life.
        expected: How many were meant when it was written; None if they are very few.
        told: How many were told; None if they are very few.
        sent: What became of what went out besides, by state of the delivery; empty in lists.
        can: What the reader may do now: ``answer, stop``.
    """

    id: str
    community_code: str
    audience: Audience
    danger: bool
    says: Words
    state: BroadcastState
    state_name: Words
    expected: int | None
    told: int | None
    steps: tuple[BroadcastStepView, ...]
    sent: dict[str, int]
    can: tuple[str, ...]
    created_at: datetime


def audience_counted(notify: Notify, actor: Actor, asked: CountAudience) -> AudienceView:
    """Return how many a broadcast would reach.

    Raises:
        Forbidden: If the actor may not broadcast there.
    """
    check_can_broadcast(actor, asked.community_code)
    found = counted(notify, asked.community_code, asked.audience, danger=asked.danger)
    return AudienceView(people=as_shown(found.people), of=found.of, without_account=found.without_account)


def broadcasts_listed(
    notify: Notify, actor: Actor, community_code: str, *, limit: int = 50, after: str | None = None
) -> Page[BroadcastView]:
    """Return a page of a community's broadcasts, newest first.

    Raises:
        Forbidden: If the actor may not broadcast there.
    """
    check_can_broadcast(actor, community_code)
    page = notify.broadcasts.page({"community_code": community_code}, limit=limit, after=after)
    names = _names(notify, page.items)
    return Page(items=tuple(_view(each, actor, names, {}) for each in page.items), next=page.next)


def broadcast_shown(notify: Notify, actor: Actor, broadcast_id: str) -> BroadcastView:
    """Return a broadcast with what became of it.

    Raises:
        NotFound: If it is none of the actor's communities'.
    """
    return broadcast_view(notify, actor, broadcast_of(notify, actor, broadcast_id))


def broadcast_view(notify: Notify, actor: Actor, found: Broadcast) -> BroadcastView:
    """Return one broadcast for a reader who may see it."""
    sent = {
        state.value: notify.deliveries.count({"broadcast_id": found.id, "state": state.value})
        for state in DeliveryState
    }
    return _view(found, actor, _names(notify, (found,)), sent)


def _names(notify: Notify, broadcasts: Sequence[Broadcast]) -> Mapping[str, str]:
    return notify.people.names(step.by for each in broadcasts for step in each.steps)


def _view(found: Broadcast, actor: Actor, names: Mapping[str, str], sent: dict[str, int]) -> BroadcastView:
    stops = BroadcastState.STOPPED in NEXT_STATES[found.state]
    return BroadcastView(
        id=found.id,
        community_code=found.community_code,
        audience=found.audience,
        danger=found.danger,
        says=found.says,
        state=found.state,
        state_name=found.state.words,
        expected=as_shown(found.expected),
        told=as_shown(found.told),
        steps=tuple(
            BroadcastStepView(
                state=each.state,
                by=each.by,
                by_name=names.get(each.by, "–"),
                at=each.at,
                reason=each.reason,
            )
            for each in found.steps
        ),
        sent=sent,
        can=(*(("answer",) if can_agree(actor, found) else ()), *(("stop",) if stops else ())),
        created_at=found.created_at,
    )
