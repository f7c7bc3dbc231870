"""Residents recorded by staff, and finding their file while they are on the line."""

from services.matching.application.register.adding import add_member
from services.matching.application.register.commands import RecordResident
from services.matching.application.register.preferences import point_near
from services.matching.domain.register.errors import KeyReused, ResidentRecorded
from shared.events.identity import MemberRegistered
from shared.identity.actor import Actor
from shared.identity.member import Member
from shared.identity.opening import Identity
from shared.identity.permissions import Permission
from shared.identity.phones import normal_phone
from shared.identity.readings import ReadData
from shared.kernel.errors import NotFound


def record_resident(identity: Identity, actor: Actor, asked: RecordResident, *, id_: str) -> Member:
    """Return the resident recorded, without account and perhaps without phone; asked again with the same id, the same.

    Raises:
        Forbidden: If the actor may not record residents in that community.
        ResidentRecorded: If the same name with the same phone is in the register.
        UnknownCommunity: If there is no such community.
    """
    resident = resident_asked(identity, actor, asked, id_=id_)
    _check_new(identity, resident)
    kept = add_member(identity, resident, resident_recorded(resident))
    if (kept.name, kept.phone, kept.address) != (resident.name, resident.phone, resident.address):
        raise KeyReused
    return kept


def resident_asked(identity: Identity, actor: Actor, asked: RecordResident, *, id_: str) -> Member:
    """Return the resident as asked, whoever else may be in the register; nothing is read or written.

    Raises:
        Forbidden: If the actor may not record residents in that community.
        UnknownCommunity: If there is no such community.
    """
    community = identity.communities.known(asked.community_code)
    actor.check_may(Permission.RECORD_RESIDENT, community.code)
    now = identity.clock.now()
    return Member(
        id=id_,
        community_code=community.code,
        point=point_near(community, asked.point),
        name=asked.name,
        phone=normal_phone(asked.phone) if asked.phone else None,
        address=asked.address,
        recorded_by=actor.member_id,
        created_at=now,
        changed_at=now,
    )


def resident_recorded(resident: Member) -> MemberRegistered:
    """Return that staff recorded somebody."""
    return MemberRegistered(
        member_id=resident.id, community_code=resident.community_code, recorded_by=resident.recorded_by
    )


def _check_new(identity: Identity, resident: Member) -> None:
    if resident.phone is None:
        return
    for known in identity.members.where({"phone": resident.phone}, limit=20):
        if known.name == resident.name and known.id != resident.id:
            raise ResidentRecorded(id=known.id)


def residents_with_phone(identity: Identity, actor: Actor, phone: str) -> list[Member]:
    """Return the files of those reached by a phone, in the actor's area, and log the readings.

    Raises:
        BadInput: If it is no telephone number.
    """
    found = [
        each
        for each in identity.members.where({"phone": normal_phone(phone)}, limit=20)
        if actor.may(Permission.RECORD_RESIDENT, each.community_code)
    ]
    identity.readings.log(actor.member_id, [each.id for each in found], ReadData.FILE, why="phone-call")
    return found


def resident_file(identity: Identity, actor: Actor, resident_id: str, *, why: str = "desk") -> Member:
    """Return the file of a resident in the actor's area, and log the reading.

    Raises:
        NotFound: If there is none, or the actor may not know of it.
    """
    found = identity.members.find(resident_id)
    if found is None or not actor.may(Permission.RECORD_RESIDENT, found.community_code):
        raise NotFound(kind="Resident", id=resident_id)
    identity.readings.log(actor.member_id, (found.id,), ReadData.FILE, why=why)
    return found
