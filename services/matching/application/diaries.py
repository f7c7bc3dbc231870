"""A member's diary as the handlers use it: reserve, hold, release."""

from dataclasses import replace

from services.matching.application.context import Matching
from services.matching.domain.diary import Diary, Entry, EntryState
from services.matching.domain.need import Need, Place
from shared.kernel.errors import AlreadyThere, StaleWrite


def reserve(m: Matching, need: Need, place: Place, state: EntryState = EntryState.RESERVED) -> None:
    """Reserve a need's time in the diary of the helper of a place; done before, it changes nothing.

    Raises:
        DiaryOverlap: If the helper is bound at that time.
        StaleWrite: If the diary changed in between.
    """
    reserve_entry(m, place.member_id, _entry(m, need, place, state))


def _entry(m: Matching, need: Need, place: Place, state: EntryState) -> Entry:
    return Entry(
        assignment_id=place.assignment_id,
        need_id=need.id,
        starts_at=need.starts_at,
        ends_at=need.ends_at,
        state=state,
        reserved_at=m.clock.now(),
    )


def reserve_entry(m: Matching, member_id: str, entry: Entry) -> None:
    """Reserve an interval in a member's diary, for a need or a shift; done before, it changes nothing.

    Raises:
        DiaryOverlap: If the member is bound at that time.
        StaleWrite: If the diary changed in between.
    """
    now = m.clock.now()
    kept = m.diaries.find(member_id)
    diary = kept or Diary(id=member_id, changed_at=now)
    reserved = diary.reserved(entry, now)
    if reserved is diary:
        return
    if kept is not None:
        m.diaries.save(reserved)
        return
    try:
        m.diaries.add(reserved)
    except AlreadyThere as cause:
        raise StaleWrite(kind="Diary", id=diary.id) from cause


def hold_entry(m: Matching, member_id: str, entry: Entry) -> None:
    """Make a reservation firm; reserve it now if it was released meanwhile.

    Raises:
        DiaryOverlap: If the time has been given to something else.
    """
    diary = m.diaries.find(member_id)
    if diary is None or diary.entry_of(entry.assignment_id) is None:
        reserve_entry(m, member_id, replace(entry, state=EntryState.HELD))
        return
    held = diary.held(entry.assignment_id, m.clock.now())
    if held is not diary:
        m.diaries.save(held)


def hold(m: Matching, need: Need, place: Place) -> None:
    """Make a reservation firm, the place being taken; reserve it now if it was released meanwhile.

    Raises:
        DiaryOverlap: If it was released and the time has been given to another service.
    """
    hold_entry(m, place.member_id, _entry(m, need, place, EntryState.HELD))


def release(m: Matching, member_id: str, assignment_id: str) -> None:
    """Free the time of an assignment; done before, it changes nothing."""
    diary = m.diaries.find(member_id)
    if diary is None:
        return
    released = diary.released(assignment_id, m.clock.now())
    if released is not diary:
        m.diaries.save(released)
