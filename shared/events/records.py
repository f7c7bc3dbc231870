"""What matching says of service records after they were entered."""

from dataclasses import dataclass

from shared.events.contract import event
from shared.events.fields import Code, CommunityCode, Count, Id, Minutes, Moment
from shared.events.topics import MATCHING, SERVICE


@event("matching.record-changed.v1", topic=MATCHING, key="record_id")
@dataclass(frozen=True, slots=True, kw_only=True)
class RecordChanged:
    """A correction was asked for, made or refused, or a record was withdrawn: ``change`` says which."""

    record_id: Id
    community_code: CommunityCode
    member_id: Id
    change: Code
    by: Id


@event("service.record-corrected.v1", topic=SERVICE, key="community_code")
@dataclass(frozen=True, slots=True, kw_only=True)
class RecordCorrected:
    """The minutes of a record that was confirmed are others, or none: the ledger corrects what it credited.

    ``service_kind`` and ``served_at`` say by which terms the minutes were credited; without them a minute is a credit.
    """

    record_id: Id
    community_code: CommunityCode
    member_id: Id
    minutes_before: Minutes
    minutes: Count
    asked_by: Id
    approved_by: Id
    service_kind: Code | None = None
    served_at: Moment | None = None
