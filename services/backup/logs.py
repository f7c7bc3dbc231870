"""The event log's part in a backup, whichever log it is: the view that belongs to the documents, and its way back."""

import shutil
from collections.abc import Callable, Iterator, Mapping
from contextlib import ExitStack, contextmanager
from pathlib import Path
from typing import IO, Protocol

from services.backup.errors import NotEmpty
from services.event_log import GROUPS, kafka_access, wanted_topics
from shared.kernel.clock import Clock
from shared.messaging.kafka_copy import KafkaCopy, partition_counts, positions_in, spans_in
from shared.messaging.sqlite_copy import log_state, still_log
from shared.messaging.sqlite_log import SqliteLog
from shared.settings import Settings
from shared.storage.folder import DataFolder
from shared.storage.snapshot import Snapshot, snapshot
from shared.storage.standstill import standstill

Copy = Callable[[Path], None]
"""Writes the log as it stood at the instant to a file of its own."""


@contextmanager
def still(settings: Settings, folder: DataFolder, clock: Clock) -> Iterator[tuple[Snapshot, Copy]]:
    """Give documents and log as they stand at one instant: nobody appends between the two looks.

    Raises:
        Unavailable: If they do not answer, or too much is going on for one instant.
    """
    if settings.kafka_brokers:
        with _still_cluster(settings, clock) as both:
            yield both
        return
    if not folder.log_file.exists():
        SqliteLog(folder.log_file, clock).close()
    with still_log(folder.log_file) as log, snapshot(settings.database_prefix) as seen:
        log.let_go()
        yield seen, log.copy_to


@contextmanager
def _still_cluster(settings: Settings, clock: Clock) -> Iterator[tuple[Snapshot, Copy]]:
    """Give both, the log by its positions: those of the groups from before the instant, the ends from after it.

    No lock holds a cluster, but the relays keep still meanwhile: what has left an outbox of the snapshot is before the ends,
    what is before the ends was in an outbox of the snapshot, and no group is ahead of what it has done there.
    """
    topics = wanted_topics()
    with KafkaCopy(kafka_access(settings), clock) as log, ExitStack() as looking:
        begins = log.spans(topics)
        positions = log.positions(GROUPS, topics)
        with standstill():
            seen = looking.enter_context(snapshot(settings.database_prefix))
            ends = log.spans(topics)
        spans = {each: range(begins[each].start, span.stop) for each, span in ends.items()}
        yield seen, lambda file: log.write_to(file, spans, positions)


class LogComing(Protocol):
    """Where the log of a backup is restored to."""

    def take(self, content: IO[bytes]) -> None:
        """Write all that the part of a backup holds."""

    def state(self) -> dict[str, object]:
        """Return what stands there now, read again."""

    def undo(self) -> None:
        """Remove what was written."""


def log_coming(settings: Settings, folder: DataFolder, clock: Clock) -> LogComing:
    """Return where the log is restored to, by the settings."""
    return _Topics(settings, folder, clock) if settings.kafka_brokers else _File(folder)


class _File:
    """A file in the folder that is being made; whoever undoes the folder undoes it."""

    def __init__(self, folder: DataFolder) -> None:
        self._file = folder.log_file

    def take(self, content: IO[bytes]) -> None:
        with self._file.open("xb") as out:
            shutil.copyfileobj(content, out)

    def state(self) -> dict[str, object]:
        return log_state(self._file)

    def undo(self) -> None:
        self._file.unlink(missing_ok=True)


class _Topics:
    """The topics of a platform on Kafka, none of which may have been written yet."""

    def __init__(self, settings: Settings, folder: DataFolder, clock: Clock) -> None:
        self._settings, self._clock = settings, clock
        self._told, self._seen = folder.path / "log.told", folder.path / "log.seen"
        self._made: Mapping[str, int] = {}

    def _cluster(self) -> KafkaCopy:
        return KafkaCopy(kafka_access(self._settings), self._clock)

    def take(self, content: IO[bytes]) -> None:
        with self._told.open("xb") as out:
            shutil.copyfileobj(content, out)
        wanted = {**wanted_topics(), **partition_counts(self._told)}
        with self._cluster() as cluster:
            if cluster.holds_anything(wanted):
                raise NotEmpty(where=f"LINLI_KAFKA_BROKERS ({self._settings.kafka_prefix}…)")
            self._made = wanted
            cluster.fill_from(self._told, wanted)

    def state(self) -> dict[str, object]:
        """Return what stands in the topics, in the order of the file."""
        with self._cluster() as cluster:
            counts = partition_counts(self._told)
            positions = cluster.positions(positions_in(self._told), counts)
            spans = cluster.spans(counts)
            cluster.write_to(self._seen, {each: spans[each] for each in spans_in(self._told)}, positions)
        found = log_state(self._seen)
        self._told.unlink()
        self._seen.unlink()
        return found

    def undo(self) -> None:
        if self._made:
            with self._cluster() as cluster:
                cluster.remove(self._made, GROUPS)
