"""The ladder: which channel first, when the next, and from when on a notice is pointless."""

from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Final

from services.notify.domain.channels import LIFE, OWN_CHOICE, Channel, Urgency, topic_of, urgency_of
from services.notify.domain.notices import Facts, NoticeKind
from services.notify.domain.preferences import Preferences, Way

DANGER_LASTS: Final = timedelta(hours=12)
"""A warning is worth sending so long; after that it frightens."""
LASTS: Final = timedelta(days=2)
"""What has no hour of its own is worth sending so long."""

CLIMBS_AFTER: Final[Mapping[Urgency, timedelta]] = {
    Urgency.LIFE: timedelta(minutes=2),
    Urgency.SOON: timedelta(minutes=15),
}
"""How long a channel is given before the next; what is ordinary climbs only when a channel fails for good."""

TOLD_IN_PERSON: Final = frozenset(
    {
        NoticeKind.HELPER_FOUND,
        NoticeKind.HELPER_LEFT,
        NoticeKind.NEED_REFUSED,
        NoticeKind.NEED_EXPIRED,
        NoticeKind.HELP_COMES_TOMORROW,
        NoticeKind.DANGER,
    }
)
"""What somebody must hear in the end, with or without an account."""

TOLD_TO_DESK: Final = frozenset({NoticeKind.NOBODY_FOUND, NoticeKind.NOBODY_YET, NoticeKind.HELPER_NOT_THERE})
"""What the work group of a community hears, where it has one."""

ABOVE_TOPICS: Final = LIFE | {NoticeKind.DIGEST, NoticeKind.VERIFY_EMAIL}
"""Danger to life, and what a person asked for themselves, whatever they chose of topics."""

VISIT_LASTS: Final = timedelta(days=7)
"""What is told in person is of use for so long, where it has no hour of its own."""

BEFORE_START: Final = frozenset(
    {
        NoticeKind.HELP_ASKED,
        NoticeKind.INVITED,
        NoticeKind.NOBODY_FOUND,
        NoticeKind.NOBODY_YET,
        NoticeKind.DAY_BEFORE,
        NoticeKind.HELP_COMES_TOMORROW,
        NoticeKind.HOURS_BEFORE,
    }
)
"""What is pointless once the service should have begun."""


def pointless_at(kind: NoticeKind, facts: Facts, said_at: datetime) -> datetime:
    """Return from when on a notice is not worth sending."""
    if kind in BEFORE_START and facts.starts_at is not None:
        return facts.starts_at
    return said_at + (DANGER_LASTS if urgency_of(kind) is Urgency.LIFE else LASTS)


def visit_pointless_at(kind: NoticeKind, facts: Facts, said_at: datetime) -> datetime:
    """Return from when on nobody need go to tell it: the service should have begun, or the week is over."""
    if urgency_of(kind) is Urgency.LIFE:
        return pointless_at(kind, facts, said_at)
    return facts.starts_at or said_at + VISIT_LASTS


def rungs(kind: NoticeKind, preferences: Preferences, open_to: frozenset[Channel]) -> tuple[Channel, ...]:
    """Return the channels of a notice, the first tried first: those a person chose and can be reached by.

    Danger to life comes by all others they can be reached by as well.
    """
    if urgency_of(kind) is Urgency.LIFE:
        every = dict.fromkeys((*preferences.channels, *OWN_CHOICE))
        return tuple(channel for channel in every if channel in open_to)
    if preferences.way_of(topic_of(kind)) is not Way.AT_ONCE:
        return ()
    return tuple(channel for channel in preferences.channels if channel in open_to)


def daily_rungs(
    kind: NoticeKind, preferences: Preferences, open_to: frozenset[Channel]
) -> tuple[Channel, ...]:
    """Return the channels of the daily summary that a notice belongs to; none if it comes at once or not at all."""
    if kind in LIFE or preferences.way_of(topic_of(kind)) is not Way.DAILY:
        return ()
    return tuple(channel for channel in preferences.channels if channel in open_to)


def climbs_at(kind: NoticeKind, now: datetime, expires_at: datetime) -> datetime | None:
    """Return when the next channel is tried if the person has not looked: sooner as the hour comes near."""
    wait = CLIMBS_AFTER.get(urgency_of(kind))
    return None if wait is None else now + min(wait, (expires_at - now) / 4)
