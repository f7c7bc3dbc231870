"""When the visits of a plan are: days of the week, a time, from and until when."""

from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta

from services.matching.domain.caring.errors import NoDayOfWeek, PlanBeginsInThePast, VisitPastMidnight
from shared.kernel.clock import CHINA
from shared.kernel.words import Words
from shared.kernel.working_days import is_public_holiday

DAY_MINUTES = 1440
_DAYS_ZH = "一二三四五六日"
_DAYS_EN = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
A_WEEK = timedelta(days=7)


@dataclass(frozen=True, slots=True, kw_only=True)
class Visit:
    """That a need is one visit of a plan.

    Attributes:
        on: Day in China.
        number: Number of the :class:`Visits` it was posted by.
        fell: Whether it was taken back because the plan was paused, changed or ended, and so may come again.
    """

    plan_id: str
    on: date
    number: int
    fell: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Visits:
    """When visits are, from one day on.

    Attributes:
        number: 1, and one more with each change.
        from_on: First day, in China.
        until_on: Last day; none goes on until it is ended.
        weekdays: 1 Monday to 7 Sunday, in order.
        starts_minute: Of the day in China.
        minutes: Length of a visit for one helper.
        helpers: How many come.
        skips_holidays: Whether nobody comes on a public holiday.
    """

    number: int = 1
    from_on: date
    until_on: date | None = None
    weekdays: tuple[int, ...]
    starts_minute: int
    minutes: int
    helpers: int = 1
    skips_holidays: bool = False

    def falls_on(self, day: date) -> bool:
        """Tell whether there is a visit on a day."""
        within = self.from_on <= day and (self.until_on is None or day <= self.until_on)
        return (
            within
            and day.isoweekday() in self.weekdays
            and not (self.skips_holidays and is_public_holiday(day))
        )

    def starts_at(self, day: date) -> datetime:
        """Return when the visit of a day begins, UTC."""
        hour, minute = divmod(self.starts_minute, 60)
        return datetime.combine(day, time(hour, minute), CHINA).astimezone(UTC)

    def ends_at(self, day: date) -> datetime:
        """Return when the visit of a day ends, UTC."""
        return self.starts_at(day) + timedelta(minutes=self.minutes)

    def check(self, today: date) -> None:
        """Pass if these visits may be agreed on a day.

        Raises:
            PlanBeginsInThePast: If they begin before it.
            VisitPastMidnight: If a visit would end after its day.
            NoDayOfWeek: If there would be no visit.
        """
        if self.from_on < today:
            raise PlanBeginsInThePast
        if self.starts_minute + self.minutes > DAY_MINUTES:
            raise VisitPastMidnight
        last = self.from_on + A_WEEK if self.until_on is None else self.until_on
        days = min((last - self.from_on).days + 1, A_WEEK.days)
        if not any((self.from_on + timedelta(days=k)).isoweekday() in self.weekdays for k in range(days)):
            raise NoDayOfWeek

    @property
    def words(self) -> Words:
        """Return them as people say them: every Tuesday and Friday, 09:00–10:00."""
        first = f"{self.starts_minute // 60:02}:{self.starts_minute % 60:02}"
        end = self.starts_minute + self.minutes
        times = f"{first}–{end // 60:02}:{end % 60:02}"
        if len(self.weekdays) == A_WEEK.days:
            return Words(f"每天 {times}", f"Every day, {times}")
        zh = "、".join(_DAYS_ZH[day - 1] for day in self.weekdays)
        en = " and ".join(", ".join(_DAYS_EN[day - 1] for day in self.weekdays).rsplit(", ", maxsplit=1))
        return Words(f"每周{zh} {times}", f"Every {en}, {times}")
