"""Where what was imported is kept, and the sheets it came in."""

from collections.abc import Mapping

from services.matching.application.overseeing import areas_of
from services.matching.domain.importing.earlier_service import EarlierService
from services.matching.domain.importing.run import AT_WORK, Batch, ImportRun, ImportState
from shared.kernel.clock import Clock, unix_millis
from shared.kernel.ids import Ids
from shared.storage.aggregates import Aggregates


def open_earlier_services(clock: Clock, ids: Ids) -> Aggregates[EarlierService]:
    """Return the service that other systems recorded."""
    return Aggregates(
        EarlierService,
        alias="matching",
        collection="earlier_services",
        clock=clock,
        ids=ids,
        lists=(("member_id",), ("community_code",)),
    )


def open_import_runs(clock: Clock, ids: Ids) -> Aggregates[ImportRun]:
    """Return the sheets that were sent in."""
    return Aggregates(
        ImportRun,
        alias="matching",
        collection="import_runs",
        clock=clock,
        ids=ids,
        lists=(("started_by",), ("areas",)),
        indexes=("unfinished_of", "at_work", "forget_millis"),
        also=_found_by,
    )


def _found_by(run: ImportRun) -> Mapping[str, object]:
    """Return where it was sent in, whose unfinished sheet it is, whether there is work, and since when its rows only wait."""
    waits_since = run.created_at if run.state is ImportState.CHECKED else run.ended_at
    is_unfinished = run.state in AT_WORK or run.state is ImportState.CHECKED
    return {
        "areas": areas_of(run.community_code),
        "unfinished_of": run.started_by if is_unfinished else None,
        "at_work": True if run.state in AT_WORK else None,
        "forget_millis": unix_millis(waits_since) if waits_since and not run.rows_erased else None,
    }


def open_import_batches(clock: Clock, ids: Ids) -> Aggregates[Batch]:
    """Return the rows of the sheets."""
    return Aggregates(
        Batch, alias="matching", collection="import_batches", clock=clock, ids=ids, indexes=("run_id",)
    )
