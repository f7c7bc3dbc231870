"""How much is done for each figure of the notices."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class NoticeSizes:
    """One run's sizes.

    Attributes:
        sockets: Open pages, each of a member of its own.
        signals_each_second: Signals told, each to one of them.
        telling_seconds: For how long.
        notices: Kept from events in the log, one each.
        flowing: Messages that are on their way while the service is killed.
        kills: How often it is.
    """

    sockets: int = 5_000
    signals_each_second: int = 200
    telling_seconds: int = 20
    notices: int = 50_000
    flowing: int = 20_000
    kills: int = 100


FULL = NoticeSizes()
QUICK = NoticeSizes(sockets=300, telling_seconds=5, notices=2_000, flowing=400, kills=4)
"""To see that everything can be measured; the figures themselves mean little."""
