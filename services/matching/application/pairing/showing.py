"""Pairings as they are read: by the two, who acts for the resident, and staff; by nobody else."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from services.matching.application.context import Matching
from services.matching.application.pairing.commands import PairingsQuery
from services.matching.application.pairing.who import (
    answering_side,
    can_tell_contact,
    check_can_see,
    is_staff_for,
    resident_and_side,
    side_of,
)
from services.matching.domain.assignment import AssignmentState
from services.matching.domain.pairing.pairing import Pairing, PairingState
from services.matching.domain.pairing.words import ContactFound, ContactWay, PairingEnd, PairRhythm, PairSide
from shared.events.days import OnDay
from shared.identity.actor import Actor
from shared.identity.member import day_in_china
from shared.identity.people import Contact, Person
from shared.identity.permissions import Permission
from shared.kernel.words import Words
from shared.storage.paging import Page

LOOKED_BACK = 20


@dataclass(frozen=True, slots=True, kw_only=True)
class PairContactView:
    """One contact of the two."""

    id: str
    on: OnDay
    way: ContactWay
    way_name: Words
    found: ContactFound
    found_name: Words


@dataclass(frozen=True, slots=True, kw_only=True)
class PairingView:
    """A pairing as the reader may see it.

    Attributes:
        helper_name: In full for staff; surname and 志愿者 for the receiving side.
        awaits: Which of the two are still to answer.
        resident_spoke: Whether staff took down the resident's yes as it was spoken.
        due_on: Day by which the next contact is due.
        overdue: Whether that day is past.
        contacts: Newest day first.
        can: What the reader may do now: ``answer, answer_for_resident, contact, end``.
    """

    id: str
    helper_id: str
    helper_name: str
    volunteer_number: str | None
    resident_id: str
    resident_name: str
    community_code: str
    community_name: str
    rhythm: PairRhythm
    rhythm_name: Words
    state: PairingState
    state_name: Words
    awaits: tuple[PairSide, ...]
    resident_spoke: bool
    agreed_on: OnDay | None
    due_on: OnDay | None
    overdue: bool
    contacts: tuple[PairContactView, ...]
    reason: PairingEnd | None
    reason_name: Words | None
    can: tuple[str, ...]
    created_at: datetime


def pairing_shown(m: Matching, actor: Actor, pairing_id: str) -> PairingView:
    """Return a pairing as the reader may see it.

    Raises:
        NotFound: If it does not concern the reader.
    """
    pairing = m.pairings.get(pairing_id)
    check_can_see(actor, pairing, m.people.get(pairing.resident_id))
    return pairing_view(m, actor, pairing)


def pairing_view(m: Matching, actor: Actor, pairing: Pairing) -> PairingView:
    """Return one pairing for a reader who may see it."""
    return _views(m, actor, (pairing,))[0]


def resident_to_reach(m: Matching, actor: Actor, pairing_id: str) -> Contact | None:
    """Return how the helper reaches the resident while the pairing holds, the reading logged; None for others."""
    pairing = m.pairings.get(pairing_id)
    if actor.member_id != pairing.helper_id or pairing.state is not PairingState.AGREED:
        return None
    return m.people.contact(actor, pairing.resident_id, why="pairing")


@dataclass(frozen=True, slots=True, kw_only=True)
class ResidentToPair:
    """For whom a pairing is asked.

    Attributes:
        speaks: Whether the reader speaks for them in their own right, and not as staff.
    """

    id: str
    name: str
    speaks: bool


def resident_of(m: Matching, actor: Actor, resident_id: str) -> ResidentToPair:
    """Return for whom a pairing is asked.

    Raises:
        NotFound: If the actor may not know of the resident.
    """
    resident, side = resident_and_side(m, actor, resident_id)
    return ResidentToPair(id=resident.id, name=resident.name, speaks=side is not None)


@dataclass(frozen=True, slots=True, kw_only=True)
class HelperBefore:
    """A helper who has served the resident; named in full to staff alone."""

    volunteer_number: str
    name: str


def helpers_before(m: Matching, actor: Actor, resident: ResidentToPair) -> tuple[HelperBefore, ...]:
    """Return who has served a resident lately, the last first."""
    served = {"sides": f"receiver:{resident.id}", "state": AssignmentState.CONFIRMED.value}
    lately = m.assignments.page(served, limit=LOOKED_BACK).items
    ids = dict.fromkeys(each.member_id for each in lately)
    people = m.people.get_many(ids)
    return tuple(
        HelperBefore(
            volunteer_number=person.volunteer_number,
            name=person.shown_name if resident.speaks else person.name,
        )
        for person in (people[id_] for id_ in ids if id_ in people)
        if person.volunteer_number and person.id != actor.member_id
    )


def pairings_listed(
    m: Matching, actor: Actor, asked: PairingsQuery, *, limit: int = 50, after: str | None = None
) -> Page[PairingView]:
    """Return a page of pairings, newest first.

    Raises:
        Forbidden: If the actor keeps no files of that community.
        NotFound: If the actor may not know of the resident.
    """
    page = m.pairings.page({"sides": _wanted(m, actor, asked)}, limit=limit, after=after)
    return Page(items=_views(m, actor, page.items), next=page.next)


def _wanted(m: Matching, actor: Actor, asked: PairingsQuery) -> str:
    if asked.community_code is not None:
        actor.check_may(Permission.RECORD_RESIDENT, asked.community_code)
        return f"community:{asked.community_code}"
    if asked.resident_id is None or asked.resident_id == actor.member_id:
        return f"member:{actor.member_id}"
    resident, _ = resident_and_side(m, actor, asked.resident_id)
    return f"resident:{resident.id}"


def _views(m: Matching, actor: Actor, pairings: Sequence[Pairing]) -> tuple[PairingView, ...]:
    ids = (id_ for each in pairings for id_ in (each.helper_id, each.resident_id))
    people = m.people.get_many(ids)
    today = day_in_china(m.clock.now())
    return tuple(_view(m, actor, each, people, today) for each in pairings)


def _view(
    m: Matching, actor: Actor, pairing: Pairing, people: Mapping[str, Person], today: date
) -> PairingView:
    helper, resident = people[pairing.helper_id], people[pairing.resident_id]
    full = is_staff_for(actor, pairing) or actor.member_id == helper.id
    due_on = pairing.due_on()
    return PairingView(
        id=pairing.id,
        helper_id=pairing.helper_id,
        helper_name=helper.name if full else helper.shown_name,
        volunteer_number=helper.volunteer_number,
        resident_id=pairing.resident_id,
        resident_name=_resident_name(actor, pairing, resident),
        community_code=pairing.community_code,
        community_name=m.communities.area_name(pairing.community_code),
        rhythm=pairing.rhythm,
        rhythm_name=pairing.rhythm.words,
        state=pairing.state,
        state_name=pairing.state.words,
        awaits=tuple(side for side in PairSide if pairing.awaits(side)),
        resident_spoke=any(each.spoken for each in pairing.agreements),
        agreed_on=pairing.agreed_on,
        due_on=due_on,
        overdue=due_on is not None and due_on < today,
        contacts=_contacts(pairing),
        reason=pairing.reason,
        reason_name=pairing.reason.words if pairing.reason else None,
        can=_can(actor, pairing, resident),
        created_at=pairing.created_at,
    )


def _contacts(pairing: Pairing) -> tuple[PairContactView, ...]:
    newest = sorted(pairing.contacts, key=lambda contact: contact.on, reverse=True)
    return tuple(
        PairContactView(
            id=each.id,
            on=each.on,
            way=each.way,
            way_name=each.way.words,
            found=each.found,
            found_name=each.found.words,
        )
        for each in newest
    )


def _resident_name(actor: Actor, pairing: Pairing, resident: Person) -> str:
    """Return the name; a helper who has not agreed yet, or does no longer, reads the surname alone."""
    if actor.member_id != pairing.helper_id or pairing.state is PairingState.AGREED:
        return resident.name
    return resident.shown_name.replace("志愿者", "居民")


def _can(actor: Actor, pairing: Pairing, resident: Person) -> tuple[str, ...]:
    answers = answering_side(actor, pairing, resident) is not None
    own = side_of(actor, pairing, resident) is not None
    allowed = {
        "answer": answers and own,
        "answer_for_resident": answers and not own,
        "contact": can_tell_contact(actor, pairing),
        "end": pairing.is_live,
    }
    return tuple(name for name, may in allowed.items() if may)
