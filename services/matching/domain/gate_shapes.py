"""What the hard rules know of a person and of what is asked, and what a city may set otherwise."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import ParamSpec, Protocol

from services.matching.domain.need import RecordedAs
from shared.kernel.errors import LinliError

MOST_DAYS_AHEAD = 90

P = ParamSpec("P")


@dataclass(frozen=True, slots=True, kw_only=True)
class Policy:
    """What a city may set otherwise.

    Attributes:
        reviews_residents: Whether staff look at what residents and delegates post before it opens.
        identity_level: Level asked for when accepting any service: 1, a document on file.
        home_gate_level: Level asked for when the service enters a home. The rule to reach is 2, seen by staff; it is 1 by
            default, so that the first day is not spent queueing at the desk.
        binds_training: Whether training that a kind recommends must have been done, and not only that which it requires.
        binds_insurance: Whether accident insurance that a kind recommends must be in force.
        check_in_early_minutes: How long before the start a volunteer may check in. By default as long as a need may lie ahead: the
            two sides often agree to meet sooner, and the minutes are the receiving side's to confirm.
    """

    reviews_residents: bool = True
    identity_level: int = 1
    home_gate_level: int = 1
    binds_training: bool = False
    binds_insurance: bool = False
    check_in_early_minutes: int = MOST_DAYS_AHEAD * 24 * 60


AS_IT_COMES = Policy()
"""What holds where a city sets nothing."""


class Helper(Protocol):
    """What the rules know of a person who would serve."""

    @property
    def birth_date(self) -> date | None:
        """Day of birth, if a document says so."""

    @property
    def identity_level(self) -> int:
        """How surely we know who this is, 0 to 3."""

    @property
    def guardian_consented(self) -> bool:
        """Whether a guardian agreed."""

    def holds_certificate(self, code: str) -> bool:
        """Tell whether staff saw this certificate."""

    def trained_for(self, service_kind: str, day: date) -> bool:
        """Tell whether staff recorded training for this kind of service that is valid on a day."""

    def insured_on(self, day: date) -> bool:
        """Tell whether staff recorded accident insurance that is in force on a day."""


class HasAge(Protocol):
    """A place that somebody took."""

    @property
    def adult(self) -> bool:
        """Whether they were 18 or older then."""


class Asked(Protocol):
    """What the gates know of a need, or of a shift."""

    @property
    def starts_at(self) -> datetime:
        """When it begins, UTC."""

    @property
    def certificate_needed(self) -> bool:
        """Whether the part of the work is asked for that the kind's conditional certificate is about."""

    @property
    def recorded_as(self) -> RecordedAs:
        """What it is recorded as."""

    @property
    def places(self) -> Sequence[HasAge]:
        """The places taken."""


def telling(check: Callable[P, None]) -> Callable[P, bool]:
    """Return the rule that tells what ``check`` raises."""

    def tell(*args: P.args, **kwargs: P.kwargs) -> bool:
        try:
            check(*args, **kwargs)
        except LinliError:
            return False
        return True

    return tell
