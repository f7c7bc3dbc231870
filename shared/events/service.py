"""Confirmed service: what the ledger credits."""

from dataclasses import dataclass
from typing import Annotated

from shared.events.contract import event
from shared.events.fields import Code, CommunityCode, Id, Minutes, Moment, Whole
from shared.events.topics import SERVICE

MinorAge = Annotated[int, Whole(least=0, most=17)]


@event("service.service-confirmed.v1", topic=SERVICE, key="community_code")
@dataclass(frozen=True, slots=True, kw_only=True)
class ServiceConfirmed:
    """The receiving side agreed to the minutes of a service; only ``VOLUNTEER`` earns.

    ``minor_age``, full years on that day, is told of who is under 18 only, and whether a guardian agreed to their serving.
    """

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
    minor_age: MinorAge | None = None
    guardian_agreed: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class ShiftLine:
    """One person's service in a shift; ``as_group`` if the leader of a team brought them, the rest as above."""

    record_id: Id
    member_id: Id
    minutes: Minutes
    recorded_as: Code
    as_group: bool = False
    minor_age: MinorAge | None = None
    guardian_agreed: bool = False


@event("service.shift-confirmed.v1", topic=SERVICE, key="community_code")
@dataclass(frozen=True, slots=True, kw_only=True)
class ShiftConfirmed:
    """The organiser agreed to the hours of a shift, each person's own; who is entered late comes in a later event.

    A record stands in one event only; only lines recorded as ``VOLUNTEER`` earn.
    """

    shift_id: Id
    project_id: Id
    party_id: Id
    community_code: CommunityCode
    service_kind: Code
    served_at: Moment
    confirmed_by: Code
    lines: tuple[ShiftLine, ...]
