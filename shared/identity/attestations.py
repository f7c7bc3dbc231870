"""What staff attest of a member: training done, accident insurance in force."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum

from shared.kernel.words import Words


class Attested(StrEnum):
    """What is attested. Source: 志愿服务条例 16 (training), 17 (insurance)."""

    TRAINING = "TRAINING"
    INSURANCE = "INSURANCE"

    @property
    def words(self) -> Words:
        """Return what people call it."""
        return _WORDS[self]


_WORDS = {
    Attested.TRAINING: Words("培训", "Training"),
    Attested.INSURANCE: Words("意外保险", "Accident insurance"),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Attestation:
    """One thing attested.

    Attributes:
        topic: What.
        service_kind: Kind of service the training is for; empty for insurance, which covers every kind.
        valid_until: Last day it holds, China time.
        recorded_by: Staff member who recorded it.
        recorded_at: When, UTC.
    """

    topic: Attested
    service_kind: str = ""
    valid_until: date
    recorded_by: str
    recorded_at: datetime

    @property
    def of(self) -> tuple[Attested, str]:
        """Return what it is of: a new one takes the place of the one before."""
        return self.topic, self.service_kind


def valid_until(known: Iterable[Attestation], topic: Attested, service_kind: str = "") -> date | None:
    """Return the last day that an attestation holds, or None if there is none."""
    return next((each.valid_until for each in known if each.of == (topic, service_kind)), None)


def holds_on(known: Iterable[Attestation], day: date, topic: Attested, service_kind: str = "") -> bool:
    """Tell whether something is attested for a day."""
    last = valid_until(known, topic, service_kind)
    return last is not None and day <= last
