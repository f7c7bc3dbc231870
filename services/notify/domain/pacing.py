"""How fast a provider is spoken to, and when it is left alone: a rate, and a breaker that opens after faults in a row."""

from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Final

OPENS_AFTER: Final = 5
"""Passing faults in a row."""
_FIRST_REST: Final = timedelta(seconds=30)
_LONGEST_REST: Final = timedelta(minutes=10)
_ROUND: Final = timedelta(seconds=2)
LEAST_IN_A_ROUND: Final = 8
MOST_IN_A_ROUND: Final = 500
_SAVED: Final = timedelta(seconds=1) / 4
"""Turns that nobody took are kept for so long."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Pace:
    """One provider's present state.

    Attributes:
        gap: Least time between two calls.
        free_at: When the next call may be made.
        faults: Passing faults in a row.
        rested: How often in a row it was left alone.
        rests_until: When its last rest ends.
    """

    gap: timedelta
    free_at: datetime
    faults: int = 0
    rested: int = 0
    rests_until: datetime | None = None

    @property
    def is_resting(self) -> bool:
        """Tell whether the provider failed so often that it is left alone; one call at a time tries it again."""
        return self.rested > 0

    def rests_at(self, now: datetime) -> bool:
        """Tell whether it is left alone at an instant."""
        return self.is_resting and self.rests_until is not None and now < self.rests_until

    def turns(self, now: datetime, most: int) -> int:
        """Return how many calls may begin at once: what is due, with the turns of the last quarter second that nobody took."""
        if self.free_at > now:
            return 0
        if self.is_resting:
            return min(1, most)
        return min(most, 1 + (now - self._from(now)) // self.gap) if self.gap else most

    def called(self, now: datetime, calls: int = 1) -> "Pace":
        """Return the pace once so many calls begin."""
        return replace(self, free_at=self._from(now) + calls * self.gap)

    def _from(self, now: datetime) -> datetime:
        saved = _SAVED // self.gap * self.gap if self.gap else timedelta(0)
        return max(now - saved, self.free_at)

    @property
    def in_a_round(self) -> int:
        """Return how many are worth looking up at once: those of two seconds, so that nothing pressing waits long behind them."""
        return (
            max(LEAST_IN_A_ROUND, min(MOST_IN_A_ROUND, _ROUND // self.gap)) if self.gap else MOST_IN_A_ROUND
        )

    def went_well(self) -> "Pace":
        """Return the pace after an answer, be it a refusal: the provider works."""
        return replace(self, faults=0, rested=0)

    def failed(self, now: datetime) -> "Pace":
        """Return the pace after a call that began at an instant had a passing fault: after some in a row the provider rests.

        It rests longer each time; calls that were under way together when it began to rest count as one time.
        """
        faults = self.faults + 1
        if self.rests_at(now):
            return replace(self, faults=faults)
        if faults < OPENS_AFTER and not self.is_resting:
            return replace(self, faults=faults)
        rest = min(_LONGEST_REST, _FIRST_REST * 2 ** min(self.rested, 10))
        until = now + rest
        return replace(self, faults=faults, rested=self.rested + 1, free_at=until, rests_until=until)
