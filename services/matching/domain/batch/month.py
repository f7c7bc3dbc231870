"""What came of four weeks of asking: places filled, for whom, and how much falls on each person."""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from services.matching.domain.need import Need, NeedState
from services.matching.domain.proposal import ProposalSet, ProposalState

LOOKED_BACK = timedelta(days=28)
TIRED_SERVICES = 8
"""Services in four weeks from which staff may want to look after somebody."""
TIRED_QUESTIONS = 20
OVER = frozenset({NeedState.FILLED, NeedState.MET, NeedState.EXPIRED})
"""Withdrawn and refused needs were not left unfilled by anybody."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Filled:
    """How many places were wanted and taken.

    Attributes:
        needs: Requests with helpers wanted.
        whole: Those of them with every place taken.
    """

    needs: int = 0
    whole: int = 0
    wanted: int = 0
    taken: int = 0

    @property
    def share(self) -> float:
        """Return which share of the places was taken; all of none."""
        return self.taken / self.wanted if self.wanted else 1.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Burden:
    """What fell on one person in four weeks.

    Attributes:
        questions: How often they were asked.
        yes: How often they said yes to it.
        services: Services that began.
        coming: Services still to come.
    """

    member_id: str
    questions: int
    yes: int
    services: int
    coming: int

    @property
    def is_tired(self) -> bool:
        """Tell whether staff may want to look after them."""
        return self.services >= TIRED_SERVICES or self.questions >= TIRED_QUESTIONS


def filled(needs: Iterable[Need], now: datetime) -> Filled:
    """Return how far the places were filled of needs that began in the last four weeks and are over."""
    since = now - LOOKED_BACK
    over = [
        each
        for each in needs
        if each.helpers_wanted and each.state in OVER and since <= each.starts_at and each.ends_at <= now
    ]
    return Filled(
        needs=len(over),
        whole=sum(each.places_left <= 0 for each in over),
        wanted=sum(each.helpers_wanted for each in over),
        taken=sum(len(each.places) for each in over),
    )


def questions(asked: Iterable[ProposalSet], now: datetime) -> tuple[Counter[str], Counter[str]]:
    """Return by member how often they were asked in the last four weeks, and how often they said yes."""
    many: Counter[str] = Counter()
    yes: Counter[str] = Counter()
    for each in (one for those in asked for one in those.proposals if one.at >= now - LOOKED_BACK):
        many[each.member_id] += 1
        yes[each.member_id] += each.state is ProposalState.ACCEPTED
    return many, yes


def in_order(burdens: Iterable[Burden], names: Sequence[str]) -> tuple[Burden, ...]:
    """Return whom staff may want to look after, then the others; each by name, for it is no contest.

    Args:
        burdens: In any order.
        names: Member ids in the order of their names.
    """
    place = {member_id: at for at, member_id in enumerate(names)}
    return tuple(sorted(burdens, key=lambda each: (not each.is_tired, place.get(each.member_id, 0))))
