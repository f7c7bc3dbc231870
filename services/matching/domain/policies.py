"""What the state of things allows: each rule a pair, one that raises its reason and one that only tells."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import ParamSpec, Protocol

from services.matching.domain import errors
from services.matching.domain.assignment import (
    ENTRY_WORKING_DAYS,
    Assignment,
    AssignmentState,
    ConfirmedAs,
)
from services.matching.domain.kind_shapes import ADULT_AGE, MinorsRule, ServiceKind, age_on
from services.matching.domain.need import Need, NeedState
from shared.kernel.clock import CHINA
from shared.kernel.errors import LinliError
from shared.kernel.working_days import earliest_entry

PAST_GRACE = timedelta(minutes=5)
MOST_DAYS_AHEAD = 90
LONGEST_WINDOW = timedelta(hours=24)

P = ParamSpec("P")


@dataclass(frozen=True, slots=True, kw_only=True)
class Policy:
    """What a city may set otherwise.

    Attributes:
        reviews_residents: Whether staff look at what residents and delegates post before it opens.
        identity_level: Level asked for when accepting any service: 1, a document on file.
        home_gate_level: Level asked for when the service enters a home. The rule to reach is 2, seen by staff; it is 1 by
            default, so that the first day is not spent queueing at the desk.
        check_in_early_minutes: How long before the start a volunteer may check in. By default as long as a need may lie ahead: the
            two sides often agree to meet sooner, and the minutes are the receiving side's to confirm.
    """

    reviews_residents: bool = True
    identity_level: int = 1
    home_gate_level: int = 1
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


def telling(check: Callable[P, None]) -> Callable[P, bool]:
    """Return the rule that tells what ``check`` raises."""

    def tell(*args: P.args, **kwargs: P.kwargs) -> bool:
        try:
            check(*args, **kwargs)
        except LinliError:
            return False
        return True

    return tell


def check_can_ask_for(starts_at: datetime, ends_at: datetime, expected_minutes: int, now: datetime) -> None:
    """Pass if a need may be for this time.

    Raises:
        StartsInThePast: If it starts more than five minutes ago.
        EndsBeforeStart: If it does not end after it starts.
        TooFarAhead: If it ends later than 90 days from now.
        WindowTooLong: If it lasts more than a day.
        MinutesBeyondWindow: If the minutes do not fit.
    """
    if starts_at < now - PAST_GRACE:
        raise errors.StartsInThePast
    if ends_at <= starts_at:
        raise errors.EndsBeforeStart
    if ends_at > now + timedelta(days=MOST_DAYS_AHEAD):
        raise errors.TooFarAhead(days=MOST_DAYS_AHEAD)
    if ends_at - starts_at > LONGEST_WINDOW:
        raise errors.WindowTooLong
    if timedelta(minutes=expected_minutes) > ends_at - starts_at:
        raise errors.MinutesBeyondWindow


def check_can_amend(need: Need, *, only_details: bool) -> None:
    """Pass if a need may be changed; once a place is taken only its details may.

    Raises:
        NotOpen: If it is closed.
        PlacesTaken: If a place is taken and more than the details would change.
    """
    if need.is_closed:
        raise errors.NotOpen
    if need.places and not only_details:
        raise errors.PlacesTaken


def check_can_join(need: Need, member_id: str, now: datetime) -> None:
    """Pass if a need can take one more helper, and this member may be it.

    Raises:
        NeedFull: If all places are taken.
        NotOpen: If it is not open.
        TooLate: If its time is over.
        OwnNeed: If it is the member's own, or posted by the member.
    """
    if member_id in (need.resident_id, need.posted_by):
        raise errors.OwnNeed
    if need.state is NeedState.FILLED or (need.state is NeedState.MET):
        raise errors.NeedFull
    if need.state is not NeedState.OPEN:
        raise errors.NotOpen
    if now >= need.ends_at:
        raise errors.TooLate


def check_can_serve(need: Need, kind: ServiceKind, helper: Helper, policy: Policy) -> None:
    """Pass if this person may do this kind of service.

    Raises:
        IdentityRequired: If no document is on file, or not one seen by staff where a home is entered and the policy asks.
        MinorsNotAllowed: If the person is too young for the kind.
        GuardianConsentRequired: If the person is under 18 without it.
        AdultFirst: If a minor would be the first helper.
        CertificateRequired: If the certificate was not shown.
    """
    wanted_level = policy.identity_level
    if kind.enters_home:
        wanted_level = max(wanted_level, policy.home_gate_level)
    if helper.identity_level < wanted_level:
        raise errors.IdentityRequired
    if not is_adult(helper, need.starts_at):
        _check_minor(need, kind, helper)
    certificate = kind.certificate
    if kind.asks_certificate(certificate_needed=need.certificate_needed) and not any(
        helper.holds_certificate(code) for code in certificate.any_of
    ):
        raise errors.CertificateRequired(
            certificate_zh=certificate.words.zh, certificate_en=certificate.words.en
        )


def _check_minor(need: Need, kind: ServiceKind, helper: Helper) -> None:
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


def check_can_tell(at: datetime, now: datetime) -> None:
    """Pass if a check-in or check-out may be told now for the instant ``at``.

    Raises:
        InTheFuture: If it has not been yet.
        TooLate: If it was more than ten working days ago. Source: 民政部令67号 11.
    """
    if at > now:
        raise errors.InTheFuture
    if at < earliest_entry(now, ENTRY_WORKING_DAYS):
        raise errors.TooLate


def check_can_check_in(assignment: Assignment, need: Need, at: datetime, policy: Policy) -> None:
    """Pass if the service may begin at the instant ``at``.

    Raises:
        TooEarly: If that is too long before the start.
        TooLate: If that is after the end.
        AdultFirst: If only minors are left on the need.
    """
    if at < assignment.starts_at - timedelta(minutes=policy.check_in_early_minutes):
        raise errors.TooEarly
    if at > assignment.ends_at:
        raise errors.TooLate
    if need.places and not any(place.adult for place in need.places):
        raise errors.AdultFirst


def check_can_check_out(assignment: Assignment, at: datetime) -> None:
    """Pass if the service may end at the instant ``at``.

    Raises:
        OutBeforeIn: If it begins later.
    """
    if assignment.check_in is not None and at < assignment.check_in.at:
        raise errors.OutBeforeIn


def check_can_confirm(
    assignment: Assignment, member_id: str, as_role: ConfirmedAs, minutes: int, reason: str
) -> None:
    """Pass if these minutes may be confirmed by this member in this role.

    Raises:
        VolunteerCannotConfirm: If it is the volunteer, in any role.
        NotCheckedOut: Before check-out.
        LateForStaff: If a time was told late and the role is not staff.
        MinutesOutOfRange: If they are not 1 to what was expected.
        ReasonRequired: If they differ from what was expected and no reason is given.
    """
    check_is_not_volunteer(assignment, member_id)
    if assignment.state is not AssignmentState.CHECKED_OUT:
        raise errors.NotCheckedOut
    if assignment.is_late and as_role is not ConfirmedAs.STAFF:
        raise errors.LateForStaff
    if not 1 <= minutes <= assignment.expected_minutes:
        raise errors.MinutesOutOfRange(expected_minutes=assignment.expected_minutes)
    if minutes != assignment.expected_minutes and not reason:
        raise errors.ReasonRequired


def check_is_not_volunteer(assignment: Assignment, member_id: str) -> None:
    """Pass if the member is not the one who served.

    Raises:
        VolunteerCannotConfirm: If it is.
    """
    if member_id == assignment.member_id:
        raise errors.VolunteerCannotConfirm


def check_can_cancel(assignment: Assignment, reason: str, now: datetime, *, as_staff: bool) -> None:
    """Pass if an assignment may be cancelled: by the volunteer before it starts, by staff with a reason until it stands.

    Raises:
        TooLate: If the volunteer would cancel after the start.
        ReasonRequired: If staff give none.
    """
    if as_staff:
        if not reason:
            raise errors.ReasonRequired
    elif now >= assignment.starts_at or assignment.state is not AssignmentState.ACCEPTED:
        raise errors.TooLate


def check_can_miss(assignment: Assignment, now: datetime) -> None:
    """Pass if a volunteer may be recorded as not having come.

    Raises:
        TooEarly: Before the start.
    """
    if now < assignment.starts_at:
        raise errors.TooEarly


def check_can_rate(assignment: Assignment) -> None:
    """Pass if a service may be rated.

    Raises:
        NotConfirmed: If its minutes do not stand yet.
    """
    if assignment.state is not AssignmentState.CONFIRMED:
        raise errors.NotConfirmed


can_ask_for = telling(check_can_ask_for)
can_amend = telling(check_can_amend)
can_join = telling(check_can_join)
can_serve = telling(check_can_serve)
can_tell = telling(check_can_tell)
can_check_in = telling(check_can_check_in)
can_check_out = telling(check_can_check_out)
can_confirm = telling(check_can_confirm)
can_cancel = telling(check_can_cancel)
can_miss = telling(check_can_miss)
can_rate = telling(check_can_rate)
