"""The file of a certificate: set as PDF, sealed officially where a city can, and signed over every byte."""

from services.matching.adapters.printing import certificate_pdf
from services.matching.application.certificates.showing import certificate_shown
from services.matching.application.context import Matching
from services.matching.domain.certificates.certificate import Certificate, CertificateState
from services.matching.domain.certificates.errors import CertificateGone, CertificateHoldsNot
from services.matching.domain.certificates.seal import marked, seal_text, with_seal
from shared.identity.actor import Actor


def certificate_file(m: Matching, actor: Actor, id_: str) -> bytes:
    """Return the file of a certificate that holds, for who may read it; each time it is set and signed anew.

    Raises:
        NotFound: If there is none, or the actor may not know of it.
        CertificateHoldsNot: If it was revoked.
        CertificateGone: If what it stated is erased.
    """
    certificate = certificate_shown(m, actor, id_)
    if certificate.state is not CertificateState.ISSUED:
        raise CertificateHoldsNot
    return _made(m, certificate)


def _made(m: Matching, certificate: Certificate) -> bytes:
    statement, signed = certificate.statement, certificate.signed
    if statement is None or signed is None:
        raise CertificateGone
    file = m.certifier.e_seal(
        marked(certificate_pdf(signed.text, statement.check_at, lines=len(statement.lines)))
    )
    keys = m.certifier.keys
    return with_seal(file, keys.signed(seal_text(file, statement), keys.present))
