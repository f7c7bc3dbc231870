"""The browsers that a person lets us ring: each by an address of its maker's push service, kept sealed."""

from dataclasses import dataclass
from datetime import datetime
from typing import Final

from shared.kernel.ids import derived_id

MOST_DEVICES: Final = 5
"""Of one person; a sixth takes the place of the oldest."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Subscription:
    """What a browser gives to be rung by.

    Attributes:
        endpoint: Where its maker's push service takes what is for it.
        p256dh: Its public key, base64url.
        auth: Its secret, base64url.
    """

    endpoint: str
    p256dh: str
    auth: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Device:
    """One browser of a person.

    Attributes:
        id: Follows from the person and the browser's address.
        sealed: Its subscription, encrypted with a key outside of the database.
        added_at: When the person let it be rung.
    """

    id: str
    sealed: str
    added_at: datetime


def device_id(member_id: str, endpoint: str) -> str:
    """Return the id of a person's browser: added twice, it is there once."""
    return derived_id("device", member_id, endpoint)
