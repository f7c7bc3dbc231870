"""A start that cannot succeed ends and says why, and a store that dies is started again, without threads of ours."""

import os
import signal
import threading
from pathlib import Path

import pytest

from shared.storage.connection import client, connect, disconnect
from shared.storage.embedded import EmbeddedStore
from tests.platform_process import PlatformProcess, free_port


@pytest.mark.timeout(240)
def test_a_web_process_that_cannot_open_its_documents_ends_the_start_in_place_of_trying_for_ever(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    nobody = free_port()
    monkeypatch.setenv("LINLI_MONGODB_URI", f"mongodb://127.0.0.1:{nobody}/?directConnection=true")
    refused = PlatformProcess(folder=tmp_path / "data").linli("up")
    assert refused.returncode == 3
    assert f"连接不上文档库 mongodb://127.0.0.1:{nobody}/" in refused.stderr
    assert "Traceback" not in refused.stderr


@pytest.mark.timeout(240)
def test_a_store_that_was_killed_is_started_again_on_its_port_with_what_it_held(tmp_path: Path) -> None:
    threads = set(threading.enumerate())
    store = EmbeddedStore(tmp_path / "documents")
    store.start()
    assert set(threading.enumerate()) <= threads
    try:
        connect(store.uri)
        client("identity")["kept"]["things"].insert_one({"_id": "a stone"})
        assert store.pid is not None
        os.kill(store.pid, signal.SIGKILL)
        os.waitpid(store.pid, 0)
        store.look_after()
        connect(store.uri)
        assert client("identity")["kept"]["things"].find_one() == {"_id": "a stone"}
    finally:
        disconnect()
        store.stop()


@pytest.mark.timeout(240)
def test_a_store_waits_until_that_of_a_platform_just_killed_has_ended(tmp_path: Path) -> None:
    ending, coming = EmbeddedStore(tmp_path / "documents"), EmbeddedStore(tmp_path / "documents")
    ending.start()
    try:
        connect(ending.uri)
        client("identity")["kept"]["things"].insert_one({"_id": "a stone"})
        coming.begin()
        ending.stop()
        coming.await_answer()
        connect(coming.uri)
        assert client("identity")["kept"]["things"].find_one() == {"_id": "a stone"}
    finally:
        disconnect()
        coming.stop()
