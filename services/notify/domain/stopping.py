"""What makes a notice pointless for everybody who has not been reached yet: somebody took the need, or it is done."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Final

from services.notify.domain.notices import NoticeKind
from services.notify.domain.telling import Telling
from shared.events.matching import (
    AssignmentChanged,
    NeedAccepted,
    NeedClosed,
    ProposalDeclined,
    ProposalsClosed,
    ServiceRated,
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Stop:
    """From when on nothing more is sent of what carries a key.

    Attributes:
        id: The key.
        version: How often it was written.
        at: Instant of the event that stops; what was said later is not stopped by it.
    """

    id: str
    version: int = 0
    at: datetime

    def moved(self, at: datetime) -> "Stop":
        """Return this stop at the later of two instants."""
        return self if at <= self.at else replace(self, at=at)


def asked(need_id: str, member_id: str | None = None) -> str:
    """Return the key of asking for a need: of everybody, or of one member."""
    return f"asked:{need_id}" if member_id is None else f"asked:{need_id}:{member_id}"


def serving(assignment_id: str) -> str:
    """Return the key of what is told until a service begins."""
    return f"serving:{assignment_id}"


def confirming(assignment_id: str) -> str:
    """Return the key of asking for a confirmation."""
    return f"confirming:{assignment_id}"


def rating(assignment_id: str) -> str:
    """Return the key of asking for a rating."""
    return f"rating:{assignment_id}"


_ASKING: Final = frozenset({NoticeKind.HELP_ASKED, NoticeKind.INVITED})
_SERVING: Final = frozenset(
    {
        NoticeKind.DAY_BEFORE,
        NoticeKind.HELP_COMES_TOMORROW,
        NoticeKind.HOURS_BEFORE,
        NoticeKind.NOT_CHECKED_IN,
        NoticeKind.HELPER_NOT_THERE,
    }
)
_CONFIRMING: Final = frozenset({NoticeKind.PLEASE_CONFIRM, NoticeKind.CONFIRM_REMINDER})


def stop_keys(telling: Telling) -> tuple[str, ...]:
    """Return the keys under which what is told can be stopped."""
    need_id = telling.facts.need_id
    if telling.kind in _ASKING and need_id is not None:
        return (asked(need_id), asked(need_id, telling.member_id))
    if telling.kind in _CONFIRMING:
        return (confirming(telling.subject.id),)
    if telling.kind in _SERVING:
        return (serving(telling.subject.id),)
    if telling.kind is NoticeKind.PLEASE_RATE:
        return (rating(telling.subject.id),)
    return (asked(telling.subject.id),) if telling.kind is NoticeKind.NOBODY_YET else ()


def stopped_by(fact: object) -> tuple[str, ...]:
    """Return the keys that an event stops."""
    match fact:
        case NeedAccepted(places_left=0) | NeedClosed():
            return (asked(fact.need_id),)
        case NeedAccepted() | ProposalDeclined():
            return (asked(fact.need_id, fact.member_id),)
        case ProposalsClosed():
            return tuple(asked(fact.need_id, each) for each in fact.member_ids)
        case AssignmentChanged():
            return _of_assignment(fact)
        case ServiceRated():
            return (rating(fact.assignment_id),)
        case _:
            return ()


def _of_assignment(fact: AssignmentChanged) -> tuple[str, ...]:
    if fact.state == "ACCEPTED":
        return ()
    over = fact.state in ("CONFIRMED", "CANCELLED", "NO_SHOW")
    return (serving(fact.assignment_id), *((confirming(fact.assignment_id),) if over else ()))


STOPPERS: Final = (
    NeedAccepted,
    NeedClosed,
    ProposalDeclined,
    ProposalsClosed,
    AssignmentChanged,
    ServiceRated,
)
"""Events that stop something."""


def is_stopped(keys: tuple[str, ...], said_at: datetime, stops: Mapping[str, Stop]) -> bool:
    """Tell whether what was said at an instant has been stopped since under one of its keys."""
    return any(key in stops and stops[key].at >= said_at for key in keys)
