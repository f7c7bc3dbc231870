"""What a community's choice of rules must keep to before the ledger is asked."""

from datetime import date, timedelta
from typing import Final

from shared.kernel.errors import Conflict, RuleBroken
from shared.packs.pack import RulePack

MOST_DAYS_AHEAD: Final = 731


class BeginsTooSoon(RuleBroken):
    """Rules begin on a day to come."""

    code = "rules-begin-too-soon"
    zh = "规则从以后的日子开始，最早是 {first}；已记的时间不变"
    en = "Rules begin on a day to come, {first} at the earliest; what was earned stays as it is"


class BeginsTooLate(RuleBroken):
    """Nobody decides years ahead."""

    code = "rules-begin-too-late"
    zh = "请选两年以内的日期"
    en = "Choose a day within two years"


class AlreadyChosen(Conflict):
    """The same pack begins on the same day already."""

    code = "rules-already-chosen"
    zh = "这套规则已经选过，无需再选"
    en = "This pack was chosen for that day already; nothing is left to do"


def check_can_begin(pack: RulePack, starts_on: date, today: date) -> None:
    """Pass if a pack may begin on a day.

    Raises:
        BeginsTooSoon: If that is not after today, or before the pack holds.
        BeginsTooLate: If it is more than two years away.
    """
    first = max(today + timedelta(days=1), pack.valid_from)
    if starts_on < first:
        raise BeginsTooSoon(first=first.isoformat())
    if starts_on > today + timedelta(days=MOST_DAYS_AHEAD):
        raise BeginsTooLate
