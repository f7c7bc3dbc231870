"""Where runs are kept, and what they are listed by; and the prices that nights taught."""

from services.matching.domain.batch.holding import HelperPrices
from services.matching.domain.batch.run import MatchRun
from shared.kernel.clock import Clock, unix_millis
from shared.kernel.ids import Ids
from shared.storage.aggregates import Aggregates


def open_match_runs(clock: Clock, ids: Ids) -> Aggregates[MatchRun]:
    """Return the runs on the connection ``matching``, by city."""
    return Aggregates(
        MatchRun,
        alias="matching",
        collection="match_runs",
        clock=clock,
        ids=ids,
        lists=(("city_code",),),
        indexes=("at_millis",),
        also=lambda run: {"at_millis": unix_millis(run.at)},
    )


def open_helper_prices(clock: Clock, ids: Ids) -> Aggregates[HelperPrices]:
    """Return the prices of helpers' time on the connection ``matching``, by community."""
    return Aggregates(HelperPrices, alias="matching", collection="helper_prices", clock=clock, ids=ids)
