"""What no pack may say, whatever its city: its parts must fit each other, and credits never become money or goods."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Final

from shared.kernel.errors import FieldFault
from shared.packs.earning import Lasting
from shared.packs.pack import RulePack
from shared.packs.recognising import LeftTo


@dataclass(frozen=True, slots=True)
class Limit:
    """What must hold, where it stands, and what to say if it does not."""

    field: str
    holds: Callable[[RulePack], bool]
    zh: str
    en: str


def _rises(hours: tuple[int, ...]) -> bool:
    return sorted(set(hours)) == list(hours)


LIMITS: Final = (
    Limit(
        "honour.convertible",
        lambda pack: not pack.honour.convertible,
        "荣誉积分不能兑换",
        "Honour points buy nothing",
    ),
    Limit(
        "redemption.goods",
        lambda pack: not pack.redemption.goods,
        "时间不能换物品",
        "Credits buy services, never goods",
    ),
    Limit(
        "stars.hours",
        lambda pack: len(pack.stars.hours) == 5 and _rises(pack.stars.hours),
        "应为五个递增的小时数",
        "Five rising numbers of hours are wanted",
    ),
    Limit(
        "stars.medal_hours", lambda pack: _rises(pack.stars.medal_hours), "应递增", "These numbers must rise"
    ),
    Limit(
        "earner.with_guardian_from",
        lambda pack: pack.earner.with_guardian_from <= pack.earner.least_age,
        "不能大于独立参加的年龄",
        "This cannot be above the age without a guardian",
    ),
    Limit(
        "days.organisation_hours",
        lambda pack: pack.days.stands_hours <= pack.days.organisation_hours,
        "不能少于当日直接计入的小时数",
        "This cannot be less than what stands by itself",
    ),
    Limit(
        "expiry.days",
        lambda pack: (pack.expiry.days > 0) == (pack.expiry.lasting is Lasting.DAYS),
        "只有按天到期时才填天数，且至少 1 天",
        "Days belong to the rule DAYS alone, at least one",
    ),
    Limit(
        "cap.above",
        lambda pack: bool(pack.cap.above),
        "请说明超出部分的去向",
        "Say what becomes of what is above",
    ),
    Limit(
        "false_hours.most_years",
        lambda pack: pack.false_hours.least_years <= pack.false_hours.most_years,
        "不能少于最短年限",
        "This cannot be less than the least",
    ),
    Limit(
        "closing.died",
        lambda pack: pack.closing.died is not LeftTo.NEW_COMMUNITY,
        "身故后只能由亲属继承或转入公益池",
        "After a death credits go to heirs or to the pool",
    ),
)


def beyond_limits(pack: RulePack) -> Iterator[FieldFault]:
    """Yield a fault for each limit that the pack does not keep."""
    for each in LIMITS:
        if not each.holds(pack):
            yield FieldFault(field=each.field, code="rule-not-possible", zh=each.zh, en=each.en)
