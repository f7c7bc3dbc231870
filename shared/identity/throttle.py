"""Slows down guessing of passwords: only failed sign-ins count, for one phone from one address."""

import hashlib
from datetime import datetime, timedelta
from math import ceil

from shared.identity.stored import FailureDocument
from shared.kernel.clock import Clock
from shared.kernel.errors import TooMany

FAILURES_ALLOWED = 10
WITHIN = timedelta(minutes=15)


class SignInThrottle:
    """The last failures of each phone and address, in the database: every process sees the same."""

    def __init__(self, clock: Clock) -> None:
        """Take the clock the window slides by."""
        self._clock = clock

    def check(self, phone: str, address: str) -> None:
        """Pass if fewer than ten sign-ins failed within the last quarter of an hour; one read.

        Raises:
            TooMany: Otherwise, with ``retry_after_seconds``.
        """
        document = FailureDocument.objects(id=_key(phone, address)).first()
        now = self._clock.now()
        recent = sorted(at for at in (document.at if document else ()) if at > now - WITHIN)
        if len(recent) >= FAILURES_ALLOWED:
            wait = recent[-FAILURES_ALLOWED] + WITHIN - now
            raise TooMany(retry_after_seconds=max(1, ceil(wait.total_seconds())))

    def failed(self, phone: str, address: str) -> None:
        """Count a failure; one write."""
        now = self._clock.now()
        FailureDocument._get_collection().update_one(  # noqa: SLF001 -- mongoengine's push takes no slice with upsert
            {"_id": _key(phone, address)},
            {
                "$push": {"at": {"$each": [now], "$slice": -FAILURES_ALLOWED}},
                "$set": {"day": now.date().isoformat()},
            },
            upsert=True,
        )

    def forget_old(self, now: datetime) -> int:
        """Remove the failures of the week before yesterday; return of how many phones and addresses."""
        days = [(now - timedelta(days=days)).date().isoformat() for days in range(2, 10)]
        return sum(int(FailureDocument.objects(day=day).delete() or 0) for day in days)


def _key(phone: str, address: str) -> str:
    return hashlib.sha256(f"{phone}\x1f{address}".encode()).hexdigest()
