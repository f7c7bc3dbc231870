"""What the forms of care plans send, as it is typed."""

from dataclasses import dataclass
from typing import Annotated

from services.matching.application.caring.commands import (
    AskedVisits,
    TimeOfDay,
    VisitHelpers,
    VisitMinutes,
    Weekday,
)
from services.matching.application.commands import Details
from services.matching.domain.caring.plan import PlanEnd
from services.matching.domain.register.errors import one_fault
from services.matching.entrypoints.pairing_pages.typed import Number
from services.matching.entrypoints.register_pages.typed import Tick
from shared.events.days import OnDay
from shared.events.fields import Code, Id, Text

MayBeTitle = Annotated[str, Text(most=60)]


@dataclass(frozen=True, slots=True, kw_only=True)
class VisitsForm:
    """When visits are wanted; as staff, whether the resident said yes."""

    weekdays: tuple[Weekday, ...] = ()
    starts_at: TimeOfDay
    minutes: VisitMinutes
    helpers: VisitHelpers
    from_on: OnDay
    until_on: OnDay | None = None
    skips_holidays: Tick = ""
    spoken_consent: Tick = ""

    def visits(self) -> AskedVisits:
        """Return them as they are asked for.

        Raises:
            BadInput: If no day of the week is ticked.
        """
        if not self.weekdays:
            raise one_fault("weekdays", "required", "请至少选一天", "Please choose one day at least")
        return AskedVisits(
            from_on=self.from_on,
            until_on=self.until_on,
            weekdays=self.weekdays,
            starts_at=self.starts_at,
            minutes=self.minutes,
            helpers=self.helpers,
            skips_holidays=bool(self.skips_holidays),
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class CarePlanForm(VisitsForm):
    """A new plan; without a title it is called as its kind of service is."""

    resident_id: Id
    service_kind: Code
    title: MayBeTitle = ""
    details: Details = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class PlanYesForm:
    """A yes; as staff, that the resident said so."""

    spoken_consent: Tick = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class PlanNoForm:
    """A no, a pause or the end, with its reason."""

    reason: PlanEnd
    spoken_consent: Tick = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class CompanionForm:
    """Who is to come again and again: somebody who came before, or any other by number."""

    known: Number = ""
    volunteer_number: Number = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class CarePlaceQuery:
    """Which community's plans, as its staff, or which resident's; nothing is one's own."""

    community: Annotated[str, Text(most=12, pattern=r"[0-9]*")] = ""
    resident: Annotated[str, Text(most=120)] = ""
