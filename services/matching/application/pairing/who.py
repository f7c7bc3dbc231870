"""How someone stands to a pairing, and what that allows."""

from services.matching.application.context import Matching
from services.matching.domain.pairing.errors import AnswerIsTheirs
from services.matching.domain.pairing.pairing import Pairing, PairingState
from services.matching.domain.pairing.words import PairSide
from shared.identity.actor import Actor
from shared.identity.people import Person
from shared.identity.permissions import Permission
from shared.kernel.errors import NotFound


def resident_and_side(m: Matching, actor: Actor, resident_id: str) -> tuple[Person, PairSide | None]:
    """Return a resident, for a file joined to an account the account, and the side the actor speaks for; None as staff.

    Raises:
        NotFound: If the actor may not know of the resident.
    """
    resident = m.people.find(resident_id)
    if resident is not None and resident.joined_to is not None:
        resident = m.people.find(resident.joined_to)
    if resident is not None and speaks_for(actor, resident):
        return resident, PairSide.RESIDENT
    if resident is None or not actor.may(Permission.RECORD_RESIDENT, resident.community_code):
        raise NotFound(kind="Resident", id=resident_id)
    return resident, None


def is_staff_for(actor: Actor, pairing: Pairing) -> bool:
    """Tell whether someone keeps the files of the residents of that community."""
    return actor.may(Permission.RECORD_RESIDENT, pairing.community_code)


def speaks_for(actor: Actor, resident: Person) -> bool:
    """Tell whether someone is the resident, or acts for them."""
    return actor.member_id == resident.id or any(
        each.member_id == actor.member_id for each in resident.delegates
    )


def side_of(actor: Actor, pairing: Pairing, resident: Person) -> PairSide | None:
    """Return the side someone speaks for in their own right; None for staff and strangers."""
    if actor.member_id == pairing.helper_id:
        return PairSide.HELPER
    return PairSide.RESIDENT if speaks_for(actor, resident) else None


def check_can_see(actor: Actor, pairing: Pairing, resident: Person) -> None:
    """Pass if someone is of the two, acts for the resident, or keeps the community's files.

    Raises:
        NotFound: Otherwise.
    """
    if not is_staff_for(actor, pairing) and side_of(actor, pairing, resident) is None:
        raise NotFound(kind="Pairing", id=pairing.id)


def answering_side(actor: Actor, pairing: Pairing, resident: Person) -> PairSide | None:
    """Return for whom someone may answer now: themselves, or as staff the resident; None for nobody.

    Nobody answers for both: a helper who is staff, too, answers as the helper alone.
    """
    side = side_of(actor, pairing, resident)
    if side is None and is_staff_for(actor, pairing):
        side = PairSide.RESIDENT
    return side if side is not None and pairing.awaits(side) else None


def check_can_answer(actor: Actor, pairing: Pairing, resident: Person) -> PairSide:
    """Return the side that :func:`answering_side` gives.

    Raises:
        NotFound: If the actor may not know of it.
        AnswerIsTheirs: If it is for somebody else to answer.
    """
    check_can_see(actor, pairing, resident)
    side = answering_side(actor, pairing, resident)
    if side is None:
        raise AnswerIsTheirs
    return side


def can_tell_contact(actor: Actor, pairing: Pairing) -> bool:
    """Tell whether someone may record a contact: the helper, or staff to whom the helper told it."""
    mine = actor.member_id == pairing.helper_id or is_staff_for(actor, pairing)
    return mine and pairing.state is PairingState.AGREED
