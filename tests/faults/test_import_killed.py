"""``linli import``, killed while it writes, is finished by the same command again."""

import signal
import subprocess
import sys
import threading
from pathlib import Path

import pytest

from tests.platform_process import ROOT, PlatformProcess

HOME = "511402001003"
STAFF = "13800000009"
ROWS = 4_000
WRITTEN_BYTES = 500_000
"""When the documents have grown by so much, some hundred rows are kept, and most are not."""


def sheet(folder: Path) -> Path:
    file = folder / "people.csv"
    rows = "".join(f"{HOME},周{number},,{number} 号楼\n" for number in range(ROWS))
    file.write_bytes(f"社区代码,姓名,电话,住址\n{rows}{HOME},,12,\n".encode("gbk"))
    return file


def size_bytes(folder: Path) -> int:
    """Return how large the documents are; a file may go while it is looked at."""
    return sum(each.stat().st_size for each in folder.rglob("*.wt") if each.exists())


def await_growth(folder: Path, child: subprocess.Popen[bytes]) -> None:
    """Wait until a command has written something, and not yet ended."""
    before, pause = size_bytes(folder), threading.Event()
    while size_bytes(folder) < before + WRITTEN_BYTES:
        assert child.poll() is None, "it ended before it was killed"
        pause.wait(0.05)


@pytest.mark.timeout(180)
def test_an_import_that_was_killed_is_finished_by_the_next(tmp_path: Path) -> None:
    platform = PlatformProcess(folder=tmp_path / "data")
    file, person = sheet(tmp_path), ("--phone", STAFF, "--name", "周敏")
    made = platform.linli("member", "create", *person, "--role", "COMMUNITY_STAFF", "--scope", HOME)
    assert made.returncode == 0, made.stderr
    asked = ("import", "members", str(file), "--by", STAFF)
    child = subprocess.Popen(
        [sys.executable, "-m", "services", *asked],
        cwd=ROOT,
        env=platform.environment,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    await_growth(platform.folder / "documents", child)
    child.send_signal(signal.SIGKILL)
    assert child.wait() == -signal.SIGKILL
    again = platform.linli(*asked)
    assert again.returncode == 1, again.stderr
    said = again.stdout.split("\t")
    added, known = (int(each.split()[1]) for each in said[:2])
    assert added + known == ROWS
    assert (added, known) != (0, ROWS), "it was killed before its end"
    assert known > 0, "it was killed after its beginning"
    assert f"第 {ROWS + 2} 行" in again.stderr
    assert (tmp_path / "people.csv.faulty.csv").stat().st_mode & 0o077 == 0
