"""How much of everything the time bank that people use is measured with."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class TimebankSizes:
    """How much of everything.

    Attributes:
        reaching: Orders in the same moment for credits that cover one.
        each_second: Orders a second.
        seconds: For how long.
        members: Who order in turn.
        statement: Postings of the statement that is opened.
        certificates: How many are taken, one after the other.
        listed: Services that each of them states.
    """

    reaching: int
    each_second: int
    seconds: int
    members: int
    statement: int
    certificates: int
    listed: int


FULL = TimebankSizes(
    reaching=1000, each_second=20, seconds=30, members=100, statement=10_000, certificates=10, listed=100
)
QUICK = TimebankSizes(
    reaching=60, each_second=10, seconds=3, members=20, statement=400, certificates=3, listed=20
)
