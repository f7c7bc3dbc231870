"""On which ground a party stands: registered, filed, or a team of a responsible body."""

from stdnum.cn import uscc
from stdnum.exceptions import ValidationError

from services.matching.domain.parties.errors import CreditCodeWrong, GroundRequired
from shared.kernel.errors import FieldFault
from shared.kernel.words import plain_width


def known_credit_code(text: str) -> str:
    """Return a unified social credit code in its one form, if its check digit fits (GB 32100-2015).

    Raises:
        CreditCodeWrong: If it does not.
    """
    try:
        return str(uscc.validate(plain_width(text).upper()))
    except ValidationError as cause:
        wrong = CreditCodeWrong
        fault = FieldFault(field="credit_code", code=wrong.code, zh=wrong.zh, en=wrong.en)
        raise wrong(faults=(fault,)) from cause


def check_one_ground(*grounds: str | None) -> None:
    """Pass if exactly one of the three grounds is given.

    Raises:
        GroundRequired: If none or several are.
    """
    if sum(1 for each in grounds if each) != 1:
        raise GroundRequired
