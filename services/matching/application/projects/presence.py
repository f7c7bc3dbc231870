"""Who came to a shift: signing in one or thirty at once, signing out, and saying who somebody is."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from services.matching.application.cards.reading import holders_of
from services.matching.application.context import Matching
from services.matching.application.projects.arrivals import Found, found_people, volunteer_of
from services.matching.application.projects.commands import Claim, TellIn, TellOut
from services.matching.application.projects.elsewhere import check_not_elsewhere
from services.matching.application.projects.facts import shift_attended
from services.matching.application.projects.who import check_runs, runs
from services.matching.domain.cards.errors import NotArrivedWithCard
from services.matching.domain.projects.errors import AlreadyClaimed, NotSignedUp
from services.matching.domain.projects.presence import AgreedAs, Attendee, ToldBy, is_late
from services.matching.domain.projects.rules import check_can_attend, check_code
from services.matching.domain.projects.shift import Shift
from shared.identity.actor import Actor
from shared.kernel.errors import Forbidden
from shared.kernel.ids import derived_id


@dataclass(frozen=True, slots=True, kw_only=True)
class Told:
    """How a presence was told.

    Attributes:
        at: When the people came.
        now: When we were told.
    """

    at: datetime
    now: datetime
    reason: str
    how: ToldBy
    by: str


def tell_in(m: Matching, actor: Actor, shift_id: str, command: TellIn) -> Shift:
    """Sign people in; who is on the list already stays as they were.

    Raises:
        Forbidden: If the actor runs the shift in no role and names others.
        WrongCode: If one signs in oneself with another code than is shown.
        BoundElsewhere: If somebody without a place is bound to another service then, and no reason is given.
        LinliError: If the instant is against a rule, or somebody is not known.
    """
    shift = m.shifts.get(shift_id)
    if not command.people:
        return _signed_in_by_code(m, actor, shift, command)
    role = check_runs(actor, shift)
    at = command.at or m.clock.now()
    check_can_attend(shift, at, m.clock.now(), command.reason)
    how = ToldBy.LEADER if role is AgreedAs.LEADER else ToldBy.STAFF
    told = Told(at=at, now=m.clock.now(), reason=command.reason, how=how, by=actor.member_id)
    return write_in(m, shift, found_people(m, command.people), told)


def write_in(m: Matching, shift: Shift, people: Iterable[Found], told: Told) -> Shift:
    """Return the shift with these people on its list; who is on it already stays as they were.

    Raises:
        BoundElsewhere: If somebody without a place is bound to another service then, and no reason is given.
    """
    told_of = [_attendee(shift, each, told) for each in people]
    come = {each.id: each for each in told_of if not _is_listed(shift, each)}
    check_not_elsewhere(m, shift, come.values(), told.reason)
    return _come(m, shift, come)


def _signed_in_by_code(m: Matching, actor: Actor, shift: Shift, command: TellIn) -> Shift:
    """Sign oneself in with the code on the screen: now, with a place of the shift."""
    if shift.attendee_of(actor.member_id) is not None:
        return shift
    if shift.seat_of(actor.member_id) is None:
        raise NotSignedUp
    if command.at is not None:
        raise Forbidden
    now = m.clock.now()
    check_code(shift, command.code, now)
    check_can_attend(shift, now, now, "")
    me = Found(member_id=actor.member_id, name=actor.name, phone="")
    come = _attendee(shift, me, Told(at=now, now=now, reason="", how=ToldBy.CODE, by=actor.member_id))
    return _come(m, shift, {come.id: come})


def _attendee(shift: Shift, found: Found, told: Told) -> Attendee:
    seat = shift.seat_of(found.member_id) if found.member_id else None
    return Attendee(
        id=_line_id(shift, found),
        member_id=found.member_id,
        name=found.name,
        phone=found.phone,
        role=seat.role if seat else "",
        in_at=told.at,
        late=is_late(told.at, told.now),
        reason=told.reason,
        how=told.how,
        told_by=told.by,
    )


def _line_id(shift: Shift, found: Found) -> str:
    who = (found.member_id,) if found.member_id else ("", found.name, found.phone)
    return derived_id("attendee", shift.id, *who)


def _is_listed(shift: Shift, attendee: Attendee) -> bool:
    listed = attendee.member_id is not None and shift.attendee_of(attendee.member_id) is not None
    return listed or any(each.id == attendee.id for each in shift.attendees)


def _come(m: Matching, shift: Shift, changed: dict[str, Attendee]) -> Shift:
    """Keep who came, and tell which members are among them."""
    told = shift_attended(shift, changed.values())
    return _kept(m, shift, changed, *(() if told is None else (told,)))


def _kept(m: Matching, shift: Shift, changed: dict[str, Attendee], *facts: object) -> Shift:
    return m.shifts.save(shift.with_attendees(changed), *facts) if changed else shift


def tell_out(m: Matching, actor: Actor, shift_id: str, command: TellOut) -> Shift:
    """Sign people out, or everyone who is still there; who is out already stays so. One may sign out oneself.

    Raises:
        Forbidden: If the actor runs the shift in no role and names others.
        OutBeforeIn: If somebody came later.
        NotArrivedWithCard: If the holder of a card is not on the list.
        LinliError: If a card is not good, the instant is against a rule, or somebody is not on the list.
    """
    shift, now = m.shifts.get(shift_id), m.clock.now()
    at = command.at or now
    leaving = [each for each in _leaving(m, actor, shift, command) if each.out_at is None]
    check_can_attend(shift, at, now, command.reason)
    return write_out(m, shift, leaving, at, command.reason)


def write_out(m: Matching, shift: Shift, leaving: Iterable[Attendee], at: datetime, reason: str) -> Shift:
    """Return the shift with these people gone."""
    late = is_late(at, m.clock.now())
    return _kept(m, shift, {each.id: each.out(at, late=late, reason=reason) for each in leaving})


def _leaving(m: Matching, actor: Actor, shift: Shift, command: TellOut) -> list[Attendee]:
    if runs(actor, shift) is not None:
        if not command.attendee_ids and not command.cards:
            return list(shift.attendees)
        named = [shift.attendee(id_) for id_ in command.attendee_ids]
        return list(dict.fromkeys((*named, *_with_cards(m, shift, command.cards))))
    mine = shift.attendee_of(actor.member_id)
    if mine is None or command.at is not None or command.cards or set(command.attendee_ids) - {mine.id}:
        raise Forbidden
    return [mine]


def _with_cards(m: Matching, shift: Shift, typed: Sequence[str]) -> Iterable[Attendee]:
    holders = holders_of(m, typed)
    for each in typed:
        if each in holders.refused:
            raise holders.refused[each]
        attendee = shift.attendee_of(holders.people[each].id)
        if attendee is None:
            raise NotArrivedWithCard
        yield attendee


def claim(m: Matching, actor: Actor, shift_id: str, command: Claim) -> Shift:
    """Say which member somebody is who was written down by name, by staff; saying it again changes nothing.

    Raises:
        Forbidden: If the actor runs the shift in no role, or leads it: leaders write names down, staff say who they are.
        AlreadyClaimed: If that member is on the list already.
        BoundElsewhere: If the member is bound to another service at that time, and no reason is given.
        LinliError: If there is no such volunteer.
    """
    shift = m.shifts.get(shift_id)
    if check_runs(actor, shift) is AgreedAs.LEADER:
        raise Forbidden
    attendee, person = shift.attendee(command.attendee_id), volunteer_of(m, command.number)
    if attendee.member_id == person.id:
        return shift
    if attendee.member_id is not None or shift.attendee_of(person.id) is not None:
        raise AlreadyClaimed
    reason = command.reason or attendee.reason
    known = replace(attendee, member_id=person.id, name=person.name, phone="", reason=reason)
    check_not_elsewhere(m, shift, (known,), command.reason)
    return _come(m, shift, {known.id: known})
