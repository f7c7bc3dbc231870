"""One's certificates: taken for all service or some days, shown as paper, given as a file."""

from dataclasses import dataclass

from flask import Response

from services.matching.adapters.qr import qr_drawing
from services.matching.application.certificates.commands import (
    CertificatesQuery,
    IssueCertificate,
    RevokeCertificate,
)
from services.matching.application.certificates.issuing import issue_certificate, revoke_certificate
from services.matching.application.certificates.making import certificate_file
from services.matching.application.certificates.showing import (
    certificate_shown,
    certificate_view,
    certificates_listed,
)
from services.matching.application.context import Matching
from shared.events.days import OnDay
from shared.events.fields import Id
from shared.identity.member import day_in_china
from shared.kernel.words import Words
from shared.web.api import SIGNED_IN
from shared.web.files import PDF, File
from shared.web.pages import Pages, Shown, Visit

ON_A_PAGE = 20


@dataclass(frozen=True, slots=True, kw_only=True)
class WhoseCertificates:
    """Whose certificates; none is one's own."""

    member: Id | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class CertificateForm:
    """A certificate, of all service or of that between two days."""

    member: Id | None = None
    from_on: OnDay | None = None
    until_on: OnDay | None = None


class OwnCertificates:
    """What is done with certificates by their holder, or by staff for them."""

    def __init__(self, m: Matching) -> None:
        """Bind coordination."""
        self.m = m

    def show(self, visit: Visit[object]) -> Shown:
        """Show somebody's certificates, and the form of a new one."""
        member_id = str(visit.values.get("member", "")) or None
        asked = CertificatesQuery(member_id=member_id)
        page = certificates_listed(self.m, visit.actor, asked, limit=ON_A_PAGE, after=visit.after)
        own = member_id in (None, visit.actor.member_id)
        here = "/certificates" if own else f"/certificates?member={member_id}"
        return visit.show(
            "certificates/list.html",
            certificates=page.items,
            member_id=None if own else member_id,
            who=None if own else self.m.people.get(str(member_id)).name,
            today=day_in_china(self.m.clock.now()).isoformat(),
            next=f"{here}{'?' if own else '&'}after={page.next}" if page.next else None,
        )

    def issue(self, visit: Visit[CertificateForm]) -> Shown:
        """Take a certificate and show it."""
        form = visit.body
        asked = IssueCertificate(member_id=form.member, from_on=form.from_on, until_on=form.until_on)
        made = issue_certificate(self.m, visit.actor, asked, visit.new_id())
        return visit.go(f"/certificates/{made.id}", Words("证明已开具", "The certificate is ready"))

    def paper(self, visit: Visit[object]) -> Shown:
        """Show a certificate as its paper, to look at and to print."""
        certificate = certificate_view(visit.actor, certificate_shown(self.m, visit.actor, visit.path["id"]))
        paper = certificate.states
        return visit.show(
            "certificates/certificate.html",
            certificate=certificate,
            can=certificate.can,
            paper=paper,
            own=certificate.member_id == visit.actor.member_id,
            picture=qr_drawing(paper.check_at) if paper else None,
        )

    def file(self, visit: Visit[object]) -> Response:
        """Give the signed PDF."""
        content = certificate_file(self.m, visit.actor, visit.path["id"])
        return File(content=content, mimetype=PDF, name="certificate.pdf").response()

    def revoke(self, visit: Visit[RevokeCertificate]) -> Shown:
        """Revoke it, as staff."""
        revoked = revoke_certificate(self.m, visit.actor, visit.path["id"], visit.body)
        return visit.go(f"/certificates/{revoked.id}", Words("证明已撤销", "The certificate is revoked"))


def certificate_pages(m: Matching) -> Pages:
    """Return the pages of certificates for holders and staff."""
    pages, own = Pages("matching"), OwnCertificates(m)
    pages.get("/certificates", may=SIGNED_IN, query=WhoseCertificates)(own.show)
    pages.post("/certificates", may=SIGNED_IN, takes=CertificateForm, again=own.show)(own.issue)
    pages.get("/certificates/<id>", may=SIGNED_IN)(own.paper)
    pages.get("/certificates/<id>/file", may=SIGNED_IN)(own.file)
    pages.post("/certificates/<id>/revoke", may=SIGNED_IN, takes=RevokeCertificate, again=own.paper)(
        own.revoke
    )
    return pages
