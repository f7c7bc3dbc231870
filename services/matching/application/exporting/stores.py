"""Where the lines of exports are kept, and what they are listed by."""

from services.matching.application.overseeing import areas_of
from services.matching.domain.exporting.asked import ExportRun
from services.matching.domain.exporting.own_names import OwnNames
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


def open_export_names(clock: Clock, ids: Ids) -> Aggregates[OwnNames]:
    """Return the names that communities give to the columns."""
    return Aggregates(OwnNames, alias="matching", collection="export_names", clock=clock, ids=ids)
