"""The kinds of service and their gates, held to the table they were taken from."""

import pytest

from services.matching.domain import errors
from services.matching.domain.kind_shapes import ConfirmedBy, Gate, MinorsRule
from services.matching.domain.need import RecordedAs
from services.matching.domain.service_kinds import SERVICE_KINDS, kind_of, name_of_kind


def numbers(*, where: str, **equals: object) -> list[int]:
    return [each.number for each in SERVICE_KINDS.values() if getattr(each, where) == equals["to"]]


def test_there_are_24_kinds_in_order() -> None:
    assert [each.number for each in SERVICE_KINDS.values()] == list(range(1, 25))
    assert list(SERVICE_KINDS)[:3] == ["HOME_VISIT", "PHONE_CARE", "MEAL_DELIVERY"]


def test_gates_stand_as_in_the_table() -> None:
    gate = {each.number: each.certificate.gate for each in SERVICE_KINDS.values()}

    assert [number for number in gate if gate[number] is Gate.REQUIRED] == [16, 17, 18, 19]
    assert [number for number in gate if gate[number] is Gate.CONDITIONAL] == [3, 4, 10, 12]
    assert numbers(where="minors", to=MinorsRule.FROM_16) == [1, 3, 8, 13, 19]
    assert numbers(where="minors", to=MinorsRule.FROM_14) == [2, 11, 20, 21, 24]
    assert numbers(where="enters_home", to=True) == [1, 3, 4, 5, 6, 7, 8, 14]
    assert numbers(where="low_risk", to=True) == [1, 2, 3, 4, 5, 8, 9, 11, 13, 17, 20]
    assert numbers(where="recorded_as", to=RecordedAs.PROFESSIONAL) == [16]
    assert numbers(where="confirmed_by", to=ConfirmedBy.ORGANISER) == [9, 12, 18, 19, 20, 21, 22, 23, 24]


def test_every_kind_says_its_name_and_limits_in_both_languages() -> None:
    for each in SERVICE_KINDS.values():
        assert each.name.zh
        assert each.name.en
        assert each.safety.zh
        assert each.safety.en
        assert 1 <= each.minutes <= 1440
        if each.certificate.gate is not Gate.NONE:
            assert each.certificate.any_of
            assert each.certificate.words.zh


def test_a_kind_nobody_knows_is_refused() -> None:
    with pytest.raises(errors.UnknownServiceKind):
        kind_of("MAGIC")
    name = name_of_kind("ERRAND")
    assert name is not None
    assert name.en == "Shopping and parcel errands"
    assert name_of_kind("MAGIC") is None
