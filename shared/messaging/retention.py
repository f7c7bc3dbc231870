"""How long the log keeps what every group has read."""

from datetime import datetime, timedelta

from shared.events.topics import PARTITIONS
from shared.logs import log
from shared.messaging.log import EventLog
from shared.messaging.sweeps import Sweep

EVERY_SECONDS = 3600


def log_sweeps(event_log: EventLog, kept_days: int) -> tuple[Sweep, ...]:
    """Return the sweep that trims each topic of ours; parked events are never trimmed.

    Args:
        event_log: The log.
        kept_days: What is younger stays, and what some group has not read.
    """

    def trim(now: datetime) -> None:
        before = now - timedelta(days=kept_days)
        trimmed = sum(event_log.trim(topic, before) for topic in PARTITIONS)
        if trimmed:
            log.info("old events trimmed", extra={"count": trimmed})

    return (Sweep(name="log.trim", every_seconds=EVERY_SECONDS, run=trim),)
