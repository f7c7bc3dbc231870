"""What people are told when the log's file cannot be used, and that nothing is half written then."""

import sqlite3
from pathlib import Path

import pytest

from shared.kernel.clock import SetClock
from shared.messaging.log import LogUnavailable, Message, Partition
from shared.messaging.sqlite_log import TRIM_AT_ONCE, SqliteLog

HERE = Partition(topic="t", number=0)


def a_message(kilobytes: int = 0) -> Message:
    return Message(key="key", headers={}, body=b"x" * kilobytes * 1024)


@pytest.fixture
def log(tmp_path: Path, clock: SetClock) -> SqliteLog:
    log = SqliteLog(tmp_path / "log.sqlite", clock)
    log.ensure_topics({"t": 1})
    return log


def test_a_full_disk_is_said_plainly_and_passes_once_there_is_room(log: SqliteLog) -> None:
    connection = log._file.connection()
    connection.execute("PRAGMA max_page_count = 20")
    with pytest.raises(LogUnavailable) as full:
        log.append("t", [a_message(kilobytes=1) for _ in range(200)])
    assert full.value.say("en").startswith("The event log is unavailable: the disk is full (")
    assert full.value.say("zh").startswith("事件日志暂时不可用：磁盘已满(")
    assert log.spans("t")[HERE] == range(0)
    connection.execute("PRAGMA max_page_count = 100000")
    log.append("t", [a_message(kilobytes=1) for _ in range(200)])
    assert log.spans("t")[HERE] == range(200)


def test_a_read_only_file_is_said_plainly(log: SqliteLog) -> None:
    log._file.connection().execute("PRAGMA query_only = 1")
    with pytest.raises(LogUnavailable, match="read-only"):
        log.append("t", [a_message()])


def test_a_folder_in_the_file_s_place_is_said_plainly(tmp_path: Path, clock: SetClock) -> None:
    with pytest.raises(LogUnavailable, match="cannot be opened"):
        SqliteLog(tmp_path, clock)


def test_a_file_of_something_else_is_said_plainly(tmp_path: Path, clock: SetClock) -> None:
    (tmp_path / "log.sqlite").write_bytes(b"not a log" * 1000)
    with pytest.raises(LogUnavailable, match="not an event log"):
        SqliteLog(tmp_path / "log.sqlite", clock)


def test_a_file_of_a_later_layout_is_left_alone(tmp_path: Path, clock: SetClock) -> None:
    with sqlite3.connect(tmp_path / "log.sqlite") as later:
        later.execute("PRAGMA user_version = 99")
    with pytest.raises(LogUnavailable, match="a later version"):
        SqliteLog(tmp_path / "log.sqlite", clock)


def test_a_closed_log_answers_no_more(log: SqliteLog) -> None:
    log.close()
    with pytest.raises(LogUnavailable, match="closed"):
        log.append("t", [a_message()])


def test_a_fault_of_ours_is_not_called_unavailable(log: SqliteLog) -> None:
    with pytest.raises(sqlite3.OperationalError, match="no such table"), log._file.change() as connection:
        connection.execute("SELECT 1 FROM nowhere")


def test_one_reading_is_bounded_by_bytes_too(log: SqliteLog) -> None:
    log.append("t", [a_message(kilobytes=5 * 1024) for _ in range(5)])
    assert [record.position for record in log.read(HERE, 0, 5)] == [0, 1, 2, 3]
    assert [record.position for record in log.read(HERE, 4, 5)] == [4]


def test_much_is_trimmed_in_several_steps(log: SqliteLog, clock: SetClock) -> None:
    log.append("t", [a_message() for _ in range(2 * TRIM_AT_ONCE + 1)])
    clock.advance(days=1)
    assert log.trim("t", clock.now()) == 2 * TRIM_AT_ONCE + 1
    assert log.spans("t")[HERE] == range(2 * TRIM_AT_ONCE + 1, 2 * TRIM_AT_ONCE + 1)
