"""The passbook on paper: what was printed can be read back, for its code follows from what the ledger held then."""

import base64
import hashlib
from dataclasses import dataclass
from datetime import datetime
from typing import Final

from services.ledger.application.accounts import statement
from services.ledger.application.as_of import PastBalance, Point, as_of
from services.ledger.application.context import Ledger
from services.ledger.domain.accounts import Unit
from services.ledger.domain.filtering import EntryFilter
from services.ledger.domain.lines import Entry
from shared.kernel.clock import unix_millis

LINES_PRINTED: Final = 40
_CODE_SIGNS: Final = 8


@dataclass(frozen=True, slots=True, kw_only=True)
class Passbook:
    """What is printed.

    Attributes:
        at: The instant it was printed, UTC.
        had: What the member had then.
        entries: The newest time credits in and out, newest first.
        code: Eight signs that follow from member, instant and balances; two halves by a dash.
    """

    at: datetime
    had: PastBalance
    entries: tuple[Entry, ...]
    code: str


def passbook_now(ledger: Ledger, member_id: str) -> Passbook:
    """Return a member's passbook as it is; log time may be a little ahead of the machine's clock."""
    newest = statement(ledger, member_id, limit=1).items
    return passbook(ledger, member_id, max([ledger.clock.now(), *(each.logged_at for each in newest)]))


def passbook(ledger: Ledger, member_id: str, at: datetime) -> Passbook:
    """Return a member's passbook as of an instant of log time; asked for again later it is the same."""
    had = as_of(ledger, member_id, Point(logged_at=at))
    newest = statement(ledger, member_id, EntryFilter(unit=Unit.CREDIT), limit=LINES_PRINTED).items
    return Passbook(
        at=at,
        had=had,
        entries=tuple(each for each in newest if each.logged_at <= at),
        code=check_code(member_id, at, had),
    )


def check_code(member_id: str, at: datetime, had: PastBalance) -> str:
    """Return the code of a passbook; another balance, person or instant gives another one."""
    told = "\x1f".join((member_id, str(unix_millis(at)), str(had.service_minutes), str(had.credit_minutes)))
    signs = base64.b32encode(hashlib.sha256(told.encode()).digest()).decode()[:_CODE_SIGNS]
    return f"{signs[: _CODE_SIGNS // 2]}-{signs[_CODE_SIGNS // 2 :]}"


def same_code(given: str, code: str) -> bool:
    """Tell whether somebody typed or scanned this code, however they wrote it."""
    return given.strip().upper().replace("-", "").replace(" ", "") == code.replace("-", "")
