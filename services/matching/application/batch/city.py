"""What is found out about a city before anything is planned."""

from collections import defaultdict
from dataclasses import dataclass, field
from datetime import datetime

from services.matching.domain.batch.planning import Round
from services.matching.domain.batch.run import Unfillable

LOOKED_AT = 32
"""Candidates of a need that the plan chooses from; those after them cost too much to be asked in one round."""


@dataclass(slots=True)
class City:
    """What needs and shifts of a city wait for, whom their next rounds may ask, and what people were asked already.

    Attributes:
        times: By member, when what they were asked for and may still answer would be.
        shifts: Ids of those rounds that are of shifts.
    """

    rounds: list[Round] = field(default_factory=list)
    times: dict[str, list[tuple[datetime, datetime]]] = field(default_factory=lambda: defaultdict(list))
    unfillable: list[Unfillable] = field(default_factory=list)
    shifts: set[str] = field(default_factory=set)
