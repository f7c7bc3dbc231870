"""How fast a provider is spoken to, and when it is left alone: a rate, and a breaker that opens after faults in a row."""

from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Final

OPENS_AFTER: Final = 5
"""Passing faults in a row."""
_FIRST_REST: Final = timedelta(seconds=30)
_LONGEST_REST: Final = timedelta(minutes=10)


@dataclass(frozen=True, slots=True, kw_only=True)
class Pace:
    """One provider's present state.

    Attributes:
        gap: Least time between two calls.
        free_at: When the next call may be made.
        faults: Passing faults in a row.
        rested: How often in a row it was left alone.
    """

    gap: timedelta
    free_at: datetime
    faults: int = 0
    rested: int = 0

    @property
    def is_resting(self) -> bool:
        """Tell whether the provider failed so often that it is left alone; one call at a time tries it again."""
        return self.rested > 0

    def called(self, now: datetime) -> "Pace":
        """Return the pace once a call begins."""
        return replace(self, free_at=max(now, self.free_at) + self.gap)

    def went_well(self) -> "Pace":
        """Return the pace after an answer, be it a refusal: the provider works."""
        return replace(self, faults=0, rested=0)

    def failed(self, now: datetime) -> "Pace":
        """Return the pace after a passing fault: after some in a row the provider rests, longer each time."""
        faults = self.faults + 1
        if faults < OPENS_AFTER and not self.is_resting:
            return replace(self, faults=faults)
        rest = min(_LONGEST_REST, _FIRST_REST * 2 ** min(self.rested, 10))
        return replace(self, faults=faults, rested=self.rested + 1, free_at=now + rest)
