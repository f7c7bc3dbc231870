"""What stands behind an offer that is not service: goods, funds, a venue; each field with its limits, stated once."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date, datetime
from enum import StrEnum
from typing import Annotated

from shared.events.days import OnDay
from shared.events.fields import Text, Whole
from shared.kernel.clock import CHINA
from shared.kernel.words import Words

ShortText = Annotated[str, Text(least=1, most=60)]
LongerText = Annotated[str, Text(most=200)]
Unit = Annotated[str, Text(least=1, most=12)]
Units = Annotated[int, Whole(least=1, most=1_000_000)]
Fen = Annotated[int, Whole(least=1, most=10_000_000_000, unit=(" 分", "fen"))]
Persons = Annotated[int, Whole(least=1, most=10_000, unit=(" 人", "people"))]
Weekday = Annotated[int, Whole(least=1, most=7)]
FromMinute = Annotated[int, Whole(least=0, most=1439)]
ToMinute = Annotated[int, Whole(least=1, most=1440)]


class GoodsCategory(StrEnum):
    """What sort of goods; a part of a need asks for one of these."""

    FOOD = "FOOD"
    DAILY = "DAILY"
    CLOTHING = "CLOTHING"
    BEDDING = "BEDDING"
    CARE_AID = "CARE_AID"
    APPLIANCE = "APPLIANCE"
    BOOKS = "BOOKS"
    OTHER = "OTHER"

    @property
    def words(self) -> Words:
        """Return what people call it."""
        return _CATEGORY_WORDS[self]


_CATEGORY_WORDS = {
    GoodsCategory.FOOD: Words("米面粮油和食品", "Food"),
    GoodsCategory.DAILY: Words("日用品", "Daily goods"),
    GoodsCategory.CLOTHING: Words("衣物", "Clothes"),
    GoodsCategory.BEDDING: Words("床上用品", "Bedding"),
    GoodsCategory.CARE_AID: Words("辅具和护理用品", "Aids and care goods"),
    GoodsCategory.APPLIANCE: Words("家电家具", "Appliances and furniture"),
    GoodsCategory.BOOKS: Words("书籍文具", "Books and stationery"),
    GoodsCategory.OTHER: Words("其他物品", "Other goods"),
}


class HandOver(StrEnum):
    """How goods reach people."""

    PICK_UP = "PICK_UP"
    DELIVERY = "DELIVERY"


@dataclass(frozen=True, slots=True, kw_only=True)
class Goods:
    """Things in stock.

    Attributes:
        quantity: All there ever were of this offer, in whole units; what was given counts in.
        unit: As people count them (袋, 床, pieces).
        best_before_on: Last good day, China time; none if it does not spoil.
        hand_over: Fetched, or brought to the door.
        place: Where it is fetched; may be empty for delivery.
    """

    item: ShortText
    category: GoodsCategory
    unit: Unit
    quantity: Units
    best_before_on: OnDay | None = None
    hand_over: HandOver = HandOver.PICK_UP
    place: LongerText = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Funds:
    """Money a charity pays out for a purpose, in whole fen; it never goes to a person in cash.

    Attributes:
        amount_fen: All there ever was of this offer.
        purpose: What it may be spent on.
        most_per_case_fen: Most for one part of one need.
    """

    amount_fen: Fen
    purpose: LongerText
    most_per_case_fen: Fen


@dataclass(frozen=True, slots=True, kw_only=True)
class OpenHours:
    """A span of every week in which a venue may be used, China time; minutes after midnight."""

    weekday: Weekday
    from_minute: FromMinute
    to_minute: ToMinute


@dataclass(frozen=True, slots=True, kw_only=True)
class DayApart:
    """A day on which the weekly hours do not hold; without minutes it is closed."""

    on_day: OnDay
    from_minute: FromMinute | None = None
    to_minute: ToMinute | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Venue:
    """A room or a ground that may be booked.

    Attributes:
        capacity: Most people at any moment, over all bookings.
        open_hours: When it may be booked, each week.
        days_apart: Exceptions from that.
        equipment: What stands there.
        responsible: Who opens and answers for it: a post, not a phone.
    """

    name: ShortText
    place: LongerText
    capacity: Persons
    open_hours: tuple[OpenHours, ...]
    days_apart: tuple[DayApart, ...] = ()
    equipment: LongerText = ""
    responsible: ShortText

    def is_open(self, starts_at: datetime, ends_at: datetime) -> bool:
        """Tell whether it may be used for all of a span, which lies within one day of China."""
        start, end = starts_at.astimezone(CHINA), ends_at.astimezone(CHINA)
        from_minute = start.hour * 60 + start.minute
        to_minute = from_minute + -(-int((end - start).total_seconds()) // 60)
        return any(
            opens <= from_minute and to_minute <= closes for opens, closes in self._hours_on(start.date())
        )

    def days_from(self, today: date) -> tuple[DayApart, ...]:
        """Return the days apart that are still to come, today too, by day and hour."""
        coming = (each for each in self.days_apart if each.on_day >= today)
        return tuple(sorted(coming, key=lambda each: (each.on_day, each.from_minute or 0)))

    def with_day(self, apart: DayApart, today: date) -> "Venue":
        """Return it with one day set, whatever was set for that day before; days gone by are dropped."""
        others = (each for each in self.days_from(today) if each.on_day != apart.on_day)
        return replace(self, days_apart=(*others, apart))

    def without_day(self, day: date) -> "Venue":
        """Return it with one day as every week."""
        return replace(self, days_apart=tuple(each for each in self.days_apart if each.on_day != day))

    def _hours_on(self, day: date) -> Iterable[tuple[int, int]]:
        apart = [each for each in self.days_apart if each.on_day == day]
        if apart:
            return [
                (each.from_minute, each.to_minute)
                for each in apart
                if each.from_minute is not None and each.to_minute is not None
            ]
        return [
            (each.from_minute, each.to_minute) for each in self.open_hours if each.weekday == day.isoweekday()
        ]
