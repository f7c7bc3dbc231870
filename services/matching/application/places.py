"""Taking and leaving the places of a need: the one saga over a diary, a need and an assignment.

A diary is reserved first, then the place is taken by one conditional write, then the assignment is made. Whoever dies in
between leaves a reservation that a sweep releases, or a place whose event makes the assignment.
"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import TypeVar

from services.matching.application import diaries
from services.matching.application.context import Matching
from services.matching.application.facts import (
    assignment_changed,
    need_accepted,
    need_closed,
    need_opened,
    place_released,
)
from services.matching.application.keeping import added_once
from services.matching.domain.assignment import Assignment, assignment_of
from services.matching.domain.errors import MemberInactive, OwnNeed
from services.matching.domain.gates import check_can_serve, is_adult
from services.matching.domain.need import Need, NeedState, Place
from services.matching.domain.policies import check_can_join
from services.matching.domain.service_kinds import kind_of
from shared.identity.member import MemberStatus
from shared.identity.people import Person
from shared.kernel.errors import StaleWrite

TRIES = 25
"""Many may reach for the places of one need in the same moment; each lost race is one of them getting theirs."""


Reached = TypeVar("Reached")


@dataclass(frozen=True, slots=True, kw_only=True)
class Yes:
    """How a member came to say yes.

    Attributes:
        how: ``DIRECT``, ``PROPOSAL`` or ``SPOKEN``.
        by: Who told us.
        note: When and how a spoken yes was said.
    """

    how: str
    by: str
    note: str = ""


def take_place(m: Matching, need_id: str, member_id: str, yes: Yes) -> Assignment:
    """Give a member a place of a need and return the assignment; whoever has one gets the same again.

    Raises:
        NeedFull: If others were faster.
        DiaryOverlap: If the member is bound at that time.
        LinliError: If a rule of the need, the kind of service or the person says no.
    """
    return reaching(lambda: _take_place(m, need_id, member_id, yes))


def reaching(work: Callable[[], Reached]) -> Reached:
    """Return what the work returns; run it again, more often than a command, when a write of it was stale."""
    for _ in range(TRIES - 1):
        try:
            return work()
        except StaleWrite:
            continue
    return work()


def _take_place(m: Matching, need_id: str, member_id: str, yes: Yes) -> Assignment:
    need = m.needs.get(need_id)
    held = need.place_of(member_id)
    if held is not None:
        return bind(m, need, held, yes)
    place = _place_for(m, need, member_id)
    joined = need.with_place(place)
    diaries.reserve(m, need, place)
    try:
        taken = m.needs.save(joined, need_accepted(joined, place, yes.how))
    except StaleWrite:
        _release_unless_taken(m, need_id, place)
        raise
    return bind(m, taken, place, yes)


def _release_unless_taken(m: Matching, need_id: str, place: Place) -> None:
    """Free the time reserved for a place, unless another request of the same member took the very place meanwhile."""
    taken = m.needs.get(need_id).place_of(place.member_id)
    if taken is None or taken.assignment_id != place.assignment_id:
        diaries.release(m, place.member_id, place.assignment_id)


def _place_for(m: Matching, need: Need, member_id: str) -> Place:
    """Return the place a member would take, every rule being kept."""
    check_can_join(need, member_id, m.clock.now())
    person = m.people.get(member_id)
    check_is_active(person)
    resident = m.people.find(need.resident_id)
    if resident is not None and resident.joined_to == member_id:
        raise OwnNeed
    check_can_serve(need, kind_of(need.service_kind), person, m.policy)
    return Place(
        assignment_id=need.next_assignment_id(member_id),
        member_id=member_id,
        taken_at=m.clock.now(),
        adult=is_adult(person, need.starts_at),
    )


def check_is_active(person: Person) -> None:
    """Pass if somebody has an account that can be used.

    Raises:
        MemberInactive: If not.
    """
    if person.status is not MemberStatus.ACTIVE or not person.has_account:
        raise MemberInactive


def is_active_still(m: Matching, member_id: str) -> bool:
    """Tell whether somebody's account was not suspended or closed in the moment they said yes."""
    person = m.people.find(member_id)
    return person is not None and person.status is MemberStatus.ACTIVE


def bind(m: Matching, need: Need, place: Place, yes: Yes) -> Assignment:
    """Return the assignment of a taken place, made now unless it was."""
    known = m.assignments.find(place.assignment_id)
    if known is not None:
        return known
    made = assignment_of(need, place, yes.note)
    return added_once(m.assignments, made, assignment_changed(made, yes.by))


def leave_place(m: Matching, assignment: Assignment) -> None:
    """Free the place and the time of an assignment that came to nothing; done before, it changes nothing."""
    diaries.release(m, assignment.member_id, assignment.id)
    need = m.needs.get(assignment.need_id)
    left = need.without_place(assignment.id, m.clock.now())
    if left is need:
        return
    facts: list[object] = [place_released(left, assignment)]
    if left.state is NeedState.OPEN:
        facts.append(need_opened(left))
    elif left.is_closed:
        facts.append(need_closed(left))
    m.needs.save(left, *facts)
