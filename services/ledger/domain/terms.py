"""The terms of earning: what a rule pack says of it, as a text that stands in the chain and is understood for ever."""

import json
from dataclasses import asdict, dataclass
from datetime import datetime, timedelta, timezone
from functools import cache
from typing import Final

from services.ledger.domain.books import Books, Chosen
from services.ledger.domain.rules import DAY_MILLIS
from shared.kernel.clock import from_unix_millis, unix_millis
from shared.packs.earning import Above, Lasting, Rounding, scaled
from shared.packs.pack import RulePack

CHINA: Final = timezone(timedelta(hours=8))
"""The time of a day and a year in the chain; no table of time zones is asked."""

_EIGHT_HOURS: Final = 8 * 3_600_000
MOST_CHARACTERS: Final = 4000
_LATER: Final = frozenset({"least_age", "with_guardian_from", "groups_donate", "may_choose"})
"""What a text says only where it differs from nothing."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Terms:
    """What decides the earning of a book.

    Attributes:
        ratio: Credits for a minute, ``1/1``.
        by_kind: The ratio of kinds that have their own.
        kinds: Kinds that earn credits; none is all.
        rounding: Of what is not whole.
        whole_minutes: To a multiple of so many.
        most_minutes: Credits one person may hold; 0 is no cap.
        above: ``POOL`` or ``HONOUR``: where more goes.
        lasting: How long credits last.
        days: Where days are counted.
        stands_minutes: Of one day, what stands by itself; 0 is everything.
        organisation_minutes: Of one day, up to where the organisation agrees.
        least_age: From which age one earns, full years; 0 is any.
        with_guardian_from: From which with a guardian's consent.
        groups_donate: Whether what a group earns goes to the pool.
        may_choose: Whether a member chooses what becomes of more than the cap; until they do, ``above`` says.

    The last four stand in the text only where they say something, so that texts of chains that were written before them
    are still the one text of their terms.
    """

    ratio: str
    by_kind: dict[str, str]
    kinds: list[str]
    rounding: str
    whole_minutes: int
    most_minutes: int
    above: str
    lasting: str
    days: int
    stands_minutes: int
    organisation_minutes: int
    least_age: int = 0
    with_guardian_from: int = 0
    groups_donate: bool = False
    may_choose: bool = False

    def too_young(self, minor_age: int | None, *, guardian_agreed: bool) -> bool:
        """Tell whether somebody of this age, known for who is under 18 only, earns no credits."""
        return minor_age is not None and minor_age < (
            self.with_guardian_from if guardian_agreed else self.least_age
        )

    def credits(self, minutes: int, service_kind: str) -> int:
        """Return the credits that the minutes of a service earn."""
        if self.kinds and service_kind not in self.kinds:
            return 0
        ratio = self.by_kind.get(service_kind, self.ratio)
        return scaled(minutes, ratio, Rounding(self.rounding), self.whole_minutes)

    def expires_at_millis(self, served_at_millis: int) -> int:
        """Return when the credits of a service end, Unix milliseconds; 0 is never."""
        lasting = Lasting(self.lasting)
        if lasting is Lasting.ALWAYS:
            return 0
        if lasting is Lasting.DAYS:
            return served_at_millis + self.days * DAY_MILLIS
        year = from_unix_millis(served_at_millis).astimezone(CHINA).year
        return unix_millis(datetime(year + 1, 1, 1, tzinfo=CHINA))

    def parts(self, before: int, minutes: int) -> tuple[int, int, int]:
        """Return how many of a day's further minutes stand, wait for the organisation, wait for the level above."""
        if not self.stands_minutes:
            return minutes, 0, 0
        after = before + minutes
        stands = max(0, min(after, self.stands_minutes) - before)
        organisation = max(
            0, min(after, self.organisation_minutes) - max(before, self.stands_minutes, before + stands)
        )
        return stands, organisation, minutes - stands - organisation


def terms_of(pack: RulePack) -> Terms:
    """Return what a pack says of earning."""
    rule = pack.coefficients
    return Terms(
        ratio=rule.ratio,
        by_kind={each.kind: each.ratio for each in rule.by_kind},
        kinds=list(pack.kinds.allowed),
        rounding=rule.rounding.value,
        whole_minutes=rule.whole_minutes,
        most_minutes=pack.cap.most_minutes,
        above=pack.cap.above[0].value,
        lasting=pack.expiry.lasting.value,
        days=pack.expiry.days,
        stands_minutes=pack.days.stands_minutes,
        organisation_minutes=pack.days.organisation_minutes,
        least_age=pack.earner.least_age,
        with_guardian_from=pack.earner.with_guardian_from,
        groups_donate=pack.groups.donate_only,
        may_choose=bool(pack.cap.most_hours) and len(pack.cap.above) > 1,
    )


def told_terms(terms: Terms) -> str:
    """Return the one text of these terms."""
    said = {name: value for name, value in asdict(terms).items() if value or name not in _LATER}
    return json.dumps(said, sort_keys=True, separators=(",", ":"))


@cache
def read_terms(text: str) -> Terms:
    """Return the terms that a text of the chain says.

    Raises:
        ValueError: If it is not the one text of some terms.
    """
    if len(text) > MOST_CHARACTERS:
        raise ValueError
    try:
        terms = Terms(**json.loads(text))
        Rounding(terms.rounding), Above(terms.above), Lasting(terms.lasting)
        sane = terms.credits(1440, "") >= 0 and terms.expires_at_millis(0) >= 0
        parts = 0 <= terms.stands_minutes <= terms.organisation_minutes
        ratios = [terms.credits(60, each) for each in terms.by_kind]
        ages = 0 <= terms.with_guardian_from <= terms.least_age
    except (TypeError, ArithmeticError, AttributeError, RecursionError) as cause:
        raise ValueError from cause
    if told_terms(terms) != text or not (sane and parts and ages) or min(ratios, default=0) < 0:
        raise ValueError
    return terms


def chosen_at(books: Books, community_code: str, at_millis: int) -> Chosen | None:
    """Return the rules that a book chose and that hold for a service given at this instant, or None for the plain ones."""
    held = [each for each in books.chosen.get(community_code, ()) if each.starts_at_millis <= at_millis]
    return held[-1] if held else None


def terms_at(books: Books, community_code: str, at_millis: int) -> Terms | None:
    """Return the terms that hold for a service given at this instant, or None for the plain ones."""
    chosen = chosen_at(books, community_code, at_millis)
    return read_terms(chosen.terms) if chosen else None


def day_of(at_millis: int) -> int:
    """Return the number of the day in China."""
    return (at_millis + _EIGHT_HOURS) // DAY_MILLIS
