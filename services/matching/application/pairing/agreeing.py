"""Asking for, answering and ending a pairing, and telling of contacts."""

from dataclasses import replace

from services.matching.application.context import Matching
from services.matching.application.pairing.commands import AnswerPairing, AskPairing, EndPairing, TellContact
from services.matching.application.pairing.who import (
    can_tell_contact,
    check_can_answer,
    check_can_see,
    resident_and_side,
    side_of,
)
from services.matching.domain.gates import is_adult
from services.matching.domain.pairing.errors import (
    NO_SUCH_HELPER,
    HelperNotReady,
    PairedAlready,
    PairedWithThemselves,
    SpokenConsentNeeded,
)
from services.matching.domain.pairing.pairing import Agreement, PairContact, Pairing, PairingState
from services.matching.domain.pairing.words import ContactFound, PairingEnd, PairSide
from services.matching.domain.register.errors import FileClosed, one_fault
from shared.events.pairing import PairContactTold, PairingChanged
from shared.identity.actor import Actor
from shared.identity.member import MemberStatus, day_in_china
from shared.identity.people import Person
from shared.identity.permissions import Permission, may
from shared.identity.roles import Role
from shared.kernel.errors import AlreadyThere, Forbidden
from shared.kernel.ids import derived_id

MOST_OF_ONE = 500
MOST_TOLD = 5
"""Staff who hear that a resident should be looked after; the others see it on their list."""


def ask_pairing(m: Matching, actor: Actor, asked: AskPairing, pairing_id: str) -> Pairing:
    """Return what was asked for; asked again under the same id, what stands.

    Whoever asks in their own right has said yes for their side; staff have, if the resident said so aloud.

    Raises:
        NotFound: If the actor may not know of the resident.
        BadInput: If nobody has the volunteer number.
        HelperNotReady: If the helper is a minor, undeclared, or cannot use the account.
        PairedWithThemselves: If the helper is the resident or their delegate.
        PairedAlready: If there is one between the two.
        FileClosed: If the resident's file or account is closed.
    """
    resident, side = resident_and_side(m, actor, asked.resident_id)
    if resident.status is MemberStatus.CLOSED:
        raise FileClosed
    made = _pairing_of(m, actor, asked, resident, pairing_id)
    if side is PairSide.RESIDENT or asked.spoken_consent:
        made = made.agreed(_yes(m, PairSide.RESIDENT, actor, spoken=side is None))
    return _added(m, made, actor)


def _pairing_of(m: Matching, actor: Actor, asked: AskPairing, resident: Person, id_: str) -> Pairing:
    helper, now = _helper(m, asked.volunteer_number), m.clock.now()
    _check_apart(m, helper, resident)
    return Pairing(
        id=id_,
        helper_id=helper.id,
        resident_id=resident.id,
        community_code=resident.community_code,
        rhythm=asked.rhythm,
        asked_by=actor.member_id,
        created_at=now,
        changed_at=now,
    )


def _helper(m: Matching, number: str) -> Person:
    found = m.people.with_numbers((number,))
    if not found:
        raise one_fault("volunteer_number", "no-such-helper", NO_SUCH_HELPER.zh, NO_SUCH_HELPER.en)
    return next(iter(found.values()))


def _check_apart(m: Matching, helper: Person, resident: Person) -> None:
    if helper.id == resident.id or any(each.member_id == helper.id for each in resident.delegates):
        raise PairedWithThemselves
    least = max(m.policy.identity_level, m.policy.home_gate_level)
    if (
        helper.status is not MemberStatus.ACTIVE
        or helper.identity_level < least
        or not is_adult(helper, m.clock.now())
    ):
        raise HelperNotReady


def _yes(m: Matching, side: PairSide, actor: Actor, *, spoken: bool) -> Agreement:
    return Agreement(side=side, by=actor.member_id, spoken=spoken, at=m.clock.now())


def _added(m: Matching, made: Pairing, actor: Actor) -> Pairing:
    try:
        return m.pairings.add(made, _changed(made, actor.member_id))
    except AlreadyThere as cause:
        known = m.pairings.find(made.id)
        if known is None:
            raise PairedAlready from cause
        return known


def answer_pairing(m: Matching, actor: Actor, pairing_id: str, asked: AnswerPairing) -> Pairing:
    """Return it with the actor's answer: with both yeses it holds, with one no it does not; said again, the same.

    Raises:
        NotFound: If the actor may not know of it.
        AnswerIsTheirs: If it is for somebody else to answer.
        SpokenConsentNeeded: If staff answer without the resident's word.
        HelperNotReady: If the helper may not be one any more.
        IllegalStep: If it is over.
    """
    pairing, resident = _pairing_and_resident(m, pairing_id)
    if _said_so(pairing, actor, agree=asked.agree):
        return pairing
    side = check_can_answer(actor, pairing, resident)
    spoken = side_of(actor, pairing, resident) is None
    if spoken and not asked.spoken_consent:
        raise SpokenConsentNeeded
    if not asked.agree:
        return _moved(m, actor.member_id, pairing.over(PairingState.REFUSED, asked.reason))
    _check_apart(m, m.people.get(pairing.helper_id), resident)
    return _moved(m, actor.member_id, pairing.agreed(_yes(m, side, actor, spoken=spoken)))


def _pairing_and_resident(m: Matching, pairing_id: str) -> tuple[Pairing, Person]:
    pairing = m.pairings.get(pairing_id)
    return pairing, m.people.get(pairing.resident_id)


def _said_so(pairing: Pairing, actor: Actor, *, agree: bool) -> bool:
    """Tell whether this very person gave this answer before, and it stands."""
    return agree and pairing.is_live and any(each.by == actor.member_id for each in pairing.agreements)


def end_pairing(m: Matching, actor: Actor, pairing_id: str, asked: EndPairing) -> Pairing:
    """Return it ended by either of the two or staff, or taken back; its contacts stay on record.

    Raises:
        NotFound: If the actor may not know of it.
        IllegalStep: If it was refused.
    """
    pairing, resident = _pairing_and_resident(m, pairing_id)
    check_can_see(actor, pairing, resident)
    after = pairing.over(PairingState.ENDED, asked.reason)
    return pairing if after is pairing else _moved(m, actor.member_id, after)


def end_all_pairings_of(m: Matching, member_id: str) -> None:
    """End every pairing of somebody whose account or file is closed."""
    for pairing in m.pairings.where({"sides": f"member:{member_id}"}, limit=MOST_OF_ONE):
        if pairing.is_live:
            _moved(m, member_id, pairing.over(PairingState.ENDED, PairingEnd.NOT_NEEDED))


def tell_contact(m: Matching, actor: Actor, pairing_id: str, asked: TellContact) -> Pairing:
    """Return it with a contact on record; the same day, way and finding again change nothing.

    Raises:
        NotFound: If the actor may not know of it.
        Forbidden: If the actor is neither the helper nor staff, or it does not hold.
        ContactOutside: If the day lies before it began, or ahead.
    """
    pairing, resident = _pairing_and_resident(m, pairing_id)
    check_can_see(actor, pairing, resident)
    if not can_tell_contact(actor, pairing):
        raise Forbidden
    id_ = derived_id("pair-contact", pairing.id, asked.on.isoformat(), asked.way.value, asked.found.value)
    contact = PairContact(id=id_, on=asked.on, way=asked.way, found=asked.found, told_by=actor.member_id)
    now = m.clock.now()
    after = pairing.with_contact(contact, day_in_china(now))
    if after is pairing:
        return pairing
    return m.pairings.save(replace(after, changed_at=now), _told(m, after, contact))


def _moved(m: Matching, by: str, moved: Pairing) -> Pairing:
    moved = replace(moved, changed_at=m.clock.now())
    told = () if moved.state is PairingState.ASKED else (_changed(moved, by),)
    return m.pairings.save(moved, *told)


def _changed(pairing: Pairing, by: str) -> PairingChanged:
    return PairingChanged(
        pairing_id=pairing.id,
        helper_id=pairing.helper_id,
        resident_id=pairing.resident_id,
        community_code=pairing.community_code,
        state=pairing.state,
        asked_by=pairing.asked_by,
        by=by,
        reason=pairing.reason,
    )


def _told(m: Matching, pairing: Pairing, contact: PairContact) -> PairContactTold:
    return PairContactTold(
        pairing_id=pairing.id,
        helper_id=pairing.helper_id,
        community_code=pairing.community_code,
        way=contact.way,
        found=contact.found,
        staff_ids=who_looks(m, pairing) if contact.found is not ContactFound.WELL else (),
        by=contact.told_by,
    )


def who_looks(m: Matching, pairing: Pairing) -> tuple[str, ...]:
    """Return who arranged it as staff, or else who works for the community, the first few."""
    arranged = m.people.get(pairing.asked_by)
    if may(arranged, Permission.RECORD_RESIDENT, pairing.community_code):
        return (arranged.id,)
    staff = m.people.on_duty(Role.COMMUNITY_STAFF, pairing.community_code)
    return tuple(sorted(each.id for each in staff)[:MOST_TOLD])
