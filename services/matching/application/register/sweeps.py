"""What time takes away from the register."""

from datetime import datetime

from shared.identity.opening import Identity


def forget_what_is_over(identity: Identity, now: datetime) -> int:
    """Remove sessions that ended and failed sign-ins of days ago; return how many; run twice, nothing more."""
    return identity.sessions.forget_expired(now) + identity.throttle.forget_old(now)
