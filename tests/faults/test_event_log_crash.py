"""kill -9 in the middle of writing and reading: what was acknowledged is there, and nobody waits for the dead."""

import subprocess
import sys
from pathlib import Path

from shared.kernel.clock import SystemClock
from shared.messaging.log import Partition, after
from shared.messaging.sqlite_log import SqliteLog

TOPICS = {"t": 4}

OPENER = """
import sys
from pathlib import Path
from shared.kernel.clock import SystemClock
from shared.messaging.log import Message, after
from shared.messaging.sqlite_log import SqliteLog

log = SqliteLog(Path(sys.argv[1]), SystemClock())
log.ensure_topics({"t": 4})
"""

WRITER_AND_READER = (
    OPENER
    + """
consumer = log.consumer("readers", ["t"])
for number in range(1_000_000):
    log.append("t", [Message(key="key", headers={}, body=str(number).encode()), Message(key="x", headers={}, body=b"")])
    records = consumer.poll(1, 0)
    if number % 3:
        consumer.commit(after(records))
    print(number, flush=True)
"""
)


def started(script: str, path: Path) -> "subprocess.Popen[str]":
    return subprocess.Popen([sys.executable, "-c", script, str(path)], stdout=subprocess.PIPE, text=True)


def test_after_kill_9_all_that_was_acknowledged_is_there_and_is_taken_over_at_once(tmp_path: Path) -> None:
    path = tmp_path / "log.sqlite"
    next_number = 0
    for _ in range(3):
        with started(WRITER_AND_READER, path) as process:
            assert process.stdout is not None
            acknowledged = [int(process.stdout.readline()) for _ in range(50)][-1]
            process.kill()
        log = SqliteLog(path, SystemClock())
        ends = {partition.number: span.stop for partition, span in log.spans("t").items()}
        written = [
            record.body
            for number in ends
            for record in log.read(Partition(topic="t", number=number), 0, 100_000)
            if record.key == "key"
        ]
        runs = next_number + acknowledged + 1
        assert len(written) >= runs
        next_number = len(written)
        heir = log.consumer("readers", ["t"])
        assert {partition.number for partition in heir.assigned} == set(ends)
        before = log.committed("readers", "t")
        heir.commit(after(heir.poll(10, 0)))
        assert sum(log.committed("readers", "t").values()) == sum(before.values()) + 10
        heir.close()
        log.close()


def test_several_processes_may_make_the_file_at_once(tmp_path: Path) -> None:
    path = tmp_path / "log.sqlite"
    processes = [started(OPENER, path) for _ in range(4)]
    assert [process.wait(60) for process in processes] == [0] * 4
    log = SqliteLog(path, SystemClock())
    assert len(log.spans("t")) == 4
    log.close()
