"""Identity documents and certificates: declared by their holders, seen by staff."""

from dataclasses import asdict, replace

from services.matching.application.register.commands import AddDocument
from services.matching.domain.register.errors import DocumentInUse, DocumentKnown, NoDocumentYet, NotOneself
from services.matching.domain.register.guardians import GuardianStated, guardian_for
from shared.events.identity import MemberChanged
from shared.identity.actor import Actor
from shared.identity.documents_cn import StatedDocument, stated_document
from shared.identity.member import (
    Certificate,
    Guardian,
    IdentityDocument,
    IdentityLevel,
    Member,
    day_in_china,
)
from shared.identity.opening import Identity
from shared.identity.permissions import Permission
from shared.identity.phones import normal_phone
from shared.kernel.errors import Forbidden, NotFound


def add_document(identity: Identity, actor: Actor, asked: AddDocument) -> Member:
    """Return the actor with the document declared; declared again, nothing changes.

    Raises:
        DocumentNotPossible: If number or birth date are wrong.
        TooYoung: Under 14.
        GuardianNeeded: From 14 to 17 without a guardian's consent.
        DocumentInUse: If another member declared it.
        DocumentKnown: If staff saw another document before.
    """
    member = identity.members.get(actor.member_id)
    now = identity.clock.now()
    today = day_in_china(now)
    stated = stated_document(
        asked.type, asked.number, birth_date=asked.birth_date, sex=asked.sex, today=today
    )
    guardian = guardian_for(stated.birth_date, _guardian_stated(asked), today=today, now=now)
    if _declared_before(identity, member, stated):
        return member
    return _declare(identity, member, stated, guardian, asked.name)


def _guardian_stated(asked: AddDocument) -> GuardianStated:
    phone = asked.guardian_phone and normal_phone(asked.guardian_phone, field="guardian_phone")
    return GuardianStated(name=asked.guardian_name, phone=phone or None, consents=asked.guardian_consent)


def _declared_before(identity: Identity, member: Member, stated: StatedDocument) -> bool:
    found_by = identity.keys.found_by(stated)
    if member.document is not None and member.document.found_by == found_by:
        return True
    if member.identity_level >= IdentityLevel.SEEN_BY_STAFF:
        raise DocumentKnown
    if identity.members.where({"document_found_by": found_by}, limit=1):
        raise DocumentInUse
    return False


def _declare(
    identity: Identity, member: Member, stated: StatedDocument, guardian: Guardian | None, name: str | None
) -> Member:
    now = identity.clock.now()
    document = IdentityDocument(
        type=stated.type,
        birth_date=stated.birth_date,
        sex=stated.sex,
        added_at=now,
        **asdict(identity.keys.sealed(stated, owner_id=member.id)),
    )
    after = member.changed(now, document=document, guardian=guardian, name=name or member.name)
    return identity.members.save(after, changed(member, "document"))


def changed(member: Member, what: str) -> MemberChanged:
    """Return the fact that something of a member changed."""
    return MemberChanged(member_id=member.id, community_code=member.community_code, what=what)


def confirm_document_seen(identity: Identity, actor: Actor, member_id: str) -> Member:
    """Return the member at level 2: staff compared the original; confirmed again, nothing changes.

    Raises:
        NoDocumentYet: If the member declared none.
        NotOneself: If it is the actor's own.
    """
    member = in_own_area(identity, actor, member_id)
    if member.document is None:
        raise NoDocumentYet
    if member.document.level >= IdentityLevel.SEEN_BY_STAFF:
        return member
    now = identity.clock.now()
    seen = replace(member.document, level=IdentityLevel.SEEN_BY_STAFF, seen_by=actor.member_id, seen_at=now)
    return identity.members.save(member.changed(now, document=seen), changed(member, "document"))


def confirm_certificate_seen(identity: Identity, actor: Actor, member_id: str, code: str) -> Member:
    """Return the member with a declared certificate confirmed.

    Raises:
        NotFound: If the member declared no such certificate.
        NotOneself: If it is the actor's own.
    """
    member = in_own_area(identity, actor, member_id)
    if code not in {each.code for each in member.certificates}:
        raise NotFound(kind="Certificate", id=code)
    certificates = tuple(_confirmed(each) if each.code == code else each for each in member.certificates)
    after = member.changed(identity.clock.now(), certificates=certificates)
    return identity.members.save(after, changed(member, "certificates"))


def _confirmed(certificate: Certificate) -> Certificate:
    return replace(certificate, confirmed=True)


def in_own_area(identity: Identity, actor: Actor, member_id: str) -> Member:
    """Return a member whose papers the actor may compare.

    Raises:
        NotOneself: If it is the actor.
        Forbidden: If the member is of another area.
    """
    member = identity.members.get(member_id)
    if member.id == actor.member_id:
        raise NotOneself
    if not actor.may(Permission.CONFIRM_DOCUMENT, member.community_code):
        raise Forbidden(permission=Permission.CONFIRM_DOCUMENT.value, place=member.community_code)
    return member
