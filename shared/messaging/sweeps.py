"""What time causes: a service names its sweeps, the schedule runs them."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class Sweep:
    """Something to look for again and again; running it twice, or in two processes at once, does no harm.

    Attributes:
        name: Shown to operators, such as ``matching.expire-due-needs``.
        every_seconds: From one start to the next, at least 1.
        run: Finds what is due at the instant given and issues ordinary commands.
    """

    name: str
    every_seconds: int
    run: Callable[[datetime], object]
