"""Money as people type and read it: yuan, kept in whole fen."""

import re
from typing import Annotated

from services.matching.domain.register.errors import one_fault
from shared.events.fields import Text

Yuan = Annotated[str, Text(most=13)]
_YUAN = re.compile(r"([0-9]{1,8})(?:\.([0-9]{1,2}))?")


def fen_of(typed: str, field: str) -> int:
    """Return yuan as they are typed in whole fen.

    Raises:
        BadInput: If it is no amount above nothing.
    """
    found = _YUAN.fullmatch(typed)
    fen = int(found.group(1)) * 100 + int((found.group(2) or "").ljust(2, "0")) if found else 0
    if fen <= 0:
        raise one_fault(
            field, "no-amount", "应为金额，如 300 或 12.50", "This must be an amount, such as 300 or 12.50"
        )
    return fen


def yuan(fen: int) -> str:
    """Return fen as yuan, without decimals where there are none."""
    return f"{fen // 100}" if fen % 100 == 0 else f"{fen // 100}.{fen % 100:02d}"
