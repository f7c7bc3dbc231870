"""Putting relatives on record: asked by one of them, or taken down by staff for who has no account."""

from services.matching.application.kinship.commands import AskKinship, RecordKinship
from services.matching.application.register.accounts import account_with
from services.matching.domain.register.kinship_errors import (
    ConsentToKinship,
    KinshipKnown,
    NoSuchRelative,
    OwnKinship,
    TooManyRelatives,
)
from shared.events.kinship import KinshipChanged
from shared.identity.actor import Actor
from shared.identity.kinship import MOST_RELATIVES, ConsentManner, Kin, KinConsent, Kinship
from shared.identity.member import Member, MemberStatus
from shared.identity.opening import Identity
from shared.identity.permissions import Permission
from shared.identity.phones import possible_phone
from shared.kernel.errors import AlreadyThere, FieldFault, NotFound


def told(kinship: Kinship, by: str) -> tuple[KinshipChanged, ...]:
    """Return what each side is told; while consent is missing, only who is still to give it."""
    sides = kinship.missing if kinship.state == "AWAITING_CONSENT" else kinship.sides
    return tuple(
        KinshipChanged(kinship_id=kinship.id, member_id=each, state=kinship.state, by=by) for each in sides
    )


def ask_kinship(identity: Identity, actor: Actor, asked: AskKinship, kinship_id: str) -> Kinship:
    """Return the record, waiting for the relative; asked again under the same id, the one that stands.

    Raises:
        ConsentToKinship: Without the actor's own consent.
        NoSuchRelative: If nobody else signs in with the phone under that name.
        KinshipKnown: If the two are on record.
        TooManyRelatives: If one side has as many as may be.
    """
    if not asked.consent:
        raise ConsentToKinship
    relative = _account_of(identity, actor, asked)
    consent = KinConsent(
        member_id=actor.member_id,
        manner=ConsentManner.ONESELF,
        recorded_by=actor.member_id,
        at=identity.clock.now(),
    )
    made = _kinship(identity, kinship_id, (actor.member_id, relative.id), asked.kin, actor)
    return _added(identity, made.agreed(consent), actor)


def _account_of(identity: Identity, actor: Actor, asked: AskKinship) -> Member:
    phone = possible_phone(asked.phone)
    found = account_with(identity, phone) if phone else None
    known = found is not None and found.name == asked.name and found.status is MemberStatus.ACTIVE
    if found is None or not known or found.id == actor.member_id:
        raise _no_such_relative()
    return found


def _no_such_relative() -> NoSuchRelative:
    fault = FieldFault(field="phone", code=NoSuchRelative.code, zh=NoSuchRelative.zh, en=NoSuchRelative.en)
    return NoSuchRelative(faults=(fault,))


def record_kinship(
    identity: Identity, actor: Actor, member_id: str, asked: RecordKinship, kinship_id: str
) -> Kinship:
    """Return the record that staff took down: it stands once whoever has an account agreed, too.

    Raises:
        ConsentToKinship: Without consent, or with one that only the person can give.
        NotFound: If a side whose consent is taken down does not live in the actor's area.
        OwnKinship: If the actor is a side.
        NoSuchRelative: If both sides are one person, or one has closed their file.
        KinshipKnown: If the two are on record.
        TooManyRelatives: If one side has as many as may be.
    """
    if not asked.consent or asked.manner is ConsentManner.ONESELF:
        raise ConsentToKinship
    if actor.member_id in (member_id, asked.relative_id):
        raise OwnKinship
    sides = [_side(identity, actor, each) for each in (member_id, asked.relative_id)]
    if not any(_in_area(actor, each) for each in sides):
        raise NotFound(kind="Resident", id=member_id)
    if sides[0].id == sides[1].id:
        raise NoSuchRelative
    made = _kinship(identity, kinship_id, (member_id, asked.relative_id), asked.kin, actor)
    for each in sides:
        if each.password_hash is None:
            made = made.agreed(_taken_down(identity, actor, each, asked.manner))
    return _added(identity, made, actor)


def _side(identity: Identity, actor: Actor, member_id: str) -> Member:
    """Return a side: who has no account must be of the actor's area, for the actor takes down their consent."""
    found = identity.members.find(member_id)
    if found is None or (found.password_hash is None and not _in_area(actor, found)):
        raise NotFound(kind="Resident", id=member_id)
    if found.status is not MemberStatus.ACTIVE or found.joined_to:
        raise NoSuchRelative
    return found


def _in_area(actor: Actor, member: Member) -> bool:
    return actor.may(Permission.RECORD_RESIDENT, member.community_code)


def _taken_down(identity: Identity, actor: Actor, member: Member, manner: ConsentManner) -> KinConsent:
    return KinConsent(
        member_id=member.id, manner=manner, recorded_by=actor.member_id, at=identity.clock.now()
    )


def _kinship(identity: Identity, id_: str, sides: tuple[str, str], kin: Kin, actor: Actor) -> Kinship:
    return Kinship(
        id=id_,
        member_id=sides[0],
        relative_id=sides[1],
        kin=kin,
        recorded_by=actor.member_id,
        created_at=identity.clock.now(),
    )


def _added(identity: Identity, made: Kinship, actor: Actor) -> Kinship:
    known = identity.kinships.find(made.id)
    if known is not None and (known.sides, known.kin) == (made.sides, made.kin):
        return known
    for each in made.sides:
        if identity.kinships.count({"sides": each}) >= MOST_RELATIVES:
            raise TooManyRelatives(most=MOST_RELATIVES)
    try:
        return identity.kinships.add(made, *told(made, actor.member_id))
    except AlreadyThere as cause:
        raise KinshipKnown from cause
