"""Where ranking policies are kept."""

from services.matching.domain.weighing.policy import RankingBook
from shared.kernel.clock import Clock
from shared.kernel.ids import Ids
from shared.storage.aggregates import Aggregates


def open_ranking_books(clock: Clock, ids: Ids) -> Aggregates[RankingBook]:
    """Return the ranking policies on the connection ``matching``, by community."""
    return Aggregates(RankingBook, alias="matching", collection="ranking_books", clock=clock, ids=ids)
