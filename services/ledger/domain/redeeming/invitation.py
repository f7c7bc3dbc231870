"""An invitation to draw what one saved: made once a quarter for a member, so that hours are used and not only kept."""

from dataclasses import dataclass
from datetime import datetime
from typing import Final

from shared.kernel.clock import CHINA
from shared.kernel.ids import derived_id

LEAST_SAVED_MINUTES: Final = 300
"""Who has less is not invited."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Invitation:
    """One member, invited once.

    Attributes:
        id: Follows from the member and the quarter.
        entry_id: What was named.
        minutes: What was free then.
    """

    id: str
    version: int = 0
    member_id: str
    community_code: str
    entry_id: str
    service_kind: str
    minutes: int
    created_at: datetime


def invitation_id(member_id: str, now: datetime) -> str:
    """Return the id of a member's invitation of the quarter of China that an instant lies in."""
    there = now.astimezone(CHINA)
    return derived_id("draw-invitation", member_id, f"{there.year}-{(there.month - 1) // 3 + 1}")
