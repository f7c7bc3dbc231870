"""What the state of things allows; each rule's pair says the same."""

from datetime import date, datetime, timedelta
from typing import Any

import pytest

from services.matching.domain import errors, gate_errors, gates, policies
from services.matching.domain.assignment import Assignment, AssignmentState, ConfirmedAs
from services.matching.domain.gate_shapes import Policy
from services.matching.domain.need import NeedState, RecordedAs
from services.matching.domain.service_kinds import kind_of
from shared.kernel.errors import LinliError
from tests.matching_facts import NINE, AHelper, a_mark, a_need, a_place, an_assignment

TEN, ELEVEN = NINE + timedelta(hours=1), NINE + timedelta(hours=2)


@pytest.mark.parametrize(
    ("starts_at", "ends_at", "minutes", "refusal"),
    [
        (NINE - timedelta(minutes=5), TEN, 45, None),
        (NINE - timedelta(minutes=6), TEN, 45, errors.StartsInThePast),
        (TEN, TEN, 45, errors.EndsBeforeStart),
        (TEN, NINE, 45, errors.EndsBeforeStart),
        (NINE + timedelta(days=89), NINE + timedelta(days=90), 45, None),
        (NINE + timedelta(days=90), NINE + timedelta(days=90, hours=1), 45, errors.TooFarAhead),
        (TEN, TEN + timedelta(hours=25), 45, errors.WindowTooLong),
        (TEN, ELEVEN, 60, None),
        (TEN, ELEVEN, 61, errors.MinutesBeyondWindow),
    ],
)
def test_a_need_is_for_a_time_people_can_plan(
    starts_at: datetime, ends_at: datetime, minutes: int, refusal: type[LinliError] | None
) -> None:
    assert policies.can_ask_for(starts_at, ends_at, minutes, NINE) is (refusal is None)
    if refusal:
        with pytest.raises(refusal):
            policies.check_can_ask_for(starts_at, ends_at, minutes, NINE)


@pytest.mark.parametrize(
    ("fields", "member_id", "now", "refusal"),
    [
        ({}, "helper", NINE, None),
        ({}, "resident", NINE, errors.OwnNeed),
        ({}, "poster", NINE, errors.OwnNeed),
        ({"state": NeedState.FILLED}, "helper", NINE, errors.NeedFull),
        ({"state": NeedState.MET}, "helper", NINE, errors.NeedFull),
        ({"state": NeedState.WITHDRAWN}, "helper", NINE, errors.NotOpen),
        ({"state": NeedState.AWAITING_REVIEW}, "helper", NINE, errors.NotOpen),
        ({}, "helper", ELEVEN, errors.TooLate),
    ],
)
def test_a_need_is_joined_while_it_is_open_by_others(
    fields: dict[str, object], member_id: str, now: datetime, refusal: type[LinliError] | None
) -> None:
    need = a_need(**fields)
    assert policies.can_join(need, member_id, now) is (refusal is None)
    if refusal:
        with pytest.raises(refusal):
            policies.check_can_join(need, member_id, now)


BORN_2009 = date(2009, 6, 1)


@pytest.mark.parametrize(
    ("kind", "helper", "places", "refusal"),
    [
        ("HOME_VISIT", AHelper(), (), None),
        ("HOME_VISIT", AHelper(birth_date=None), (), None),
        ("HOME_VISIT", AHelper(identity_level=0), (), errors.IdentityRequired),
        ("HOME_VISIT", AHelper(birth_date=BORN_2009), (), errors.GuardianConsentRequired),
        ("HOME_VISIT", AHelper(birth_date=BORN_2009, guardian_consented=True), (), errors.AdultFirst),
        ("HOME_VISIT", AHelper(birth_date=BORN_2009, guardian_consented=True), (a_place("a"),), None),
        (
            "HOME_VISIT",
            AHelper(birth_date=date(2011, 6, 1), guardian_consented=True),
            (a_place("a"),),
            errors.MinorsNotAllowed,
        ),
        (
            "ENVIRONMENT",
            AHelper(birth_date=date(2011, 6, 1), guardian_consented=True),
            (a_place("a"),),
            None,
        ),
        (
            "ENVIRONMENT",
            AHelper(birth_date=date(2013, 6, 1), guardian_consented=True),
            (a_place("a"),),
            errors.MinorsNotAllowed,
        ),
        (
            "EMERGENCY_SUPPLY",
            AHelper(birth_date=BORN_2009, guardian_consented=True),
            (a_place("a"),),
            errors.MinorsNotAllowed,
        ),
        ("CASEWORK", AHelper(), (), errors.CertificateRequired),
        ("CASEWORK", AHelper(certificates=("SOCIAL_WORKER",)), (), None),
    ],
)
def test_who_may_do_which_kind_of_service(
    kind: str, helper: AHelper, places: tuple[object, ...], refusal: type[LinliError] | None
) -> None:
    need = a_need(service_kind=kind, places=places, helpers_wanted=3)
    assert gates.can_serve(need, kind_of(kind), helper, Policy()) is (refusal is None)
    if refusal:
        with pytest.raises(refusal):
            gates.check_can_serve(need, kind_of(kind), helper, Policy())


def test_a_city_may_ask_for_documents_seen_by_staff_before_homes_are_entered() -> None:
    strict = Policy(home_gate_level=2)

    assert not gates.can_serve(a_need(), kind_of("HOME_VISIT"), AHelper(), strict)
    assert gates.can_serve(a_need(), kind_of("HOME_VISIT"), AHelper(identity_level=2), strict)
    assert gates.can_serve(a_need(), kind_of("PHONE_CARE"), AHelper(), strict)
    with pytest.raises(gate_errors.IdentityNotSeen):
        gates.check_can_serve(a_need(), kind_of("HOME_VISIT"), AHelper(), strict)


@pytest.mark.parametrize(
    ("kind", "need", "insured_until", "refusal"),
    [
        ("PATROL_TRAFFIC", {}, None, gate_errors.InsuranceRequired),
        ("PATROL_TRAFFIC", {}, NINE.date() - timedelta(days=1), gate_errors.InsuranceRequired),
        ("PATROL_TRAFFIC", {}, NINE.date(), None),
        ("PATROL_TRAFFIC", {"recorded_as": RecordedAs.DUTY}, None, None),
        ("SMALL_REPAIR", {}, None, None),
        ("SMALL_REPAIR", {"certificate_needed": True}, None, gate_errors.InsuranceRequired),
        ("HOME_VISIT", {}, None, None),
    ],
)
def test_dangerous_service_is_for_those_insured_on_the_day(
    kind: str, need: dict[str, Any], insured_until: date | None, refusal: type[LinliError] | None
) -> None:
    helper = AHelper(insured_until=insured_until, certificates=("LOW_VOLTAGE_ELECTRICIAN",))
    wanted = a_need(service_kind=kind, **need)
    assert gates.can_serve(wanted, kind_of(kind), helper, Policy()) is (refusal is None)
    if refusal:
        with pytest.raises(refusal):
            gates.check_can_serve(wanted, kind_of(kind), helper, Policy())


def test_a_city_may_bind_what_a_kind_recommends() -> None:
    need, kind = a_need(), kind_of("HOME_VISIT")
    trained = AHelper(trained="HOME_VISIT", insured_until=NINE.date())
    strict = Policy(binds_training=True, binds_insurance=True)
    assert gates.can_serve(need, kind, trained, strict)
    with pytest.raises(gate_errors.TrainingRequired):
        gates.check_can_serve(need, kind, AHelper(trained="ERRAND", insured_until=NINE.date()), strict)
    with pytest.raises(gate_errors.InsuranceRequired):
        gates.check_can_serve(need, kind, AHelper(trained="HOME_VISIT"), strict)
    assert gates.can_serve(need, kind_of("DIGITAL_HELP"), AHelper(trained="DIGITAL_HELP"), strict)


def test_once_a_place_is_taken_only_the_details_change() -> None:
    taken = a_need().with_place(a_place())

    assert policies.can_amend(a_need(), only_details=False)
    assert policies.can_amend(taken, only_details=True)
    with pytest.raises(errors.PlacesTaken):
        policies.check_can_amend(taken, only_details=False)
    with pytest.raises(errors.NotOpen):
        policies.check_can_amend(a_need(state=NeedState.EXPIRED), only_details=True)


def test_a_time_is_told_never_to_come_and_at_most_ten_working_days_ago() -> None:
    ten_working_days_ago = datetime.fromisoformat("2026-11-09T00:00+08:00")

    assert policies.can_tell(NINE, NINE)
    assert policies.can_tell(ten_working_days_ago, NINE)
    with pytest.raises(errors.InTheFuture):
        policies.check_can_tell(NINE + timedelta(milliseconds=1), NINE)
    with pytest.raises(errors.TooLate):
        policies.check_can_tell(ten_working_days_ago - timedelta(milliseconds=1), NINE)


@pytest.mark.parametrize(
    ("at", "places", "refusal"),
    [
        (TEN - timedelta(minutes=120), (a_place(),), None),
        (TEN - timedelta(minutes=121), (a_place(),), errors.TooEarly),
        (ELEVEN, (a_place(),), None),
        (ELEVEN + timedelta(minutes=1), (a_place(),), errors.TooLate),
        (TEN, (a_place(adult=False),), errors.AdultFirst),
    ],
)
def test_a_service_begins_around_its_start_beside_an_adult(
    at: datetime, places: tuple[object, ...], refusal: type[LinliError] | None
) -> None:
    need, strict = a_need(places=places), Policy(check_in_early_minutes=120)
    assert policies.can_check_in(an_assignment(need), need, at, strict) is (refusal is None)
    if refusal:
        with pytest.raises(refusal):
            policies.check_can_check_in(an_assignment(need), need, at, strict)


def served(*, late: bool = False, **fields: object) -> Assignment:
    marks: dict[str, Any] = {"check_in": a_mark(TEN), "check_out": a_mark(ELEVEN, late=late)}
    return an_assignment(**{"state": AssignmentState.CHECKED_OUT, **marks, **fields})


def test_a_service_ends_after_it_began() -> None:
    assert policies.can_check_out(served(), TEN)
    with pytest.raises(errors.OutBeforeIn):
        policies.check_can_check_out(served(), TEN - timedelta(milliseconds=1))


RECEIVER, STAFF = ("resident", ConfirmedAs.RECEIVER), ("staff", ConfirmedAs.STAFF)


@pytest.mark.parametrize(
    ("assignment", "who", "minutes", "reason", "refusal"),
    [
        (served(), RECEIVER, 45, "", None),
        (served(), RECEIVER, 1, "提前结束", None),
        (served(), RECEIVER, 44, "", errors.ReasonRequired),
        (served(), RECEIVER, 0, "x", errors.MinutesOutOfRange),
        (served(), RECEIVER, 46, "x", errors.MinutesOutOfRange),
        (served(), ("helper", ConfirmedAs.STAFF), 45, "", errors.VolunteerCannotConfirm),
        (served(late=True), RECEIVER, 45, "", errors.LateForStaff),
        (served(late=True), STAFF, 45, "", None),
        (an_assignment(), RECEIVER, 45, "", errors.NotCheckedOut),
    ],
)
def test_who_may_confirm_which_minutes(
    assignment: Assignment,
    who: tuple[str, ConfirmedAs],
    minutes: int,
    reason: str,
    refusal: type[LinliError] | None,
) -> None:
    asked = (assignment, *who, minutes, reason)
    assert policies.can_confirm(*asked) is (refusal is None)
    if refusal:
        with pytest.raises(refusal):
            policies.check_can_confirm(*asked)


def test_a_volunteer_cancels_before_the_start_and_staff_with_a_reason_until_it_stands() -> None:
    assert policies.can_cancel(an_assignment(), "", NINE, as_staff=False)
    assert policies.can_cancel(served(), "误报", ELEVEN, as_staff=True)
    with pytest.raises(errors.TooLate):
        policies.check_can_cancel(an_assignment(), "", TEN, as_staff=False)
    with pytest.raises(errors.TooLate):
        policies.check_can_cancel(served(), "", NINE, as_staff=False)
    with pytest.raises(errors.ReasonRequired):
        policies.check_can_cancel(an_assignment(), "", NINE, as_staff=True)


def test_nobody_has_missed_a_service_before_it_starts() -> None:
    assert policies.can_miss(an_assignment(), TEN)
    with pytest.raises(errors.TooEarly):
        policies.check_can_miss(an_assignment(), TEN - timedelta(milliseconds=1))


def test_a_service_is_rated_once_its_minutes_stand() -> None:
    assert policies.can_rate(served(state=AssignmentState.CONFIRMED))
    with pytest.raises(errors.NotConfirmed):
        policies.check_can_rate(served())
