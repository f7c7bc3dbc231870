"""Who is told what of enrolments."""

from collections.abc import Callable, Mapping
from typing import Final

from services.notify.domain.notices import NoticeKind, Subject, SubjectType
from services.notify.domain.telling import Telling, Tellings, facts_of
from shared.events.enrolling import EnrolmentAsked, EnrolmentDecided

ENROLMENT_SILENT: Final[Mapping[type, str]] = {
    EnrolmentAsked: "Who enrols knows; staff see it on their desk, for a notice to each of them would be noise.",
}

DECIDED_AS: Final[Mapping[str, NoticeKind]] = {
    "CONFIRMED": NoticeKind.ENROLMENT_CONFIRMED,
    "REFUSED": NoticeKind.ENROLMENT_REFUSED,
    "ENDED": NoticeKind.ENROLMENT_ENDED,
}
"""What whoever enrolled is told, by how it stands now."""


def _enrolment_decided(fact: EnrolmentDecided) -> Tellings:
    told = Telling(
        member_id=fact.member_id,
        kind=DECIDED_AS[fact.state],
        subject=Subject(type=SubjectType.ENROLMENT, id=fact.enrolment_id),
        facts=facts_of(fact),
        community_code=fact.community_code,
        done_by=fact.by,
    )
    return (told,)


ENROLMENT_ROUTES: Final[Mapping[type, Callable[..., Tellings]]] = {EnrolmentDecided: _enrolment_decided}
