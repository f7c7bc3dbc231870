"""Who sends: a process that says every few seconds that it lives, so that what a dead one held is soon sent by others."""

from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Final

LIVES: Final = timedelta(seconds=8)
"""Who has been silent for so long is dead to the others, and no longer sends."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Sender:
    """One process that sends.

    Attributes:
        id: New at each start.
        version: How often it was written.
        lives_until: It is alive until then; each sign of life moves it.
    """

    id: str
    version: int = 0
    lives_until: datetime

    def alive(self, now: datetime) -> "Sender":
        """Return this sender after a sign of life."""
        return replace(self, lives_until=now + LIVES)

    def is_alive(self, now: datetime) -> bool:
        """Tell whether it may send, and whether others leave alone what it holds."""
        return now < self.lives_until
