"""What a certificate states: canonical JSON, signed as it stands, shown as it was signed. Source: 民政部令67号 14."""

import json
from dataclasses import asdict, dataclass
from datetime import date
from typing import Final

from shared.events.days import OnDay

FORMAT: Final = "linli-certificate-1"
MOST_LINES: Final = 500


@dataclass(frozen=True, slots=True, kw_only=True)
class StatedLine:
    """One service on the paper, all lawful fields of it. Source: 民政部令67号 7.

    Attributes:
        on: Day in China.
        in_charge: Who answers for it, in words; empty if the receiving side agreed and no staff had it in hand.
        grade: By whose word it is known, as a code.
        reviewed_because: Why it was entered for the organiser afterwards, in words.
    """

    record_id: str
    on: OnDay
    activity: str
    place: str
    content: str
    minutes: int
    organisation: str
    in_charge: str
    grade: str
    grade_zh: str
    grade_en: str
    reviewed_because: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Statement:
    """What stands on the paper: no ID number, no phone, no address.

    Attributes:
        number: Of the certificate, as it is typed to check it.
        volunteer_number: Stands in place of an ID number.
        recorded_by: The body that keeps the records.
        from_on: First day, in China.
        until_on: Last day, in China, included.
        minutes: In all.
        check_at: Where anyone checks it.
    """

    number: str
    holder_name: str
    volunteer_number: str
    recorded_by: str
    from_on: OnDay
    until_on: OnDay
    minutes: int
    issued_on: OnDay
    check_at: str
    lines: tuple[StatedLine, ...]


def statement_text(statement: Statement) -> str:
    """Return the canonical text: JSON, keys sorted, no spaces, days as ``2026-11-25``."""
    whole = {**asdict(statement), "format": FORMAT}
    return json.dumps(
        whole, sort_keys=True, separators=(",", ":"), ensure_ascii=False, default=date.isoformat
    )


def statement_in(text: str) -> Statement:
    """Return what a text of ours states."""
    whole = json.loads(text)
    del whole["format"]
    lines = tuple(StatedLine(**{**each, "on": date.fromisoformat(each["on"])}) for each in whole.pop("lines"))
    for name in ("from_on", "until_on", "issued_on"):
        whole[name] = date.fromisoformat(whole[name])
    return Statement(lines=lines, **whole)
