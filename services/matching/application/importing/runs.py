"""Sheets sent in from a page: checked and taken in beside the pages, part by part, whatever stops in between."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from services.matching.adapters.tables import faulty_sheet, lines_in
from services.matching.application.context import Matching
from services.matching.application.importing.columns import Row, Sheet, row_of, sheet_of
from services.matching.application.importing.kinds import KINDS, actor_of_member
from services.matching.application.importing.taking import Outcome, in_batches
from services.matching.application.keeping import added_once
from services.matching.application.overseeing import audited_area
from services.matching.domain.importing.errors import EmptySheet, TooManyRuns
from services.matching.domain.importing.run import AT_WORK, Batch, Count, ImportRun, ImportState, KeptRow
from shared.events.importing import ImportChanged
from shared.identity.actor import Actor
from shared.kernel.clock import unix_millis
from shared.kernel.errors import NotFound, StaleWrite
from shared.storage.aggregates import retrying
from shared.storage.paging import Page

MOST_AT_WORK = 3
"""Sheets of one person that may be at work, or wait to be confirmed, at a time."""
BATCHES_EACH_TICK = 10
"""After so many parts a tick ends, so that the platform can stop between them."""
KEPT_FOR = timedelta(days=30)
"""After so long the rows that came back are erased; who imported what, and how many rows, stays."""


@dataclass(frozen=True, slots=True, kw_only=True)
class SentSheet:
    """A file as it was sent in.

    Attributes:
        kind: Of the sheet, one of those that can be imported.
        file_name: As its sender calls it.
        content: Its bytes.
        at_once: Whether good rows go in without being looked at first.
    """

    kind: str
    file_name: str
    content: bytes
    at_once: bool = False


def send_in(m: Matching, actor: Actor, sent: SentSheet, run_id: str) -> ImportRun:
    """Keep a sheet to be checked; sent in again under the same id, the one that stands.

    Raises:
        Forbidden: If the actor imports no such sheets.
        NotATable: If it is none.
        UnknownColumns: If its header is not understood.
        EmptySheet: If it has no row.
        TooManyRuns: If too many of the actor's are not done with.
    """
    actor.check_may(KINDS[sent.kind].may)
    _check_few(m, actor, run_id)
    return added_once(m.import_runs, _new_run(m, actor, sent, run_id))


def _new_run(m: Matching, actor: Actor, sent: SentSheet, run_id: str) -> ImportRun:
    """Return a sheet at work, its rows kept."""
    sheet = _sheet_in(sent)
    return ImportRun(
        id=run_id,
        kind=sent.kind,
        file_name=sent.file_name,
        header=sheet.header,
        rows=len(sheet.rows),
        batches=_kept_rows(m, sheet, run_id),
        state=ImportState.IMPORTING if sent.at_once else ImportState.CHECKING,
        started_by=actor.member_id,
        community_code=actor.community_code,
        created_at=m.clock.now(),
    )


def _sheet_in(sent: SentSheet) -> Sheet:
    sheet = sheet_of(KINDS[sent.kind].columns, lines_in(sent.file_name, sent.content))
    if not sheet.rows:
        raise EmptySheet
    return sheet


def _kept_rows(m: Matching, sheet: Sheet, run_id: str) -> int:
    """Keep the rows, before the sheet itself, so that none of those at work lacks any; return in how many parts."""
    parts = [_batch(run_id, number, rows) for number, rows in enumerate(in_batches(sheet.rows))]
    for part in parts:
        m.import_batches.add_missing([(part, None)])
    return len(parts)


def _check_few(m: Matching, actor: Actor, run_id: str) -> None:
    waiting = m.import_runs.where({"unfinished_of": actor.member_id}, limit=MOST_AT_WORK + 1)
    if sum(1 for each in waiting if each.id != run_id) >= MOST_AT_WORK:
        raise TooManyRuns(most=MOST_AT_WORK)


def _batch_id(run_id: str, number: int) -> str:
    return f"{run_id}:{number:05d}"


def _batch(run_id: str, number: int, rows: Iterable[Row]) -> Batch:
    kept = tuple(KeptRow(number=row.number, cells=row.cells) for row in rows)
    return Batch(id=_batch_id(run_id, number), run_id=run_id, rows=kept)


def run_of(m: Matching, actor: Actor, run_id: str) -> ImportRun:
    """Return a sheet that the actor sent in.

    Raises:
        NotFound: If there is none, or somebody else sent it in.
    """
    found = m.import_runs.find(run_id)
    if found is None or found.started_by != actor.member_id:
        raise NotFound(kind="ImportRun", id=run_id)
    return found


def runs_overseen(m: Matching, actor: Actor, *, after: str | None = None) -> Page[ImportRun]:
    """Return the sheets that were sent in within the widest area the actor audits, newest first, without any row.

    Raises:
        Forbidden: If the actor audits nowhere.
    """
    return m.import_runs.page({"areas": audited_area(actor)}, after=after)


def start_run(m: Matching, actor: Actor, run_id: str) -> ImportRun:
    """Let a checked sheet be taken in; asked again, nothing changes.

    Raises:
        NotFound: If the actor sent in no such sheet.
        IllegalStep: If it is not checked yet, or was discarded.
    """
    run = run_of(m, actor, run_id)
    actor.check_may(KINDS[run.kind].may)
    begun = run.begun()
    return run if begun is run else m.import_runs.save(begun)


def discard_run(m: Matching, actor: Actor, run_id: str) -> ImportRun:
    """Let a sheet be, and erase its rows; nothing of it was written. Asked again, nothing changes.

    Raises:
        NotFound: If the actor sent in no such sheet.
        IllegalStep: If it is being taken in.
    """
    run = run_of(m, actor, run_id)
    gone = run.step(ImportState.DISCARDED)
    if gone is not run:
        run = m.import_runs.save(replace(gone, ended_at=m.clock.now(), rows_erased=True))
    erase_rows(m, run_id)
    return run


def erase_rows(m: Matching, run_id: str) -> None:
    """Erase the rows of a sheet."""
    m.import_batches.collection.delete_many({"run_id": run_id})


def faulty_of(m: Matching, actor: Actor, run_id: str) -> bytes:
    """Return the rows of a sheet that came back, with what to mend, as a CSV file that can be sent in again.

    Raises:
        NotFound: If the actor sent in no such sheet.
    """
    run = run_of(m, actor, run_id)
    return faulty_sheet(run.header, ((row.cells, row.why) for row in _faulty_rows(m, run)))


def _faulty_rows(m: Matching, run: ImportRun) -> Iterable[KeptRow]:
    for number in range(run.batches):
        batch = m.import_batches.find(_batch_id(run.id, number))
        if batch is not None and batch.taken is not None:
            yield from batch.rows


def work_on_sheets(m: Matching, _: datetime) -> int:
    """Check, or take in, some parts of each sheet at work; return how many parts. Several at once do no harm."""
    runs = m.import_runs.where({"at_work": True}, limit=100)
    return sum(_work_on(m, run) for run in runs)


def _work_on(m: Matching, run: ImportRun) -> int:
    """Work on one sheet; whoever else does so at the same time, or has discarded it, is left to it."""
    outcome, done = Outcome(), 0
    try:
        while run.state in AT_WORK and done < BATCHES_EACH_TICK:
            run = _next_part(m, run, outcome)
            done += 1
    except (StaleWrite, NotFound):
        return done
    return done


def _next_part(m: Matching, run: ImportRun, met: Outcome) -> ImportRun:
    batch = m.import_batches.get(_batch_id(run.id, run.batches_done))
    if batch.taken is None:
        batch = _taken(m, run, batch, met)
        if run.state is ImportState.IMPORTING:
            batch = m.import_batches.save(batch)
    assert batch.taken is not None, "it was taken just now"
    complaints = tuple(row.why for row in batch.rows)
    after = run.advanced(batch.taken, complaints, m.clock.now())
    return m.import_runs.save(after, *_told(after))


def _told(run: ImportRun) -> tuple[ImportChanged, ...]:
    """Return what its sender is told now: nothing while it is at work."""
    if run.state in AT_WORK:
        return ()
    changed = ImportChanged(
        run_id=run.id,
        community_code=run.community_code,
        started_by=run.started_by,
        state=run.state,
        faulty=run.count.faulty,
    )
    return (changed,)


def _taken(m: Matching, run: ImportRun, batch: Batch, met: Outcome) -> Batch:
    """Return the part with what became of it; ``met`` remembers what earlier parts spoke of."""
    kind = KINDS[run.kind]
    outcome = Outcome(seen=met.seen)
    rows = [row_of(kind.columns, run.header, each.number, each.cells) for each in batch.rows]
    actor = actor_of_member(m.identity.members.get(run.started_by))
    kind.take(m, actor, rows, outcome, is_dry_run=run.state is ImportState.CHECKING)
    back = sorted(
        (KeptRow(number=row.number, cells=row.cells, why=why) for row, why in outcome.faulty),
        key=lambda each: each.number,
    )
    count = Count(added=outcome.added, known=outcome.known, faulty=len(back))
    return replace(batch, rows=tuple(back), taken=count)


def forget_sheets(m: Matching, now: datetime) -> int:
    """Erase the rows of sheets that ended, or wait to be confirmed, for thirty days; return of how many."""
    due = m.import_runs.where({"forget_millis": {"$gt": 0, "$lte": unix_millis(now - KEPT_FOR)}}, limit=100)
    for run in due:
        retrying(lambda run=run: _forget(m, run.id, now))  # type: ignore[misc]  # -- bound now
    return len(due)


def _forget(m: Matching, run_id: str, now: datetime) -> None:
    run = m.import_runs.get(run_id)
    erase_rows(m, run_id)
    if run.state is ImportState.CHECKED:
        run = run.step(ImportState.DISCARDED)
    m.import_runs.save(replace(run, rows_erased=True, complaints=(), ended_at=run.ended_at or now))
