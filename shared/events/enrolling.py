"""What matching says of those who enrol in a community."""

from dataclasses import dataclass

from shared.events.contract import event
from shared.events.fields import Code, CommunityCode, Id
from shared.events.topics import MATCHING


@event("matching.enrolment-asked.v1", topic=MATCHING, key="enrolment_id")
@dataclass(frozen=True, slots=True, kw_only=True)
class EnrolmentAsked:
    """A person or a body reports to a community; its staff are to confirm it."""

    enrolment_id: Id
    community_code: CommunityCode
    enrolment_kind: Code
    member_id: Id


@event("matching.enrolment-decided.v1", topic=MATCHING, key="enrolment_id")
@dataclass(frozen=True, slots=True, kw_only=True)
class EnrolmentDecided:
    """An enrolment was confirmed, refused or ended: ``state`` says which."""

    enrolment_id: Id
    community_code: CommunityCode
    enrolment_kind: Code
    member_id: Id
    state: Code
    by: Id
