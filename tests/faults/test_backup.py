"""A backup taken while people are at it, the folder lost, and a platform made from it again."""

import json
import shutil
import sqlite3
import tarfile
import threading
from collections.abc import Iterator
from contextlib import closing
from datetime import timedelta
from pathlib import Path

import httpx
import pytest

from shared.kernel.clock import SystemClock, iso
from tests.faults.test_single_machine import me, sign_up
from tests.platform_process import PlatformProcess

PHRASE = "green river, seven stones"


@pytest.fixture
def platforms(tmp_path: Path) -> Iterator[tuple[PlatformProcess, PlatformProcess]]:
    """Two platforms on folders of their own, to back up and to restore."""
    first, second = (PlatformProcess(folder=tmp_path / name) for name in ("lived", "restored"))
    yield first, second
    first.stop()
    second.stop()


def manifest_of(file: Path) -> dict[str, object]:
    with tarfile.open(file) as archive:
        content = archive.extractfile("manifest.json")
        assert content is not None
        return dict(json.load(content))


def events_by_fact(folder: Path) -> dict[tuple[str, int, str, bytes], set[str]]:
    """Return the ids of the events in a log by subject, sequence, type and body: one fact has one id, however often sent."""
    found: dict[tuple[str, int, str, bytes], set[str]] = {}
    with closing(sqlite3.connect(folder / "log.sqlite")) as log:
        for headers, body in log.execute("SELECT headers, body FROM records"):
            told = json.loads(headers)
            key = (told["subject"], int(told["sequence"]), told["type"], body)
            found.setdefault(key, set()).add(told["id"])
    return found


def post_needs(url: str, token: str, until: threading.Event) -> list[int]:
    """Post needs until told to end; return the answers' statuses."""
    begins_at = SystemClock().now() + timedelta(days=3)
    body = {
        "service_kind": "PHONE_CARE",
        "title": "陪老人聊天",
        "starts_at": iso(begins_at),
        "ends_at": iso(begins_at + timedelta(hours=2)),
    }
    said: list[int] = []
    while not until.is_set():
        answer = httpx.post(
            f"{url}/api/matching/v1/needs",
            json=body,
            headers={"Authorization": f"Bearer {token}"},
            timeout=30,
        )
        said.append(answer.status_code)
    return said


@pytest.mark.timeout(240)
def test_a_platform_restored_from_a_backup_is_the_one_of_that_instant(
    platforms: tuple[PlatformProcess, PlatformProcess], tmp_path: Path
) -> None:
    lived, restored = platforms
    lived.start("--example")
    token = sign_up(lived.url, "13800001234")
    stop = threading.Event()
    said: list[int] = []
    posting = threading.Thread(target=lambda: said.extend(post_needs(lived.url, token, stop)))
    posting.start()
    file = tmp_path / "kept.tar.gz"
    taken = lived.linli("backup", "--with-keys", str(file), LINLI_BACKUP_PASSPHRASE=PHRASE)
    stop.set()
    posting.join()
    assert taken.returncode == 0, taken.stderr
    assert set(said) == {201}
    lived.end()
    shutil.rmtree(lived.folder)

    back = restored.linli("restore", str(file), LINLI_BACKUP_PASSPHRASE=PHRASE)
    assert back.returncode == 0, back.stderr
    again = tmp_path / "again.tar.gz"
    assert restored.linli("backup", str(again)).returncode == 0
    assert manifest_of(again)["state"] == manifest_of(file)["state"]
    assert str(manifest_of(again)["state_hash"]) in back.stdout

    restored.start()
    assert me(restored.url, token).status_code == 200
    assert restored.linli("audit").returncode == 0
    restored.end()
    assert [ids for ids in events_by_fact(restored.folder).values() if len(ids) > 1] == []
