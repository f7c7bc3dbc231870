"""The ledger's ear: whole polls go to the writer, for one block answers many facts at once."""

from collections.abc import Iterable, Sequence

from services.ledger.application.context import Ledger
from services.ledger.application.writer import GROUP, Park, Writer
from shared.events.topics import LEDGER_COMMANDS, SERVICE
from shared.kernel.collecting import collecting_later
from shared.messaging.backoff import Backoff
from shared.messaging.log import EventLog, Record
from shared.messaging.reader import GroupReader

TOPICS = (SERVICE, LEDGER_COMMANDS)
POLL_RECORDS = 500


class JournalReader(GroupReader):
    """Reads confirmed service and instructions from the log and has it written, until told to stop.

    Positions are committed only after the facts stand in the journal and readers can see them. A broken chain, or record
    after record that nobody can read, ends it: nothing is written on top, nothing is skipped, a person must look.
    """

    def __init__(self, ledger: Ledger, log: EventLog, park: Park, *, backoff: Backoff | None = None) -> None:
        """Take the ledger, the log, and where malformed records go."""
        super().__init__(log, GROUP, TOPICS, limit=POLL_RECORDS, backoff=backoff)
        self._ledger, self._park = ledger, park
        self._writer: Writer | None = None

    def step(self, timeout_seconds: float = 0.0) -> int:
        """Open the journal if that is still to be done, then take one poll; return how many records are done."""
        if self._writer is None:
            writer = Writer(self._ledger, self._park)
            with collecting_later():
                writer.open()
            self._writer = writer
        return super().step(timeout_seconds)

    def _do(self, records: Sequence[Record]) -> Iterable[Record]:
        assert self._writer is not None
        with collecting_later():
            self._writer.take(records)
        return records
