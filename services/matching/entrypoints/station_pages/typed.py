"""What the forms of stations send, as it is typed."""

from dataclasses import dataclass
from typing import Annotated

from services.matching.application.commands import Address
from services.matching.application.parties.commands import About, PartyName, Reason
from services.matching.application.stations.commands import StationPhone
from services.matching.domain.giving.kinds import OpenHours, Weekday
from services.matching.domain.register.errors import one_fault
from services.matching.domain.stations.errors import HoursReversed
from services.matching.domain.stations.station import StationKind
from services.matching.entrypoints.register_pages.day_parts import minute_of
from shared.events.fields import Id, Text

ClockTyped = Annotated[str, Text(least=5, most=5, pattern=r"(?:[01][0-9]|2[0-3]):[0-5][0-9]")]


@dataclass(frozen=True, slots=True, kw_only=True)
class HoursTyped:
    """The same hours on each of some days."""

    weekdays: tuple[Weekday, ...] = ()
    opens: ClockTyped = "08:30"
    closes: ClockTyped = "17:30"

    def hours(self) -> tuple[OpenHours, ...]:
        """Return them, a span for each day.

        Raises:
            BadInput: If no day is ticked, or it would close before it opens.
        """
        opens, closes = minute_of(self.opens), minute_of(self.closes)
        if not self.weekdays:
            raise one_fault("weekdays", "required", "请至少选一天", "Please choose one day at least")
        if closes <= opens:
            raise one_fault("closes", HoursReversed.code, HoursReversed.zh, HoursReversed.en)
        return tuple(OpenHours(weekday=day, from_minute=opens, to_minute=closes) for day in self.weekdays)


@dataclass(frozen=True, slots=True, kw_only=True)
class StationChangesForm(HoursTyped):
    """What a station says of itself."""

    name: PartyName
    address: Address
    phone: StationPhone = ""
    offers: About = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class StationForm(StationChangesForm):
    """A new station."""

    kind: StationKind
    party_id: Id


@dataclass(frozen=True, slots=True, kw_only=True)
class ClosingForm:
    """Why a station is closed."""

    reason: Reason


@dataclass(frozen=True, slots=True, kw_only=True)
class StationPlaceQuery:
    """Which community's stations; nothing is one's own."""

    community: Annotated[str, Text(most=12, pattern=r"[0-9]*")] = ""
