"""Who is told what of certificates, service records and awards, and in which words."""

from collections.abc import Callable, Mapping
from typing import Final

from services.notify.domain.award_notices import AWARD_ROUTES, AWARD_SENTENCES
from services.notify.domain.notices import NoticeKind, Subject, SubjectType
from services.notify.domain.sentence import Sentence
from services.notify.domain.telling import Telling, Tellings, facts_of
from shared.events.certificates import CertificateChanged
from shared.events.checking import SpotCheckChanged
from shared.events.records import RecordChanged, RecordCorrected
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


TOLD_AS: Final[Mapping[str, NoticeKind]] = {
    "CORRECTED": NoticeKind.RECORD_CORRECTED,
    "REFUSED": NoticeKind.RECORD_NOT_CORRECTED,
    "WITHDRAWN": NoticeKind.RECORD_WITHDRAWN,
}


def _record_changed(fact: RecordChanged) -> Tellings:
    """Tell whose service it is; what they ask for themselves stands on the staff's desk."""
    if fact.change not in TOLD_AS:
        return ()
    told = Telling(
        member_id=fact.member_id,
        kind=TOLD_AS[fact.change],
        subject=Subject(type=SubjectType.RECORD, id=fact.record_id),
        facts=facts_of(fact),
        community_code=fact.community_code,
        done_by=fact.by,
    )
    return (told,)


def _for_the_ledger(_: RecordCorrected) -> Tellings:
    """Tell nobody: the volunteer hears of the record itself."""
    return ()


def _at_the_desk(_: SpotCheckChanged) -> Tellings:
    """Tell nobody: staff work through it at their desk, and the volunteer hears of what is corrected."""
    return ()


CERTIFICATE_ROUTES: Final[Mapping[type, Callable[..., Tellings]]] = {
    CertificateChanged: _certificate_changed,
    RecordChanged: _record_changed,
    RecordCorrected: _for_the_ledger,
    SpotCheckChanged: _at_the_desk,
    **AWARD_ROUTES,
}

_WHY = Words("因为这是您的服务证明", "You get this because it is a certificate of your service")
_YOURS = Words("因为这是您的服务记录", "You get this because it is the record of your service")


def _of_record(zh: str, en: str) -> Sentence:
    return Sentence(says=Words(zh, en), why=_YOURS, link="/records/{subject_id}")


CERTIFICATE_SENTENCES: Final[Mapping[NoticeKind, Sentence]] = {
    **AWARD_SENTENCES,
    NoticeKind.RECORD_CORRECTED: _of_record(
        "您申请更正的服务记录已更正", "The service record you asked about was corrected"
    ),
    NoticeKind.RECORD_NOT_CORRECTED: _of_record(
        "您申请更正的服务记录没有改动，请看原因", "The service record you asked about stays as it is; see why"
    ),
    NoticeKind.RECORD_WITHDRAWN: _of_record(
        "您的一条服务记录被撤销，请看原因", "A record of your service was withdrawn; see why"
    ),
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
