from datetime import UTC, date, datetime

import pytest
from stdnum.iso7064 import mod_11_10

from services.matching.domain.register.guardians import GuardianStated, guardian_for
from services.matching.domain.register.volunteer_number import volunteer_number
from shared.identity.member import shown_name, years_between
from shared.identity.passwords import WeakPassword, check_strong
from shared.identity.phones import possible_phone, spoken_phone

NOW = datetime(2026, 11, 23, 1, 0, tzinfo=UTC)


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("13900000001", "+8613900000001"),
        ("+86 139-0000-0001", "+8613900000001"),
        ("１３９００００００01", "+8613900000001"),
        ("028-85551234", "+862885551234"),
        ("+852 5123 4567", "+85251234567"),
        ("12345", None),
        ("85551234", None),
        ("13900000001 ext 3", None),
        ("", None),
    ],
)
def test_a_phone_is_kept_in_one_form(typed: str, kept: str | None) -> None:
    assert possible_phone(typed) == kept


def test_a_phone_is_said_as_people_write_it() -> None:
    assert [spoken_phone(each) for each in ("+8613900000001", "+85251234567")] == [
        "139 0000 0001",
        "+852 5123 4567",
    ]


@pytest.mark.parametrize(
    ("name", "shown"),
    [("王小明", "王志愿者"), ("欧阳小明", "欧阳志愿者"), ("欧阳", "欧志愿者"), ("Ann Lee", "Ann 志愿者")],
)
def test_receivers_see_the_surname(name: str, shown: str) -> None:
    assert shown_name(name) == shown


def test_years_count_from_birthday_to_birthday() -> None:
    born = date(2008, 2, 29)
    assert [years_between(born, day) for day in (date(2026, 2, 28), date(2026, 3, 1))] == [17, 18]


def test_a_guardian_is_recorded_for_minors_only() -> None:
    stated = GuardianStated(name="王父", phone="+8613900000008", consents=True)
    today = date(2026, 11, 23)
    minor = guardian_for(date(2012, 11, 23), stated, today=today, now=NOW)
    assert minor is not None
    assert (minor.name, minor.consent_at) == ("王父", NOW)
    assert guardian_for(date(2008, 11, 23), stated, today=today, now=NOW) is None


def test_volunteer_numbers_are_sixteen_checked_digits_and_differ_by_attempt() -> None:
    first, second = (
        volunteer_number("m1", community_code="511402001001", year=2026, attempt=attempt)
        for attempt in (0, 1)
    )
    assert (first[:8], first != second) == ("51140226", True)
    wrong = first[:-1] + str((int(first[-1]) + 1) % 10)
    assert [mod_11_10.is_valid(each) for each in (first, second, wrong)] == [True, True, False]


@pytest.mark.parametrize(
    "password", ["", "1234567", "abcdefgh", "wangxiaoming1", "13900000001", "aaaaaaaaaaaa"]
)
def test_first_guesses_are_no_passwords(password: str) -> None:
    with pytest.raises(WeakPassword):
        check_strong(password, personal=("wangxiaoming", "+8613900000001"))


@pytest.mark.parametrize("password", ["green-bamboo-71", "春江花月夜何处照归人", "x" * 5 + "Tq9!vw"])
def test_a_password_of_some_length_and_surprise_will_do(password: str) -> None:
    check_strong(password, personal=("王小明",))
