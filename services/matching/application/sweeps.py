"""What time causes: each sweep finds what is due and issues ordinary commands; several at once do no harm."""

from collections.abc import Callable, Iterable
from datetime import datetime, timedelta
from functools import partial
from typing import TypeVar

from services.matching.application.context import Matching
from services.matching.application.duties.appointing import end_term
from services.matching.application.facts import confirmation_due, need_closed
from services.matching.application.proposing import close_proposals
from services.matching.domain.diary import Entry, EntryState
from shared.kernel.clock import unix_millis
from shared.storage.aggregates import retrying

ORPHANED_AFTER = timedelta(seconds=60)
MOST_AT_ONCE = 500
"""What is left over is found by the next look."""


def expire_due_needs(m: Matching, now: datetime) -> int:
    """End the needs whose time is over: with nobody there they expire, else nobody else may join. Return how many."""
    due = m.needs.where({"due_millis": _until(now)}, limit=MOST_AT_ONCE)
    return _each(due, lambda need: end_need(m, need.id, now))


def end_need(m: Matching, need_id: str, now: datetime) -> None:
    """Leave a need as the end of its window leaves it; done before, it changes nothing."""
    need = m.needs.get(need_id)
    over = need.over(now)
    if over is not need:
        m.needs.save(over, *([need_closed(over, "time-over")] if over.is_closed else []))
    close_proposals(m, need_id)


def remind_unconfirmed(m: Matching, now: datetime) -> int:
    """Remind of minutes that wait to be confirmed, at 24 and 72 hours, then put them before staff. Return how many."""
    due = m.assignments.where({"due_millis": _until(now)}, limit=MOST_AT_ONCE)
    return _each(due, lambda assignment: remind(m, assignment.id, now))


def remind(m: Matching, assignment_id: str, now: datetime) -> None:
    """Tell the last reminder of a confirmation that is due by now, if any was not told."""
    assignment = m.assignments.get(assignment_id)
    reminded, reminder = assignment.reminded_by(now)
    if reminder is not None:
        m.assignments.save(reminded, confirmation_due(reminded, reminder))


def release_orphaned_reservations(m: Matching, now: datetime) -> int:
    """Settle reservations older than a minute: held where the place was taken, else released. Return how many diaries."""
    due = m.diaries.where({"reserved_millis": _until(now - ORPHANED_AFTER)}, limit=MOST_AT_ONCE)
    return _each(due, lambda diary: settle_reservations(m, diary.id, now))


def settle_reservations(m: Matching, member_id: str, now: datetime) -> None:
    """Hold or release the old reservations of one member."""
    diary = settled = m.diaries.get(member_id)
    for entry in diary.entries:
        if entry.state is EntryState.HELD or entry.reserved_at > now - ORPHANED_AFTER:
            continue
        if _is_bound(m, member_id, entry):
            settled = settled.held(entry.assignment_id, now)
        else:
            settled = settled.released(entry.assignment_id, now)
    if settled is not diary:
        m.diaries.save(settled)


def _is_bound(m: Matching, member_id: str, entry: Entry) -> bool:
    """Tell whether the place that an entry was reserved for, of a need or of a shift, was taken."""
    need = m.needs.find(entry.need_id)
    if need is not None:
        place = need.place_of(member_id)
        return place is not None and place.assignment_id == entry.assignment_id
    shift = m.shifts.find(entry.need_id)
    seat = shift.seat_of(member_id) if shift is not None else None
    return seat is not None and seat.seat_id == entry.assignment_id


def end_expired_duties(m: Matching, now: datetime) -> int:
    """Leave the duties whose term is over to be filled anew. Return how many."""
    due = m.duties.where({"ends_millis": _until(now)}, limit=MOST_AT_ONCE)
    return _each(due, lambda duty: end_term(m, duty.id, now))


def refresh_candidates(m: Matching, _: datetime) -> int:
    """Read what changed of those who offer service, so that a need posted next is not kept waiting. Return 0."""
    m.candidates.refresh()
    return 0


def _until(instant: datetime) -> dict[str, int]:
    """Return the range of an index up to an instant; without its lower end the store reads all that have no entry."""
    return {"$gte": 0, "$lte": unix_millis(instant)}


Found = TypeVar("Found")


def _each(found: Iterable[Found], work: Callable[[Found], None]) -> int:
    count = 0
    for thing in found:
        retrying(partial(work, thing))
        count += 1
    return count
