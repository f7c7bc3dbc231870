"""The SQLite log keeps the promises of every event log."""

import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from shared.kernel.clock import SetClock
from shared.messaging.log import EventLog
from shared.messaging.sqlite_leases import LEASE_MILLIS
from shared.messaging.sqlite_log import SqliteLog
from tests.contract.consumer_group_contract import ConsumerGroupContract
from tests.contract.event_log_contract import EventLogContract
from tests.contract.event_log_world import OTHER, PARTITIONS, TOPIC

APPENDER = """
import sys
from pathlib import Path
from shared.kernel.clock import SystemClock
from shared.messaging.log import Message
from shared.messaging.sqlite_log import SqliteLog

path, process, each = Path(sys.argv[1]), sys.argv[2], int(sys.argv[3])
log = SqliteLog(path, SystemClock())
for first in range(0, each, 10):
    log.append("linli.test", [
        Message(key=f"p{process}", headers={}, body=str(number).encode()) for number in range(first, first + 10)
    ])
"""


class TestSqliteLog(EventLogContract, ConsumerGroupContract):
    @pytest.fixture(autouse=True)
    def _place(self, tmp_path: Path) -> None:
        self.path = tmp_path / "log.sqlite"

    @pytest.fixture
    def reopen(self, clock: SetClock) -> Iterator[Callable[[], EventLog]]:
        opened: list[SqliteLog] = []

        def open_one() -> SqliteLog:
            opened.append(SqliteLog(self.path, clock))
            return opened[-1]

        yield open_one
        for log in opened:
            log.close()

    @pytest.fixture
    def log(self, reopen: Callable[[], EventLog]) -> EventLog:
        log = reopen()
        log.ensure_topics({TOPIC: PARTITIONS, OTHER: PARTITIONS})
        return log

    def silence(self, clock: SetClock) -> None:
        clock.advance(milliseconds=LEASE_MILLIS)

    def append_in_processes(self, processes: int, each: int) -> None:
        started = [
            subprocess.Popen([sys.executable, "-c", APPENDER, str(self.path), str(number), str(each)])
            for number in range(processes)
        ]
        assert [process.wait(60) for process in started] == [0] * processes
