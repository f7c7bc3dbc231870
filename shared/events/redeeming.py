"""What the ledger says of redeeming: matching answers an order with a need, everyone concerned is told how it ends."""

from dataclasses import dataclass

from shared.events.contract import event
from shared.events.fields import Code, CommunityCode, Count, Id, Minutes, Moment
from shared.events.topics import LEDGER
from shared.kernel.ids import derived_id


def need_of_redemption(redemption_id: str) -> str:
    """Return the id of the one need that a redemption becomes."""
    return derived_id("redemption-need", redemption_id)


@event("ledger.catalogue-changed.v1", topic=LEDGER, key="community_code")
@dataclass(frozen=True, slots=True, kw_only=True)
class CatalogueChanged:
    """A service was put into a community's catalogue, changed, withdrawn or put back."""

    entry_id: Id
    community_code: CommunityCode
    service_kind: Code
    minutes: Minutes
    monthly_quota: Count
    lead_hours: Count
    least_age: Count
    state: Code
    by: Id


@event("ledger.redemption-ordered.v1", topic=LEDGER, key="community_code")
@dataclass(frozen=True, slots=True, kw_only=True)
class RedemptionOrdered:
    """Credits are set aside for a service: a need is to be posted at the resident's registered address."""

    redemption_id: Id
    community_code: CommunityCode
    resident_id: Id
    ordered_by: Id
    ordered_as: Code
    service_kind: Code
    minutes: Minutes
    starts_at: Moment
    ends_at: Moment


@event("ledger.redemption-withdrawn.v1", topic=LEDGER, key="community_code")
@dataclass(frozen=True, slots=True, kw_only=True)
class RedemptionWithdrawn:
    """Somebody took a redemption back: its need closes unless the service has begun."""

    redemption_id: Id
    community_code: CommunityCode
    resident_id: Id
    by: Id


@event("ledger.redemption-ended.v1", topic=LEDGER, key="community_code")
@dataclass(frozen=True, slots=True, kw_only=True)
class RedemptionEnded:
    """What the service took was used and the rest is free again, or all of it is; ``reason`` says why."""

    redemption_id: Id
    community_code: CommunityCode
    resident_id: Id
    ordered_by: Id
    service_kind: Code
    state: Code
    held_minutes: Minutes
    used_minutes: Count
    starts_at: Moment
    ends_at: Moment
    member_id: Id | None = None
    reason: Code | None = None


@event("ledger.draw-invited.v1", topic=LEDGER, key="community_code")
@dataclass(frozen=True, slots=True, kw_only=True)
class DrawInvited:
    """A member who saved hours is invited to draw some: at most once a quarter."""

    invitation_id: Id
    community_code: CommunityCode
    member_id: Id
    service_kind: Code
    saved_minutes: Count
