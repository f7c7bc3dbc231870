"""What the forms of redeeming send, as it is typed."""

from dataclasses import dataclass
from datetime import datetime, time
from typing import Annotated

from services.ledger.application.redeeming.catalogue import Age, LeadHours, Price, Quota
from services.ledger.domain.redeeming.redemption import ConsentGiven, IdentitySeen, PaidBy, RedemptionState
from shared.events.days import OnDay
from shared.events.fields import Code, Id, Text
from shared.kernel.clock import CHINA

ClockTyped = Annotated[str, Text(least=5, most=5, pattern=r"(?:[01][0-9]|2[0-3]):[0-5][0-9]")]
MaybeCommunity = Annotated[str, Text(most=12, pattern=r"[0-9]*")]


@dataclass(frozen=True, slots=True, kw_only=True)
class WhenForm:
    """When the service shall begin, in China's time."""

    day: OnDay
    clock: ClockTyped

    @property
    def starts_at(self) -> datetime:
        """Return the instant."""
        return datetime.combine(self.day, time.fromisoformat(self.clock), CHINA)


@dataclass(frozen=True, slots=True, kw_only=True)
class RedeemForm(WhenForm):
    """One's own order, for oneself or a relative on record."""

    resident_id: Id | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class CounterForm(WhenForm):
    """An order at the counter for the person who stands there."""

    entry_id: Id
    seen: IdentitySeen
    consent: ConsentGiven
    paid_by: PaidBy = PaidBy.MEMBER
    hardship: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class EntryForm:
    """A new entry of the catalogue."""

    community: MaybeCommunity = ""
    service_kind: Code
    minutes: Price = 60
    monthly_quota: Quota = 20
    lead_hours: LeadHours = 24
    least_age: Age = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class TermsForm:
    """Changed terms of an entry."""

    minutes: Price
    monthly_quota: Quota
    lead_hours: LeadHours
    least_age: Age


@dataclass(frozen=True, slots=True, kw_only=True)
class CounterQuery:
    """Whom to find, where."""

    q: Annotated[str, Text(most=60)] = ""
    community: MaybeCommunity = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class DeskQuery:
    """Of which community; nothing is one's own."""

    community: MaybeCommunity = ""
    state: RedemptionState | None = None
