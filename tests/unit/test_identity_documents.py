from datetime import date

import pytest
from stdnum.cn import ric

from shared.identity.documents import WrongKey, fresh_keys, key_file_of, keys_in
from shared.identity.documents_cn import DocumentNotPossible, masked_number, stated_document
from shared.identity.member import DocumentType, Sex

TODAY = date(2026, 11, 23)


def an_id_number(born: str, *, woman: bool = False, place: str = "511402") -> str:
    """Return an invented number whose check digit is right."""
    body = f"{place}{born}00{2 if woman else 1}"
    return body + ric.calc_check_digit(body + "0")


def faults(type_: DocumentType, number: str, birth_date: date | None = None) -> list[tuple[str, str]]:
    with pytest.raises(DocumentNotPossible) as refused:
        stated_document(type_, number, birth_date=birth_date, sex=None, today=TODAY)
    return [(each.field, each.code) for each in refused.value.faults]


def test_a_mainland_number_says_birth_date_and_sex() -> None:
    for woman, sex in ((True, Sex.FEMALE), (False, Sex.MALE)):
        number = an_id_number("19900307", woman=woman)
        stated = stated_document(DocumentType.MAINLAND_ID, number, birth_date=None, sex=None, today=TODAY)
        assert (stated.number, stated.birth_date, stated.sex) == (number, date(1990, 3, 7), sex)


def test_full_width_digits_spaces_and_a_small_x_are_read() -> None:
    number = next(each for day in range(1, 29) if (each := an_id_number(f"199003{day:02d}")).endswith("X"))
    typed = " ".join(number.lower()).translate(str.maketrans("0123456789", "０１２３４５６７８９"))
    stated = stated_document(DocumentType.MAINLAND_ID, typed, birth_date=None, sex=None, today=TODAY)
    assert stated.number == number


def test_a_wrong_check_digit_is_refused() -> None:
    number = an_id_number("19900307")
    wrong = number[:-1] + ("0" if number[-1] != "0" else "1")
    assert faults(DocumentType.MAINLAND_ID, wrong) == [("number", "check-digit")]


def test_days_that_do_not_exist_or_lie_ahead_are_refused() -> None:
    assert faults(DocumentType.MAINLAND_ID, an_id_number("19900231")) == [("number", "birth-date")]
    assert faults(DocumentType.MAINLAND_ID, an_id_number("20270101")) == [("birth_date", "birth-date-far")]
    assert faults(DocumentType.MAINLAND_ID, an_id_number("18991231")) == [("birth_date", "birth-date-far")]


def test_a_birth_date_beside_the_number_must_agree() -> None:
    number = an_id_number("19900307")
    assert faults(DocumentType.MAINLAND_ID, number, date(1990, 3, 8)) == [
        ("birth_date", "birth-date-differs")
    ]
    stated = stated_document(
        DocumentType.MAINLAND_ID, number, birth_date=date(1990, 3, 7), sex=None, today=TODAY
    )
    assert stated.birth_date == date(1990, 3, 7)


@pytest.mark.parametrize(
    ("type_", "number"),
    [
        (DocumentType.MAINLAND_ID, "51140219900307001"),
        (DocumentType.MAINLAND_ID, an_id_number("19900307", place="810000")),
        (DocumentType.RESIDENCE_PERMIT, an_id_number("19900307")),
        (DocumentType.HONG_KONG_MACAO_PERMIT, "A12345678"),
        (DocumentType.TAIWAN_PERMIT, "1234567"),
        (DocumentType.PASSPORT, "E1"),
        (DocumentType.PASSPORT, "护照一二三四五"),
        (DocumentType.PERMANENT_RESIDENCE, "USA12345"),
        (DocumentType.MAINLAND_ID, ""),
    ],
)
def test_a_number_of_another_form_is_refused(type_: DocumentType, number: str) -> None:
    assert faults(type_, number, date(1990, 1, 1)) == [("number", "document-form")]


@pytest.mark.parametrize(
    ("type_", "number"),
    [
        (DocumentType.HONG_KONG_MACAO_PERMIT, "h12345678"),
        (DocumentType.TAIWAN_PERMIT, "12345678"),
        (DocumentType.PASSPORT, "E12345678"),
        (DocumentType.PERMANENT_RESIDENCE, "USA123456789012"),
    ],
)
def test_other_documents_need_the_birth_date_said(type_: DocumentType, number: str) -> None:
    assert faults(type_, number) == [("birth_date", "required")]
    stated = stated_document(type_, number, birth_date=date(1980, 1, 2), sex=Sex.FEMALE, today=TODAY)
    assert (stated.birth_date, stated.sex) == (date(1980, 1, 2), Sex.FEMALE)


@pytest.mark.parametrize(
    ("type_", "place"),
    [(DocumentType.RESIDENCE_PERMIT, "830000"), (DocumentType.PERMANENT_RESIDENCE, "931840")],
)
def test_permits_of_eighteen_signs_are_checked_like_a_mainland_number(
    type_: DocumentType, place: str
) -> None:
    number = an_id_number("19800102", woman=True, place=place)
    stated = stated_document(type_, number, birth_date=None, sex=None, today=TODAY)
    assert (stated.birth_date, stated.sex) == (date(1980, 1, 2), Sex.FEMALE)


def test_a_mask_hides_the_birth_date() -> None:
    assert masked_number(an_id_number("19900307"))[6:14] == "********"
    assert masked_number("E12345678") == "E******78"


def test_what_is_sealed_opens_for_its_owner_alone() -> None:
    keys = fresh_keys()
    stated = stated_document(
        DocumentType.PASSPORT, "E12345678", birth_date=date(1980, 1, 2), sex=None, today=TODAY
    )
    first, second = (keys.sealed(stated, owner_id="m1") for _ in range(2))
    assert first.sealed != second.sealed
    assert first.found_by == second.found_by != fresh_keys().found_by(stated)
    assert "E12345678" not in repr(first)


def test_a_key_file_is_read_back_and_rotates() -> None:
    keys = fresh_keys()
    assert keys_in(key_file_of(keys)) == keys
    rotated = keys_in(key_file_of(keys.rotated()))
    assert (rotated.present, rotated.finding, rotated.keys["k1"]) == ("k2", keys.finding, keys.keys["k1"])


def test_a_key_file_without_its_present_key_is_refused() -> None:
    content = key_file_of(fresh_keys()).replace(b'"present": "k1"', b'"present": "k2"')
    with pytest.raises(WrongKey):
        keys_in(content)


@pytest.mark.parametrize(
    "content", [b"", b"{}", b"[]", b'{"present": "k1", "keys": {"k1": "short"}, "finding": ""}']
)
def test_what_is_no_key_file_is_refused(content: bytes) -> None:
    with pytest.raises(WrongKey):
        keys_in(content)
