"""What a kind of service says of its gates and limits; the kinds themselves stand in :mod:`service_kinds`."""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from services.matching.domain.need import RecordedAs
from shared.kernel.words import Words


class Gate(StrEnum):
    """How binding a condition is.

    ``REQUIRED`` by law or a lawful qualification; ``CONDITIONAL`` likewise, but only for a part of the work, which the
    need says; ``RECOMMENDED`` is the platform's rule by default, shown and preferred, which a rule pack may bind.
    """

    NONE = "NONE"
    RECOMMENDED = "RECOMMENDED"
    CONDITIONAL = "CONDITIONAL"
    REQUIRED = "REQUIRED"


class MinorsRule(StrEnum):
    """Who under 18 may take part, always beside an adult and with the guardian's consent."""

    NO = "NO"
    FROM_16 = "FROM_16"
    FROM_14 = "FROM_14"


class ConfirmedBy(StrEnum):
    """Who agrees to the minutes: one receiver, or the organiser of a group's service."""

    RECEIVER = "RECEIVER"
    ORGANISER = "ORGANISER"


ADULT_AGE = 18
NO_WORDS = Words("", "")
_LEAST_AGE = {MinorsRule.NO: ADULT_AGE, MinorsRule.FROM_16: 16, MinorsRule.FROM_14: 14}


@dataclass(frozen=True, slots=True, kw_only=True)
class Certificate:
    """A certificate that a kind of service asks for.

    Attributes:
        any_of: Codes, one of which will do.
        words: What it is, and for which part of the work.
    """

    gate: Gate = Gate.NONE
    any_of: tuple[str, ...] = ()
    words: Words = NO_WORDS


@dataclass(frozen=True, slots=True, kw_only=True)
class Training:
    """Training before the first service of a kind, with its usual length in minutes."""

    gate: Gate = Gate.NONE
    minutes: int = 0
    words: Words = NO_WORDS


@dataclass(frozen=True, slots=True, kw_only=True)
class ServiceKind:
    """One kind of service.

    Attributes:
        number: Its place in lists, from 1.
        minutes: Usual minutes of one appointment, or of one shift for group kinds.
        minors: Who under 18 may take part.
        confirmed_by: Who agrees to the minutes, by default.
        enters_home: Whether the helper enters somebody's home.
        recorded_as: What it is recorded as, unless staff say that it was duty.
        low_risk: Whether a time bank may open with it.
        skills: Codes of skills that help, as the register knows them.
        safety: What helpers must and must not do.
    """

    number: int
    code: str
    name: Words
    certificate: Certificate = Certificate()
    training: Training = Training()
    insurance: Gate = Gate.NONE
    minutes: int
    minors: MinorsRule = MinorsRule.NO
    confirmed_by: ConfirmedBy = ConfirmedBy.RECEIVER
    enters_home: bool = False
    recorded_as: RecordedAs = RecordedAs.VOLUNTEER
    low_risk: bool = False
    skills: tuple[str, ...] = ()
    safety: Words

    @property
    def least_age(self) -> int:
        """Return the least age of a helper, in years."""
        return _LEAST_AGE[self.minors]

    def asks_certificate(self, *, certificate_needed: bool) -> bool:
        """Tell whether a helper must show the certificate for a need that does, or does not, ask the part it is for."""
        return self.certificate.gate is Gate.REQUIRED or (
            self.certificate.gate is Gate.CONDITIONAL and certificate_needed
        )

    def asks_training(self, *, bound: bool) -> bool:
        """Tell whether training must be on record; ``bound`` says that what is recommended binds as well."""
        return self.training.gate is Gate.REQUIRED or (bound and self.training.gate is not Gate.NONE)

    def asks_insurance(self, *, certificate_needed: bool, bound: bool) -> bool:
        """Tell whether accident insurance must be on record for a need that does, or does not, ask the dangerous part."""
        return (
            self.insurance is Gate.REQUIRED
            or (self.insurance is Gate.CONDITIONAL and certificate_needed)
            or (bound and self.insurance is not Gate.NONE)
        )


def age_on(birth_date: date, day: date) -> int:
    """Return a person's age in whole years on a day."""
    return day.year - birth_date.year - ((day.month, day.day) < (birth_date.month, birth_date.day))
