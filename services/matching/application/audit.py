"""Recomputing what coordination keeps twice: assignments and places against diaries; and the records that were confirmed."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import timedelta
from itertools import pairwise

from services.matching.application.context import Matching
from services.matching.application.importing.hours import record_id_of
from services.matching.domain.assignment import Assignment, AssignmentState
from services.matching.domain.diary import KEPT_DAYS, Diary, EntryState
from services.matching.domain.projects.shift import Shift
from shared.kernel.ids import derived_id
from shared.kernel.words import Words

EVERYTHING = 10_000_000
_GONE = frozenset({AssignmentState.CANCELLED, AssignmentState.NO_SHOW})


@dataclass(frozen=True, slots=True, kw_only=True)
class ServedRecord:
    """Minutes that somebody agreed to.

    Attributes:
        id: Of the record; the ledger answers it once.
        member_id: Who served.
        minutes: Agreed to.
        recorded_as: ``VOLUNTEER``, ``PROFESSIONAL`` or ``DUTY``.
    """

    id: str
    member_id: str
    minutes: int
    recorded_as: str


def is_all_told(m: Matching) -> bool:
    """Tell whether no event waits for the relay any more."""
    return not any(store.collection.find_one({"unsent_at": {"$gte": 0}}) for store in m.stores)


def served_records(m: Matching) -> Iterator[ServedRecord]:
    """Yield every record of service: of confirmed assignments, of a shift's people, and from other systems."""
    for assignment in m.assignments.where({}, limit=EVERYTHING):
        if assignment.confirmation is not None:
            yield ServedRecord(
                id=derived_id("record", assignment.id),
                member_id=assignment.member_id,
                minutes=assignment.confirmation.minutes,
                recorded_as=assignment.recorded_as,
            )
    for service in m.earlier_services.where({}, limit=EVERYTHING):
        yield ServedRecord(
            id=record_id_of(service),
            member_id=service.member_id,
            minutes=service.minutes,
            recorded_as=service.recorded_as,
        )
    for shift in m.shifts.where({}, limit=EVERYTHING):
        for attendee in shift.attendees:
            if attendee.agreed is not None and attendee.member_id is not None:
                yield ServedRecord(
                    id=attendee.agreed.record_id,
                    member_id=attendee.member_id,
                    minutes=attendee.agreed.minutes,
                    recorded_as=attendee.agreed.recorded_as,
                )


def wrong_in_diaries(m: Matching) -> Iterator[Words]:
    """Yield what does not agree between diaries, assignments and places of shifts; what is under way may look wrong once."""
    diaries = {each.id: each for each in m.diaries.where({}, limit=EVERYTHING)}
    assignments = m.assignments.where({}, limit=EVERYTHING)
    shifts = m.shifts.where({}, limit=EVERYTHING)
    since = m.clock.now() - timedelta(days=KEPT_DAYS - 1)
    for assignment in assignments:
        if assignment.state not in _GONE and assignment.ends_at > since:
            yield from _unkept(assignment, diaries.get(assignment.member_id))
    bound = _bound(assignments, shifts)
    for diary in diaries.values():
        yield from _wrong_within(diary, bound)


def _unkept(assignment: Assignment, diary: Diary | None) -> Iterator[Words]:
    entry = diary.entry_of(assignment.id) if diary else None
    if entry is None:
        yield Words(
            f"服务安排 {assignment.id} 没有记在成员 {assignment.member_id} 的日程里",
            f"assignment {assignment.id} is missing in the diary of member {assignment.member_id}",
        )
    elif (entry.starts_at, entry.ends_at) != (assignment.starts_at, assignment.ends_at):
        yield Words(
            f"服务安排 {assignment.id} 的时间与日程不一致",
            f"assignment {assignment.id} is at another time in the diary",
        )


def _bound(assignments: list[Assignment], shifts: list[Shift]) -> set[tuple[str, str]]:
    """Return who is bound by what."""
    served = {(each.member_id, each.id) for each in assignments if each.state not in _GONE}
    return served | {(seat.member_id, seat.seat_id) for shift in shifts for seat in shift.seats}


def _wrong_within(diary: Diary, bound: set[tuple[str, str]]) -> Iterator[Words]:
    for entry in diary.entries:
        if entry.state is EntryState.HELD and (diary.id, entry.assignment_id) not in bound:
            yield Words(
                f"成员 {diary.id} 的日程被 {entry.assignment_id} 占用，但没有这项安排",
                f"the diary of member {diary.id} is bound by {entry.assignment_id}, which does not stand",
            )
    for first, following in pairwise(sorted(diary.entries, key=lambda each: each.starts_at)):
        if first.overlaps(following.starts_at, following.ends_at):
            yield Words(
                f"成员 {diary.id} 的日程里 {first.assignment_id} 与 {following.assignment_id} 重叠",
                f"in the diary of member {diary.id}, {first.assignment_id} and {following.assignment_id} overlap",
            )
