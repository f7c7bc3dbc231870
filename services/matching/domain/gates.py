"""Who may do which kind of service: the gates of kinds, and what a city may set otherwise."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import ParamSpec, Protocol

from services.matching.domain import errors
from services.matching.domain.gate_errors import IdentityNotSeen, InsuranceRequired, TrainingRequired
from services.matching.domain.kind_shapes import ADULT_AGE, MinorsRule, ServiceKind, age_on
from services.matching.domain.need import RecordedAs
from shared.kernel.clock import CHINA
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


class Helper(Protocol):
    """What the rules know of a person who would serve."""

    @property
    def id(self) -> str:
        """The member's id."""

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


def check_can_serve(need: Asked, kind: ServiceKind, helper: Helper, policy: Policy) -> None:
    """Pass if this person may do this kind of service.

    Raises:
        IdentityRequired: If no document is on file.
        MinorsNotAllowed: If the person is too young for the kind.
        GuardianConsentRequired: If the person is under 18 without it.
        AdultFirst: If a minor would be the first helper.
        IdentityNotSeen: If staff must have seen it where a home is entered, as the policy asks.
        CertificateRequired: If the certificate was not shown.
        TrainingRequired: If training for the kind is not on record for that day.
        InsuranceRequired: If no accident insurance is on record for that day; who is on paid duty is insured by the
            employer. Source: 志愿服务条例 17.
    """
    if helper.identity_level < policy.identity_level:
        raise errors.IdentityRequired
    if kind.enters_home and helper.identity_level < policy.home_gate_level:
        raise IdentityNotSeen
    if not is_adult(helper, need.starts_at):
        _check_minor(need, kind, helper)
    certificate = kind.certificate
    if kind.asks_certificate(certificate_needed=need.certificate_needed) and not any(
        helper.holds_certificate(code) for code in certificate.any_of
    ):
        raise errors.CertificateRequired(
            certificate_zh=certificate.words.zh, certificate_en=certificate.words.en
        )
    _check_attested(need, kind, helper, policy)


def _check_attested(need: Asked, kind: ServiceKind, helper: Helper, policy: Policy) -> None:
    day = _day(need.starts_at)
    if kind.asks_training(bound=policy.binds_training) and not helper.trained_for(kind.code, day):
        raise TrainingRequired(
            training_zh=kind.training.words.zh or kind.name.zh,
            training_en=kind.training.words.en or kind.name.en,
        )
    dangerous = kind.asks_insurance(certificate_needed=need.certificate_needed, bound=policy.binds_insurance)
    if dangerous and need.recorded_as is not RecordedAs.DUTY and not helper.insured_on(day):
        raise InsuranceRequired


def _check_minor(need: Asked, kind: ServiceKind, helper: Helper) -> None:
    assert helper.birth_date is not None
    if kind.minors is MinorsRule.NO or age_on(helper.birth_date, _day(need.starts_at)) < kind.least_age:
        raise errors.MinorsNotAllowed
    if not helper.guardian_consented:
        raise errors.GuardianConsentRequired
    if not any(place.adult for place in need.places):
        raise errors.AdultFirst


def is_adult(helper: Helper, at: datetime) -> bool:
    """Tell whether a person is 18 or older at an instant; whoever's birth date is unknown is taken for an adult."""
    return helper.birth_date is None or age_on(helper.birth_date, _day(at)) >= ADULT_AGE


def _day(instant: datetime) -> date:
    return instant.astimezone(CHINA).date()


can_serve = telling(check_can_serve)
