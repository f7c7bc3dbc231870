"""The API of certificates: taken, given as a file, checked by anyone, revoked by staff."""

from dataclasses import dataclass

from services.matching.application.certificates.commands import (
    CertificatesQuery,
    IssueCertificate,
    RevokeCertificate,
)
from services.matching.application.certificates.issuing import issue_certificate, revoke_certificate
from services.matching.application.certificates.making import certificate_file
from services.matching.application.certificates.showing import (
    CertificateView,
    CheckedView,
    KeyView,
    RevokedView,
    certificate_checked,
    certificate_keys,
    certificate_shown,
    certificate_view,
    certificates_listed,
    certificates_revoked,
)
from services.matching.application.context import Matching
from shared.storage.paging import Page
from shared.web.api import PUBLIC, SIGNED_IN, Api, Call, Nothing
from shared.web.files import PDF, File


@dataclass(frozen=True, slots=True, kw_only=True)
class KeysView:
    """The keys that certificates are signed with."""

    keys: tuple[KeyView, ...]


def certificates_api(m: Matching) -> Api:
    """Return the routes of certificates."""
    api = Api("matching")
    _read_by_anyone(api, m)
    _read(api, m)
    _changed(api, m)
    return api


def _read_by_anyone(api: Api, m: Matching) -> None:
    @api.get(
        "/certificates/check/<number>",
        gives=CheckedView,
        may=PUBLIC,
        says="Whether a certificate holds, by its number, and what its paper shows",
    )
    def checked(call: Call[Nothing]) -> CheckedView:
        return certificate_checked(m, call.path["number"], address=call.address)

    @api.get(
        "/certificates/revoked",
        gives=RevokedView,
        paged=True,
        may=PUBLIC,
        says="The certificates that hold no longer, newest first, for checking files offline",
    )
    def revoked(call: Call[Nothing]) -> Page[RevokedView]:
        return certificates_revoked(m, limit=call.limit, after=call.after)

    @api.get("/certificates/keys", gives=KeysView, may=PUBLIC, says="The keys certificates are signed with")
    def keys(_: Call[Nothing]) -> KeysView:
        return KeysView(keys=certificate_keys(m))


def _read(api: Api, m: Matching) -> None:
    @api.get(
        "/certificates",
        query=CertificatesQuery,
        gives=CertificateView,
        paged=True,
        may=SIGNED_IN,
        says="One's own certificates, newest first; for staff those of a person of their community",
    )
    def listed(call: Call[CertificatesQuery]) -> Page[CertificateView]:
        return certificates_listed(m, call.actor, call.query, limit=call.limit, after=call.after)

    @api.get("/certificates/<id>", gives=CertificateView, may=SIGNED_IN, says="One certificate")
    def shown(call: Call[Nothing]) -> CertificateView:
        return certificate_view(call.actor, certificate_shown(m, call.actor, call.path["id"]))

    @api.get(
        "/certificates/<id>/file", file=PDF, may=SIGNED_IN, says="The certificate as a signed PDF, with fonts"
    )
    def file(call: Call[Nothing]) -> File:
        content = certificate_file(m, call.actor, call.path["id"])
        return File(content=content, mimetype=PDF, name="certificate.pdf")


def _changed(api: Api, m: Matching) -> None:
    @api.post(
        "/certificates",
        takes=IssueCertificate,
        gives=CertificateView,
        may=SIGNED_IN,
        status=201,
        says="Take a certificate of one's own service, free; staff take one for whoever asks",
    )
    def issue(call: Call[IssueCertificate]) -> CertificateView:
        return certificate_view(call.actor, issue_certificate(m, call.actor, call.body, call.new_id()))

    @api.post(
        "/certificates/<id>/revoke",
        takes=RevokeCertificate,
        gives=CertificateView,
        may=SIGNED_IN,
        says="Let a certificate hold no longer, as staff, with a reason",
    )
    def revoke(call: Call[RevokeCertificate]) -> CertificateView:
        return certificate_view(call.actor, revoke_certificate(m, call.actor, call.path["id"], call.body))
