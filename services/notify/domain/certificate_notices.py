"""Who is told what of certificates and service records, and in which words."""

from collections.abc import Callable, Mapping
from typing import Final

from services.notify.domain.notices import NoticeKind, Subject, SubjectType
from services.notify.domain.sentence import Sentence
from services.notify.domain.telling import Telling, Tellings, facts_of
from shared.events.certificates import CertificateChanged
from shared.kernel.words import Words


def _certificate_changed(fact: CertificateChanged) -> Tellings:
    told = Telling(
        member_id=fact.member_id,
        kind=NoticeKind.CERTIFICATE_ISSUED if fact.state == "ISSUED" else NoticeKind.CERTIFICATE_REVOKED,
        subject=Subject(type=SubjectType.CERTIFICATE, id=fact.certificate_id),
        facts=facts_of(fact),
        community_code=fact.community_code,
        done_by=fact.by,
    )
    return (told,)


CERTIFICATE_ROUTES: Final[Mapping[type, Callable[..., Tellings]]] = {CertificateChanged: _certificate_changed}

_WHY = Words("因为这是您的服务证明", "You get this because it is a certificate of your service")
CERTIFICATE_SENTENCES: Final[Mapping[NoticeKind, Sentence]] = {
    NoticeKind.CERTIFICATE_ISSUED: Sentence(
        says=Words(
            "社区为您开具了一张志愿服务证明", "The community took out a certificate of your service for you"
        ),
        why=_WHY,
        link="/certificates/{subject_id}",
    ),
    NoticeKind.CERTIFICATE_REVOKED: Sentence(
        says=Words(
            "您的一张志愿服务证明被撤销，请看原因", "A certificate of your service was revoked; see why"
        ),
        why=_WHY,
        link="/certificates/{subject_id}",
    ),
}
