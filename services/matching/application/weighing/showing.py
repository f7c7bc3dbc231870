"""A community's ranking policy as staff read it, with how evenly service falls on people."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from services.matching.application.context import Matching
from services.matching.application.weighing.weighing import ranking_book
from services.matching.domain.weighing.policy import Preview, RankingBook, TermWeights
from shared.identity.actor import Actor
from shared.identity.permissions import Permission

TIRED_FROM = 8
"""Services in a month from which staff may want to look after somebody."""


@dataclass(frozen=True, slots=True, kw_only=True)
class VersionView:
    """One version, newest first in lists."""

    number: int
    weights: TermWeights
    note: str
    preview: Preview
    made_by_name: str
    made_at: datetime
    on_at: datetime | None


@dataclass(frozen=True, slots=True, kw_only=True)
class SpreadView:
    """How evenly the services of the last month and those to come fall on who offers service here.

    Attributes:
        people: Who offers service.
        none: Those without any service.
        most: Services of the person with most.
        tired: People with eight or more.
        unevenness: 0 if all served alike, towards 1 the more falls on few (Gini).
    """

    people: int
    none: int
    most: int
    tired: int
    unevenness: float


@dataclass(frozen=True, slots=True, kw_only=True)
class RankingView:
    """What weighs in a community, and what did."""

    community_code: str
    number: int
    weights: TermWeights
    versions: tuple[VersionView, ...]
    spread: SpreadView


def ranking_shown(m: Matching, actor: Actor, community_code: str) -> RankingView:
    """Return the ranking policy of a community.

    Raises:
        Forbidden: If the actor does not work at its desk.
    """
    actor.check_may(Permission.SEE_DESK, community_code)
    return ranking_view(m, ranking_book(m, community_code))


def ranking_view(m: Matching, book: RankingBook) -> RankingView:
    """Return a ranking policy at hand as staff read it."""
    names = m.people.names(sorted({each.made_by for each in book.versions})) if book.versions else {}
    versions = tuple(
        VersionView(
            number=each.number,
            weights=each.weights,
            note=each.note,
            preview=each.preview,
            made_by_name=names.get(each.made_by, "–"),
            made_at=each.made_at,
            on_at=each.on_at,
        )
        for each in reversed(book.versions)
    )
    return RankingView(
        community_code=book.id,
        number=book.number,
        weights=book.weights,
        versions=versions,
        spread=spread_of(m.candidates.loads(book.id)),
    )


def spread_of(loads: Sequence[int]) -> SpreadView:
    """Return how evenly these numbers of services fall on people."""
    ordered, many, total = sorted(loads), len(loads), sum(loads)
    weighted = sum((2 * place - many - 1) * each for place, each in enumerate(ordered, 1))
    return SpreadView(
        people=many,
        none=ordered.count(0),
        most=ordered[-1] if ordered else 0,
        tired=sum(each >= TIRED_FROM for each in ordered),
        unevenness=round(weighted / (many * total), 2) if total else 0.0,
    )
