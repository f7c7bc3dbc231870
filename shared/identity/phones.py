"""Telephone numbers in one form, E.164, however they were typed."""

import unicodedata
from functools import lru_cache

import phonenumbers

from shared.kernel.errors import BadInput, FieldFault

_WRONG = {
    "zh": "请填写有效的电话号码：11 位手机号，或带区号的座机号；境外号码以 + 和国家代码开头",
    "en": "Please give a valid telephone number: a mobile, a landline with its area code, or + and the country code",
}


def normal_phone(text: str, *, field: str = "phone") -> str:
    """Return the number as E.164; ``+86`` is meant where no country is said; full-width digits are read.

    Raises:
        BadInput: With a fault at ``field``, if it is no telephone number.
    """
    found = possible_phone(text)
    if found is None:
        raise BadInput(faults=(FieldFault(field=field, code="not-a-phone", **_WRONG),))
    return found


@lru_cache(maxsize=1024)  # an import asks for the same number again and again
def possible_phone(text: str) -> str | None:
    """Return the number as E.164, or None if it is no telephone number."""
    try:
        number = phonenumbers.parse(unicodedata.normalize("NFKC", text).strip(), "CN")
    except phonenumbers.NumberParseException:
        return None
    if number.extension or not phonenumbers.is_valid_number(number):
        return None
    return phonenumbers.format_number(number, phonenumbers.PhoneNumberFormat.E164)


def spoken_phone(phone: str) -> str:
    """Return an E.164 number as people write it: national in the mainland, international elsewhere."""
    number = phonenumbers.parse(phone)
    form = phonenumbers.PhoneNumberFormat
    return phonenumbers.format_number(
        number, form.NATIONAL if number.country_code == 86 else form.INTERNATIONAL
    )
