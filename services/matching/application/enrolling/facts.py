"""The facts told of enrolments."""

from services.matching.domain.enrolling.enrolment import Enrolment
from shared.events import enrolling as told


def enrolment_asked(enrolment: Enrolment) -> told.EnrolmentAsked:
    """Return that an enrolment waits for the community."""
    return told.EnrolmentAsked(
        enrolment_id=enrolment.id,
        community_code=enrolment.community_code,
        enrolment_kind=enrolment.kind,
        member_id=enrolment.member_id,
    )


def enrolment_decided(enrolment: Enrolment, by: str) -> told.EnrolmentDecided:
    """Return how an enrolment stands since."""
    return told.EnrolmentDecided(
        enrolment_id=enrolment.id,
        community_code=enrolment.community_code,
        enrolment_kind=enrolment.kind,
        member_id=enrolment.member_id,
        state=enrolment.state,
        by=by,
    )
