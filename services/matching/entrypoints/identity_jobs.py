"""What the register forgets in time: sessions that are over, failed sign-ins of days ago."""

from services.matching.application.register.sweeps import forget_what_is_over
from shared.identity.opening import Identity
from shared.messaging.sweeps import Sweep

EVERY_SECONDS = 3600


def sweeps(identity: Identity) -> tuple[Sweep, ...]:
    """Return the sweeps of the register."""
    return (
        Sweep(
            name="identity.forget-what-is-over",
            every_seconds=EVERY_SECONDS,
            run=lambda now: forget_what_is_over(identity, now),
        ),
    )
