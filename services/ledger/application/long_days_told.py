"""Whoever decides about hours of long days hears that some wait: in the morning, at most once a day, and only while some are new.

Hours that wait longer are told of again each Monday, until somebody has agreed to them or taken them back.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator
from datetime import datetime, timedelta
from typing import Final

from services.ledger.application.context import Ledger
from services.ledger.application.long_days import can_agree_as
from services.ledger.domain.earning import ORGANISATION
from services.ledger.domain.waiting_lines import LongDaysTold, WaitingLine
from shared.events.ledger_credits import LongDaysWait
from shared.identity.people import Person
from shared.identity.roles import Role
from shared.kernel.clock import CHINA
from shared.kernel.ids import derived_id

FROM_HOUR: Final = 9
MONDAY: Final = 0
MOST_TOLD: Final = 10
"""People told of one book and level; whoever comes first sees to it."""
NEW_FOR: Final = timedelta(days=1)


def tell_of_long_days(ledger: Ledger, now: datetime) -> int:
    """Tell who decides of the hours that wait; return of how many books and levels. Run twice, it is told once."""
    here = now.astimezone(CHINA)
    if here.hour < FROM_HOUR:
        return 0
    by_desk: defaultdict[tuple[str, str], list[WaitingLine]] = defaultdict(list)
    for line in ledger.projections.waiting_now():
        by_desk[line.community_code, line.level].append(line)
    due = {
        desk: lines
        for desk, lines in by_desk.items()
        if here.weekday() == MONDAY or any(now - each.logged_at < NEW_FOR for each in lines)
    }
    return ledger.long_days_told.add_missing(_told(ledger, due.items(), f"{here:%Y-%m-%d}"))


def _told(
    ledger: Ledger, due: Iterable[tuple[tuple[str, str], list[WaitingLine]]], day: str
) -> Iterator[tuple[LongDaysTold, LongDaysWait]]:
    for (code, level), lines in due:
        staff_ids = tuple(sorted(each.id for each in who_decides(ledger, code, level))[:MOST_TOLD])
        minutes = sum(each.minutes for each in lines)
        told = LongDaysTold(
            id=derived_id("long-days", code, level, day), community_code=code, level=level, minutes=minutes
        )
        if staff_ids:
            fact = LongDaysWait(community_code=code, level=level, minutes=minutes, staff_ids=staff_ids)
            yield told, fact


def who_decides(ledger: Ledger, community_code: str, level: str) -> list[Person]:
    """Return who may agree to hours of a level: a book's keepers, or those who oversee an area it lies in."""
    role = Role.COMMUNITY_STAFF if level == ORGANISATION else Role.OVERSEER
    areas = dict.fromkeys(("ALL", *(community_code[:digits] for digits in (4, 6, 9, 12))))
    found = {each.id: each for area in areas for each in ledger.identity.people.on_duty(role, area)}
    return [each for each in found.values() if can_agree_as(each, level, community_code)]
