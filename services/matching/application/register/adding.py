"""Adding a member: the id decides whether it is done already, the phone whether it may be done at all."""

from dataclasses import replace

from services.matching.domain.register.errors import PhoneInUse
from services.matching.domain.register.volunteer_number import volunteer_number
from shared.identity.member import Member, day_in_china
from shared.identity.opening import Identity
from shared.kernel.errors import AlreadyThere, FieldFault, Unavailable

_DRAWS = 8
"""A district gives out ten million numbers a year; eight that are all taken do not happen by chance."""


def add_member(identity: Identity, member: Member, *facts: object) -> Member:
    """Return the member as kept: the one given, or the one that has its id already.

    The volunteer number is drawn again as long as it is taken; only a refused write costs further reads.

    Raises:
        PhoneInUse: If another account signs in with the phone.
    """
    for attempt in range(_DRAWS):
        try:
            return identity.members.add(_drawn(member, attempt), *facts)
        except AlreadyThere:
            kept = identity.members.find(member.id)
            if kept is not None:
                return kept
            _check_phone_free(identity, member)
    raise Unavailable(part="volunteer numbers")


def _drawn(member: Member, attempt: int) -> Member:
    if attempt == 0 or member.volunteer_number is None:
        return member
    number = volunteer_number(
        member.id,
        community_code=member.community_code,
        year=day_in_china(member.created_at).year,
        attempt=attempt,
    )
    return replace(member, volunteer_number=number)


def _check_phone_free(identity: Identity, member: Member) -> None:
    if member.password_hash and identity.members.where({"sign_in_phone": member.phone}, limit=1):
        fault = FieldFault(field="phone", code=PhoneInUse.code, zh=PhoneInUse.zh, en=PhoneInUse.en)
        raise PhoneInUse(faults=(fault,))
