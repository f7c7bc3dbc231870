"""How cells are written by hand: digits in full width, days with slashes, hours with a point."""

import re
from datetime import datetime
from decimal import Decimal, InvalidOperation

from services.matching.domain.service_kinds import SERVICE_KINDS
from shared.kernel.clock import CHINA
from shared.kernel.words import plain_width

_MOMENT = re.compile(
    r"(\d{4})[-/.年](\d{1,2})[-/.月](\d{1,2})日?(?:[T\s]+(\d{1,2})[:：时](\d{1,2})?分?(?::\d{1,2})?)?$"
)
_BY_NAME = {name: each.code for each in SERVICE_KINDS.values() for name in (each.name.zh, each.name.en)}
_YES = frozenset({"是", "有", "yes", "y", "true", "1"})
_NO = frozenset({"否", "无", "no", "n", "false", "0"})


def plain(cell: str) -> str:
    """Return a text with plain letters and digits."""
    return plain_width(cell).strip()


def moment(cell: str) -> str:
    """Return an instant in China time as the fields read it; a day alone is its midnight."""
    found = _MOMENT.fullmatch(plain(cell))
    if found is None:
        return cell
    year, month, day, hour, minute = (int(part or 0) for part in found.groups())
    try:
        return datetime(year, month, day, hour, minute, tzinfo=CHINA).isoformat()
    except ValueError:
        return cell


def number(cell: str) -> object:
    """Return a whole number, or the text for the field to refuse."""
    try:
        value = Decimal(plain(cell))
    except InvalidOperation:
        return cell
    return int(value) if value.is_finite() and value == value.to_integral_value() else cell


def degrees(cell: str) -> object:
    """Return a number of degrees, or the text for the field to refuse."""
    try:
        return float(plain(cell))
    except ValueError:
        return cell


def minutes_of_hours(cell: str) -> object:
    """Return hours as whole minutes, or the text for the field to refuse."""
    try:
        minutes = Decimal(plain(cell)) * 60
    except InvalidOperation:
        return cell
    return int(minutes) if minutes.is_finite() and minutes == minutes.to_integral_value() else cell


def service_kind(cell: str) -> str:
    """Return the code of a kind of service that may be written by its name."""
    return _BY_NAME.get(cell, plain(cell).upper())


def yes_or_no(cell: str) -> object:
    """Return whether a cell says yes, or the text for the field to refuse."""
    said = plain(cell).casefold()
    return True if said in _YES else False if said in _NO else cell
