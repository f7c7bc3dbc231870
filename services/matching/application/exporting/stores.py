"""Where the lines of exports are kept, and what they are listed by."""

from services.matching.application.overseeing import areas_of
from services.matching.domain.exporting.asked import ExportRun
from shared.kernel.clock import Clock
from shared.kernel.ids import Ids
from shared.storage.aggregates import Aggregates


def open_export_runs(clock: Clock, ids: Ids) -> Aggregates[ExportRun]:
    """Return the lines of exports."""
    return Aggregates(
        ExportRun,
        alias="matching",
        collection="export_runs",
        clock=clock,
        ids=ids,
        lists=(("community_code",), ("areas",)),
        also=lambda run: {"areas": areas_of(run.community_code)},
    )
