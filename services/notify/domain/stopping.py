"""What makes a notice pointless for everybody who has not been reached yet: somebody took the need, or it is done."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Final

from services.notify.domain.notices import NoticeKind, SubjectType
from services.notify.domain.telling import Telling
from shared.events.identity import MemberChanged
from shared.events.matching import (
    AssignmentChanged,
    NeedAccepted,
    NeedAmended,
    NeedClosed,
    ProposalDeclined,
    ProposalsClosed,
    ServiceRated,
)
from shared.events.projects import ShiftAttended, ShiftCancelled, ShiftJoined, ShiftLeft
from shared.events.service import ShiftConfirmed

_A_MOMENT: Final = timedelta(milliseconds=1)


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
    """Return the key of asking for a need or a shift: of everybody, or of one member."""
    return f"asked:{need_id}" if member_id is None else f"asked:{need_id}:{member_id}"


def unanswered(need_id: str) -> str:
    """Return the key of telling staff that nobody has taken a need at its present hour."""
    return f"unanswered:{need_id}"


def serving(assignment_id: str) -> str:
    """Return the key of what is told until a service begins."""
    return f"serving:{assignment_id}"


def shift(shift_id: str, member_id: str | None = None) -> str:
    """Return the key of what is told until a shift begins: to everybody, or to one member."""
    return f"shift:{shift_id}" if member_id is None else f"shift:{shift_id}:{member_id}"


def broadcast(broadcast_id: str) -> str:
    """Return the key of what is still on its way of a broadcast."""
    return f"broadcast:{broadcast_id}"


def lapsing(member_id: str) -> str:
    """Return the key of what is told before something attested of a member lapses."""
    return f"lapsing:{member_id}"


def confirming(assignment_id: str) -> str:
    """Return the key of asking for a confirmation."""
    return f"confirming:{assignment_id}"


def recording(shift_id: str) -> str:
    """Return the key of pressing for the minutes of a shift."""
    return f"recording:{shift_id}"


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
LAPSES: Final = frozenset({NoticeKind.TRAINING_LAPSES, NoticeKind.INSURANCE_LAPSES})
_CONFIRMING: Final = frozenset(
    {NoticeKind.PLEASE_CONFIRM, NoticeKind.CONFIRM_REMINDER, NoticeKind.RECORD_NEAR}
)


def stop_keys(telling: Telling) -> tuple[str, ...]:
    """Return the keys under which what is told can be stopped."""
    need_id = telling.facts.need_id
    if telling.kind in _ASKING and need_id is not None:
        return (asked(need_id), asked(need_id, telling.member_id))
    if telling.kind is NoticeKind.SHIFT_INVITED:
        return (asked(telling.subject.id), asked(telling.subject.id, telling.member_id))
    if telling.kind in _CONFIRMING:
        return (confirming(telling.subject.id),)
    return _keys_of_reminder(telling)


def _keys_of_reminder(telling: Telling) -> tuple[str, ...]:
    id_ = telling.subject.id
    if telling.kind in _SERVING:
        of_shift = telling.subject.type is SubjectType.SHIFT
        return (shift(id_), shift(id_, telling.member_id)) if of_shift else (serving(id_),)
    if telling.kind is NoticeKind.PLEASE_RATE:
        return (rating(id_),)
    if telling.kind is NoticeKind.SHIFT_RECORD_NEAR:
        return (recording(id_),)
    if telling.kind in (NoticeKind.BROADCAST, NoticeKind.DANGER):
        return (broadcast(id_),)
    if telling.kind in LAPSES:
        return (lapsing(telling.member_id),)
    return (asked(id_), unanswered(id_)) if telling.kind is NoticeKind.NOBODY_YET else ()


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
            return _of_what_is_planned(fact)


def _of_what_is_planned(fact: object) -> tuple[str, ...]:
    """Return what an event plans anew, and what one of a shift ends."""
    match fact:
        case NeedAmended(starts_at=datetime()):
            return (unanswered(fact.need_id),)
        case MemberChanged(what="attestations"):
            return (lapsing(fact.member_id),)
        case _:
            return _of_shift(fact)


def _of_shift(fact: object) -> tuple[str, ...]:
    """Return what ends the invitations to a shift, and its reminders."""
    match fact:
        case ShiftJoined():
            return (asked(fact.shift_id, fact.member_id if fact.places_left else None),)
        case ShiftCancelled():
            return (shift(fact.shift_id), asked(fact.shift_id), recording(fact.shift_id))
        case ShiftConfirmed():
            return (recording(fact.shift_id),)
        case ShiftLeft():
            return (shift(fact.shift_id, fact.member_id),)
        case ShiftAttended():
            return tuple(shift(fact.shift_id, each) for each in fact.member_ids)
        case _:
            return ()


def stops_at(fact: object, at: datetime) -> datetime:
    """Return up to which instant an event stops what was said: what it plans anew is said at its own, and not stopped."""
    return at - _A_MOMENT if isinstance(fact, NeedAmended | MemberChanged) else at


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
    NeedAmended,
    MemberChanged,
    ShiftCancelled,
    ShiftJoined,
    ShiftLeft,
    ShiftAttended,
    ShiftConfirmed,
)
"""Events that stop something."""


def is_stopped(keys: tuple[str, ...], said_at: datetime, stops: Mapping[str, Stop]) -> bool:
    """Tell whether what was said at an instant has been stopped since under one of its keys."""
    return any(key in stops and stops[key].at >= said_at for key in keys)
