"""A photo that shows a shift took place."""

from dataclasses import dataclass
from datetime import datetime

MOST_PHOTOS = 12


@dataclass(frozen=True, slots=True, kw_only=True)
class Photo:
    """One photo, kept as a document of its own so that it is on every node of a cluster and in every backup.

    Attributes:
        content: A JPEG, drawn anew without any data of where and with what it was taken.
    """

    id: str
    version: int = 0
    shift_id: str
    content: bytes
    added_by: str
    added_at: datetime
