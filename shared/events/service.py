"""Confirmed service: what the ledger credits."""

from dataclasses import dataclass

from shared.events.contract import event
from shared.events.fields import Code, CommunityCode, Id, Minutes, Moment
from shared.events.topics import SERVICE


@event("service.service-confirmed.v1", topic=SERVICE, key="community_code")
@dataclass(frozen=True, slots=True, kw_only=True)
class ServiceConfirmed:
    """The receiving side agreed to the minutes of a service; only ``VOLUNTEER`` earns."""

    record_id: Id
    assignment_id: Id
    community_code: CommunityCode
    member_id: Id
    resident_id: Id
    service_kind: Code
    minutes: Minutes
    recorded_as: Code
    served_at: Moment
    confirmed_by: Code
