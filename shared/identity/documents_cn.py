"""Numbers of identity documents: which are possible, and what they say of birth date and sex."""

import re
import unicodedata
from dataclasses import dataclass
from datetime import date

from stdnum.cn import ric
from stdnum.exceptions import ValidationError

from shared.identity.member import DocumentType, Sex
from shared.kernel.errors import BadInput, FieldFault

_FORMS = {
    DocumentType.MAINLAND_ID: re.compile(r"[1-6][0-9]{16}[0-9X]"),
    DocumentType.RESIDENCE_PERMIT: re.compile(r"8[123]0000[0-9]{11}[0-9X]"),
    DocumentType.HONG_KONG_MACAO_PERMIT: re.compile(r"[HM][0-9]{8}(?:[0-9]{2})?"),
    DocumentType.TAIWAN_PERMIT: re.compile(r"[0-9]{8}(?:[0-9]{2})?"),
    DocumentType.PASSPORT: re.compile(r"[A-Z0-9]{5,17}"),
    DocumentType.PERMANENT_RESIDENCE: re.compile(r"9[0-9]{16}[0-9X]|[A-Z]{3}[0-9]{12}"),
}
_CHECKED_LENGTH = 18
"""Documents of 18 signs follow GB 11643: place or country, birth date, serial (odd for men), check digit."""


@dataclass(frozen=True, slots=True, kw_only=True)
class StatedDocument:
    """A document as its holder states it, its number possible.

    Attributes:
        type: Which document.
        number: In its one form: half-width, capitals, no spaces.
        birth_date: By the number where the number says it, else as given.
        sex: By the number where the number says it, else as given.
    """

    type: DocumentType
    number: str
    birth_date: date
    sex: Sex | None


class DocumentNotPossible(BadInput):
    """The number cannot be that document's."""

    code = "document-not-possible"
    zh = "证件号码有误，请对照证件核对"
    en = "The document number is not right; please compare it with the document"


def stated_document(
    type_: DocumentType, number: str, *, birth_date: date | None, sex: Sex | None, today: date
) -> StatedDocument:
    """Return the document stated, its number in one form.

    Args:
        type_: Which document.
        number: As typed; full-width digits, spaces, dashes and a small x are read.
        birth_date: Needed where the number does not say it; else it must agree or be left out.
        sex: Taken where the number does not say it; else it must agree or be left out.
        today: In China.

    Raises:
        DocumentNotPossible: If form, check digit, birth date or sex are wrong.
    """
    plain = re.sub(r"[\s-]", "", unicodedata.normalize("NFKC", number)).upper()
    if not _FORMS[type_].fullmatch(plain):
        raise _wrong(
            "number", "document-form", "证件号码的位数或格式不对", "The number has the wrong length or form"
        )
    if len(plain) == _CHECKED_LENGTH and type_ is not DocumentType.PASSPORT:
        said = _birth_date_in(plain)
        if birth_date not in (None, said):
            raise _wrong(
                "birth_date",
                "birth-date-differs",
                "出生日期与证件号码不一致",
                "The birth date differs from the number",
            )
        said_sex = Sex.MALE if int(plain[16]) % 2 else Sex.FEMALE
        if sex not in (None, said_sex):
            raise _wrong("sex", "sex-differs", "性别与证件号码不一致", "The sex differs from the number")
        birth_date, sex = said, said_sex
    if birth_date is None:
        raise _wrong("birth_date", "required", "请填写出生日期", "Please give the birth date")
    if not date(1900, 1, 1) <= birth_date <= today:
        raise _wrong("birth_date", "birth-date-far", "出生日期不可能", "This birth date is not possible")
    return StatedDocument(type=type_, number=plain, birth_date=birth_date, sex=sex)


def _birth_date_in(number: str) -> date:
    if number[-1] != ric.calc_check_digit(number):
        raise _wrong(
            "number",
            "check-digit",
            "证件号码有误：校验位不对，请逐位核对",
            "The check digit is wrong: please compare digit by digit",
        )
    try:
        found: date = ric.get_birth_date(number)
    except ValidationError as cause:
        raise _wrong(
            "number",
            "birth-date",
            "证件号码中的出生日期不存在",
            "The number holds a date that does not exist",
        ) from cause
    return found


def _wrong(field: str, code: str, zh: str, en: str) -> DocumentNotPossible:
    return DocumentNotPossible(faults=(FieldFault(field=field, code=code, zh=zh, en=en),))


def masked_number(number: str) -> str:
    """Return a document number as it may be shown: first and last signs, the middle hidden."""
    kept = 4 if len(number) >= 15 else 2
    return number[: kept - 1] + "*" * (len(number) - 2 * kept + 1) + number[-kept:]
