"""What matching says of care plans."""

from dataclasses import dataclass

from shared.events.contract import event
from shared.events.fields import Code, CommunityCode, Id
from shared.events.topics import MATCHING


@event("matching.care-plan-changed.v1", topic=MATCHING, key="plan_id")
@dataclass(frozen=True, slots=True, kw_only=True)
class CarePlanChanged:
    """A care plan was asked for, drawn up, agreed, refused, paused, resumed, changed or ended: ``what`` says which.

    ``staff_ids`` are those who look after it, ``companion_ids`` who agreed to come again and again.
    """

    plan_id: Id
    resident_id: Id
    community_code: CommunityCode
    state: Code
    what: Code
    asked_by: Id
    staff_ids: tuple[Id, ...]
    companion_ids: tuple[Id, ...]
    by: Id
    reason: Code | None = None


@event("matching.care-companion-changed.v1", topic=MATCHING, key="plan_id")
@dataclass(frozen=True, slots=True, kw_only=True)
class CareCompanionChanged:
    """Somebody was asked to come again and again, said yes or no, or left: ``state`` says which."""

    plan_id: Id
    member_id: Id
    resident_id: Id
    community_code: CommunityCode
    state: Code
    staff_id: Id | None
    by: Id
