"""Certificates as they are read: whole by the holder and staff, as the paper shows them by whoever has its number."""

from dataclasses import dataclass
from datetime import datetime
from typing import Final

from services.matching.application.certificates.commands import CertificatesQuery
from services.matching.application.context import Matching
from services.matching.application.records.who import can_keep, whose_service
from services.matching.domain.cards.card import code_read, grouped
from services.matching.domain.certificates.certificate import Certificate, CertificateState
from services.matching.domain.certificates.statement import Statement
from shared.events.days import OnDay
from shared.identity.actor import Actor
from shared.identity.member import day_in_china
from shared.identity.readings import ReadData
from shared.kernel.errors import NotFound
from shared.kernel.signed import ED25519, Signed, key_id_of
from shared.kernel.words import Words
from shared.storage.paging import Page

WHY: Final = "certificate"


@dataclass(frozen=True, slots=True, kw_only=True)
class CertificateView:
    """A certificate for its holder and for staff.

    Attributes:
        states: What stands on the paper; None once the holder's account is closed.
        signed: The same as it was signed.
        reason: Why it was revoked.
        can: What the reader may do now: ``file, revoke``.
    """

    id: str
    number: str
    member_id: str
    community_code: str
    state: CertificateState
    state_name: Words
    states: Statement | None
    signed: Signed | None
    issued_at: datetime
    revoked_on: OnDay | None
    reason: str
    can: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class CheckedView:
    """What anyone sees who has a number: what the paper shows, as long as it holds.

    Attributes:
        states: None of one that was revoked or erased.
    """

    number: str
    state: CertificateState
    state_name: Words
    revoked_on: OnDay | None
    states: Statement | None


@dataclass(frozen=True, slots=True, kw_only=True)
class RevokedView:
    """That a certificate holds no longer."""

    number: str
    revoked_on: OnDay | None


@dataclass(frozen=True, slots=True, kw_only=True)
class KeyView:
    """A key that certificates are signed with.

    Attributes:
        public_key: 32 bytes in hexadecimal.
        signs: Whether it signs now; others signed before.
    """

    key_id: str
    algorithm: str
    public_key: str
    signs: bool


def certificates_listed(
    m: Matching, actor: Actor, asked: CertificatesQuery, *, limit: int = 50, after: str | None = None
) -> Page[CertificateView]:
    """Return a page of somebody's certificates, newest first.

    Raises:
        Forbidden: If it is somebody else and the actor is no staff of their community.
    """
    holder = whose_service(m, actor, asked.member_id)
    page = m.certificates.page({"member_id": holder.id}, limit=limit, after=after)
    return Page(items=tuple(certificate_view(actor, each) for each in page.items), next=page.next)


def certificate_shown(m: Matching, actor: Actor, id_: str) -> Certificate:
    """Return a certificate for who may read it: the holder, and staff of the community, whose reading the holder sees.

    Raises:
        NotFound: If there is none, or the actor may not know of it.
    """
    certificate = m.certificates.get(id_)
    if certificate.member_id != actor.member_id:
        if not can_keep(actor, certificate.community_code):
            raise NotFound(kind="Certificate", id=id_)
        m.identity.readings.log(actor.member_id, [certificate.member_id], ReadData.FILE, why=WHY)
    return certificate


def certificate_view(actor: Actor, certificate: Certificate) -> CertificateView:
    """Return a certificate for a reader who may see it."""
    holds = certificate.state is CertificateState.ISSUED and certificate.signed is not None
    revokes = can_keep(actor, certificate.community_code) and actor.member_id != certificate.member_id
    allowed = {"file": holds, "revoke": revokes and certificate.state is CertificateState.ISSUED}
    return CertificateView(
        id=certificate.id,
        number=grouped(certificate.number),
        member_id=certificate.member_id,
        community_code=certificate.community_code,
        state=certificate.state,
        state_name=certificate.state.words,
        states=certificate.statement,
        signed=certificate.signed,
        issued_at=certificate.issued_at,
        revoked_on=day_in_china(certificate.revoked_at) if certificate.revoked_at else None,
        reason=certificate.reason,
        can=tuple(name for name, may in allowed.items() if may),
    )


def certificate_checked(m: Matching, typed: str, *, address: str) -> CheckedView:
    """Return what anyone may see of a certificate by its number; numbers that are none are counted for the address.

    Raises:
        NotFound: If no certificate has the number.
        TooMany: If too many numbers from this address were none.
    """
    m.identity.throttle.check(WHY, address)
    number = code_read(typed)
    found = m.certificates.where({"number": number}, limit=1) if number else []
    if not found:
        m.identity.throttle.failed(WHY, address)
        raise NotFound(kind="Certificate", id="–")
    certificate = found[0]
    return CheckedView(
        number=grouped(certificate.number),
        state=certificate.state,
        state_name=certificate.state.words,
        revoked_on=day_in_china(certificate.revoked_at) if certificate.revoked_at else None,
        states=certificate.statement if certificate.state is CertificateState.ISSUED else None,
    )


def certificates_revoked(m: Matching, *, limit: int = 50, after: str | None = None) -> Page[RevokedView]:
    """Return a page of the certificates that hold no longer: numbers and days, nothing of anyone."""
    page = m.certificates.page({"state": CertificateState.REVOKED.value}, limit=limit, after=after)
    return Page(
        items=tuple(
            RevokedView(
                number=grouped(each.number),
                revoked_on=day_in_china(each.revoked_at) if each.revoked_at else None,
            )
            for each in page.items
        ),
        next=page.next,
    )


def certificate_keys(m: Matching) -> tuple[KeyView, ...]:
    """Return the public keys, the one that signs now first."""
    return tuple(
        KeyView(key_id=key_id_of(each), algorithm=ED25519, public_key=each, signs=place == 0)
        for place, each in enumerate(m.certifier.keys.public)
    )
