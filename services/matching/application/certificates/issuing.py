"""Issuing certificates from the records that stand, and revoking them."""

from collections.abc import Iterator, Mapping
from datetime import date

from services.matching.application.certificates.commands import IssueCertificate, RevokeCertificate
from services.matching.application.context import Matching
from services.matching.application.keeping import added_once
from services.matching.application.records.who import whose_service
from services.matching.domain.cards.card import code_from, grouped
from services.matching.domain.certificates.certificate import Certificate
from services.matching.domain.certificates.errors import (
    NothingServed,
    OwnCertificate,
    PeriodReversed,
    TooManyServed,
)
from services.matching.domain.certificates.statement import (
    MOST_LINES,
    StatedLine,
    Statement,
    statement_text,
)
from services.matching.domain.records.record import ServiceRecord
from shared.events.certificates import CertificateChanged
from shared.identity.actor import Actor
from shared.identity.member import day_in_china
from shared.identity.people import Person
from shared.identity.permissions import Permission
from shared.storage.paging import MOST_ON_A_PAGE


def issue_certificate(m: Matching, actor: Actor, asked: IssueCertificate, id_: str) -> Certificate:
    """Return the certificate, signed; asked again under the same id, the one that stands.

    Raises:
        Forbidden: If it is for somebody else and the actor is no staff of their community.
        PeriodReversed: If the days are none.
        NothingServed: If no volunteer service lies within them.
        TooManyServed: If more than a certificate lists does.
    """
    holder = whose_service(m, actor, asked.member_id)
    number = code_from(m.ids.new())
    text = statement_text(_statement(m, holder, asked, grouped(number)))
    made = Certificate(
        id=id_,
        number=number,
        member_id=holder.id,
        community_code=holder.community_code,
        signed=m.certifier.keys.signed(text, m.certifier.keys.present),
        issued_by=actor.member_id,
        issued_at=m.clock.now(),
    )
    return added_once(m.certificates, made, certificate_changed(made, actor.member_id))


def revoke_certificate(m: Matching, actor: Actor, id_: str, asked: RevokeCertificate) -> Certificate:
    """Return the certificate revoked by staff, for good; revoked again, nothing changes.

    Raises:
        OwnCertificate: If it is the actor's own.
        Forbidden: If the actor is no staff of the community.
    """
    certificate = m.certificates.get(id_)
    if certificate.member_id == actor.member_id:
        raise OwnCertificate
    actor.check_may(Permission.CONFIRM_AS_STAFF, certificate.community_code)
    return revoked(m, certificate, actor.member_id, asked.reason)


def revoked(m: Matching, certificate: Certificate, by: str, reason: str) -> Certificate:
    """Return a certificate that holds no longer; itself if it did not."""
    after = certificate.revoked(by, m.clock.now(), reason)
    return certificate if after is certificate else m.certificates.save(after, certificate_changed(after, by))


def erase_certificates_of(m: Matching, member_id: str) -> None:
    """Erase what certificates state of somebody who closes their account; that there were any stays."""
    for each in m.certificates.where({"member_id": member_id}):
        m.certificates.save(each.erased())


def certificate_changed(certificate: Certificate, by: str) -> CertificateChanged:
    """Return that a certificate was issued or revoked."""
    return CertificateChanged(
        certificate_id=certificate.id,
        community_code=certificate.community_code,
        member_id=certificate.member_id,
        state=certificate.state,
        by=by,
    )


def _statement(m: Matching, holder: Person, asked: IssueCertificate, number: str) -> Statement:
    today = day_in_china(m.clock.now())
    until = asked.until_on or today
    if until > today or (asked.from_on is not None and asked.from_on > until):
        raise PeriodReversed
    records = _meant(m, holder.id, asked.from_on, until)
    names = m.people.names(sorted({each.in_charge_id for each in records if each.in_charge_id}))
    return Statement(
        number=number,
        holder_name=holder.name,
        volunteer_number=holder.volunteer_number or "–",
        recorded_by=m.communities.get(holder.community_code).full_name,
        from_on=asked.from_on or day_in_china(records[0].served_at),
        until_on=until,
        minutes=sum(each.minutes for each in records),
        issued_on=today,
        check_at=f"{m.certifier.site}/certificates/check/{number}",
        lines=tuple(_line(each, names) for each in records),
    )


def _meant(m: Matching, member_id: str, first: date | None, last: date) -> list[ServiceRecord]:
    """Return the records that count within the days, in the order of service."""
    within = (
        each
        for each in records_of(m, member_id)
        if each.counts and (first or date.min) <= day_in_china(each.served_at) <= last
    )
    records = sorted(within, key=lambda each: (each.served_at, each.id))
    if not records:
        raise NothingServed
    if len(records) > MOST_LINES:
        raise TooManyServed(most=MOST_LINES)
    return records


def records_of(m: Matching, member_id: str) -> Iterator[ServiceRecord]:
    """Yield every record of somebody, a page of the store at a time."""
    after, first = None, True
    while first or after is not None:
        page = m.records.page({"member_id": member_id}, limit=MOST_ON_A_PAGE, after=after)
        after, first = page.next, False
        yield from page.items


def _line(record: ServiceRecord, names: Mapping[str, str]) -> StatedLine:
    words = record.grade.words
    return StatedLine(
        record_id=record.id,
        on=day_in_china(record.served_at),
        activity=record.activity,
        place=record.place,
        content=record.content,
        minutes=record.minutes,
        organisation=record.organisation,
        in_charge=names.get(record.in_charge_id or "", ""),
        grade=record.grade.value,
        grade_zh=words.zh,
        grade_en=words.en,
        reviewed_because=record.reason if record.reviewed_by else "",
    )
