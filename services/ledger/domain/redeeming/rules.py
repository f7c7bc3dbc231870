"""Who may redeem what: by the community's rules, the catalogue's terms, and the calendar."""

from datetime import UTC, datetime, time, timedelta
from typing import Final

from services.ledger.domain.redeeming.catalogue import Terms
from services.ledger.domain.redeeming.errors import (
    AgeUnknown,
    AlreadyPast,
    CounterFactsMissing,
    HardshipRequired,
    InsufficientCredit,
    NotForThem,
    TooSoon,
    TooYoung,
    WindowWrong,
)
from services.ledger.domain.redeeming.redemption import AtCounter, OrderedAs, PaidBy
from shared.kernel.clock import CHINA
from shared.packs.spending import Drawing, Redemption, Unfit

MOST_DAYS_AHEAD: Final = 60
LONGEST_WINDOW: Final = timedelta(days=1)
FIRST_START: Final = time(9)
LAST_START: Final = time(17)
HALF_HOUR: Final = timedelta(minutes=30)


def check_window(terms: Terms, starts_at: datetime, ends_at: datetime, now: datetime) -> None:
    """Pass if the service can be given in a window.

    Raises:
        AlreadyPast: If it would have begun by now.
        TooSoon: If it starts before the lead time is over.
        WindowWrong: If it is too short, longer than a day, or more than 60 days away.
    """
    if starts_at < now:
        raise AlreadyPast
    if starts_at < now + timedelta(hours=terms.lead_hours):
        raise TooSoon(hours=terms.lead_hours)
    long = ends_at - starts_at
    far = ends_at > now + timedelta(days=MOST_DAYS_AHEAD)
    if not timedelta(minutes=terms.minutes) <= long <= LONGEST_WINDOW or far:
        raise WindowWrong(minutes=terms.minutes)


def first_start(now: datetime, lead_hours: int) -> datetime:
    """Return the first half hour by day, on China's clock, at which a service may begin that is booked so far ahead."""
    soonest = (now + timedelta(hours=lead_hours)).astimezone(CHINA)
    at = soonest.replace(minute=0, second=0, microsecond=0)
    while at < soonest:
        at += HALF_HOUR
    if at.time() > LAST_START:
        at += timedelta(days=1)
    elif at.time() >= FIRST_START:
        return at.astimezone(UTC)
    return datetime.combine(at.date(), FIRST_START, CHINA).astimezone(UTC)


def check_may_receive(rules: Redemption, terms: Terms, drawing: Drawing | None) -> None:
    """Pass if somebody may receive the service for these credits; hardship stands above the age an entry asks for.

    Args:
        rules: Those of the community's pack.
        terms: Those of the catalogue.
        drawing: What is known of them; None if no relation to who saved is on record.

    Raises:
        NotForThem: If the rules do not let one redeem for them.
        AgeUnknown: If an age is asked for and not known.
        TooYoung: If they are younger, or the pack asks for more.
    """
    if drawing is None:
        raise NotForThem
    unfit = rules.why_not(drawing)
    if unfit is Unfit.RELATION:
        raise NotForThem
    least = 0 if drawing.in_hardship else terms.least_age
    if drawing.receiver_age is None and (least or unfit is Unfit.AGE):
        raise AgeUnknown
    if unfit is Unfit.AGE or (drawing.receiver_age or 0) < least:
        raise TooYoung


def check_counter(ordered_as: OrderedAs, paid_by: PaidBy, at_counter: AtCounter | None) -> None:
    """Pass if what has to be recorded at a counter was.

    Raises:
        CounterFactsMissing: If staff order without it.
        HardshipRequired: If the pool is to pay without hardship verified.
    """
    if ordered_as is OrderedAs.STAFF and at_counter is None:
        raise CounterFactsMissing
    if paid_by is PaidBy.POOL and not (at_counter and at_counter.hardship):
        raise HardshipRequired


def check_covers(free_minutes: int, minutes: int) -> None:
    """Pass if so many free credits cover the price.

    Raises:
        InsufficientCredit: If not.
    """
    if free_minutes < minutes:
        raise InsufficientCredit(minutes=minutes, free=max(0, free_minutes))
