"""A backup that is cut, altered or not asked for rightly restores nothing, and says so in one sentence."""

import shutil
import tarfile
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest

from services.backup.archive import MANIFEST, hash_of
from services.backup.errors import (
    BackupDamaged,
    BackupFromLater,
    BackupNotWritten,
    NeedsPassphrase,
    NotEmpty,
    StateDiffers,
    WrongPassphrase,
)
from services.backup.keys import opened_keys, sealed_keys
from services.backup.restoring import restore_backup
from services.backup.taking import take_backup
from shared.kernel.clock import SetClock
from shared.messaging.log import Message
from shared.messaging.sqlite_log import SqliteLog
from shared.settings import Settings
from shared.storage.connection import collection, connect, disconnect
from shared.storage.embedded import EmbeddedStore
from shared.storage.folder import DataFolder
from tests.conftest import MORNING

PHRASE = "green river, seven stones"
pytestmark = pytest.mark.timeout(180)


def quiet(*_: object) -> None:
    """Take what is told of the progress."""


def settings_on(folder: Path) -> Settings:
    return replace(Settings(), data_dir=folder, kafka_password="a secret of the brokers")


def back(file: Path, folder: Path, *, phrase: str = PHRASE) -> str:
    """Restore, and return the state hash."""
    return restore_backup(settings_on(folder), file, passphrase=lambda: phrase, progress=quiet).state_hash


@pytest.fixture(scope="module")
def lived(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A data folder in which something has happened."""
    path = tmp_path_factory.mktemp("lived") / "data"
    folder = DataFolder(path)
    folder.secret("cookies")
    store = EmbeddedStore(folder.documents)
    store.start()
    connect(store.uri)
    collection("matching", "needs").insert_many([{"_id": str(number)} for number in range(2500)])
    disconnect()
    store.stop()
    log = SqliteLog(folder.log_file, SetClock(MORNING))
    log.ensure_topics({"linli.matching": 2})
    log.append("linli.matching", [Message(key="k", headers={"id": "1"}, body=b"{}")])
    log.close()
    return path


@pytest.fixture(scope="module")
def kept(lived: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A backup of it, with its keys."""
    file = tmp_path_factory.mktemp("kept") / "kept.tar.gz"
    manifest = take_backup(
        settings_on(lived), file, clock=SetClock(MORNING), passphrase=PHRASE, progress=quiet
    )
    assert manifest.has_keys
    return file


def repacked(kept: Path, file: Path, change: Callable[[str, bytes], bytes]) -> Path:
    """Write the backup anew with some content changed."""
    with tarfile.open(kept) as old, tarfile.open(file, "w:gz") as new:
        for member in old:
            content = old.extractfile(member)
            assert content is not None
            into = file.with_name("part")
            into.write_bytes(change(member.name, content.read()))
            new.add(into, member.name)
    return file


def test_what_was_backed_up_comes_back_with_its_keys(kept: Path, lived: Path, tmp_path: Path) -> None:
    first = back(kept, tmp_path / "data")
    assert (tmp_path / "data/keys/cookies").read_bytes() == (lived / "keys/cookies").read_bytes()
    manifest = take_backup(
        settings_on(tmp_path / "data"),
        tmp_path / "again.tar.gz",
        clock=SetClock(MORNING),
        passphrase=None,
        progress=quiet,
    )
    assert (manifest.state_hash, manifest.has_keys) == (first, False)
    assert "secret" not in str(manifest.settings)
    assert not {"mongodb_uri", "kafka_password", "backup_passphrase"} & set(manifest.settings)
    with pytest.raises(NotEmpty):
        back(kept, tmp_path / "data")


@pytest.mark.parametrize("share", [0.0, 0.3, 0.7, 0.99])
def test_half_a_file_restores_nothing(kept: Path, tmp_path: Path, share: float) -> None:
    cut = tmp_path / "cut.tar.gz"
    whole = kept.read_bytes()
    cut.write_bytes(whole[: int(len(whole) * share)])
    with pytest.raises(BackupDamaged):
        back(cut, tmp_path / "data")
    assert not (tmp_path / "data").exists()


@pytest.mark.parametrize("part", ["documents/matching.needs.bson", "log.sqlite", "keys.sealed", MANIFEST])
def test_an_altered_part_restores_nothing(kept: Path, tmp_path: Path, part: str) -> None:
    def change(name: str, content: bytes) -> bytes:
        return content[:-1] + bytes([content[-1] ^ 1]) if name == part else content

    altered = repacked(kept, tmp_path / "altered.tar.gz", change)
    with pytest.raises(BackupDamaged):
        back(altered, tmp_path / "data")
    assert not (tmp_path / "data").exists()


def test_a_name_that_leads_out_of_the_folder_restores_nothing(kept: Path, tmp_path: Path) -> None:
    with tarfile.open(tmp_path / "bad.tar.gz", "w:gz") as new:
        new.add(kept, "../outside")
        new.add(kept, MANIFEST)
    with pytest.raises(BackupDamaged):
        back(tmp_path / "bad.tar.gz", tmp_path / "data")
    assert not (tmp_path / "outside").exists()


def test_a_later_layout_is_not_guessed_at(kept: Path, tmp_path: Path) -> None:
    later = repacked(
        kept, tmp_path / "later.tar.gz", lambda _, content: content.replace(b'"format": 1', b'"format": 2')
    )
    with pytest.raises(BackupFromLater):
        back(later, tmp_path / "data")


def test_a_wrong_or_missing_passphrase_restores_nothing(kept: Path, tmp_path: Path) -> None:
    with pytest.raises(WrongPassphrase):
        back(kept, tmp_path / "data", phrase="another phrase altogether")
    with pytest.raises(NeedsPassphrase):
        back(kept, tmp_path / "data", phrase="")
    assert not (tmp_path / "data").exists()


def test_state_that_comes_back_otherwise_is_taken_back(kept: Path, tmp_path: Path) -> None:
    (tmp_path / "data").mkdir()

    def changed_meanwhile(what: str, done: int, of: int) -> None:
        if what == "restore" and done == of:
            collection("matching", "needs").update_one({"_id": "7"}, {"$set": {"late": True}})

    with pytest.raises(StateDiffers):
        restore_backup(
            settings_on(tmp_path / "data"),
            kept,
            passphrase=lambda: PHRASE,
            progress=changed_meanwhile,
        )
    assert list((tmp_path / "data").iterdir()) == []


def test_a_folder_with_anything_in_it_is_refused(kept: Path, tmp_path: Path) -> None:
    (tmp_path / "note").write_text("mine")
    with pytest.raises(NotEmpty):
        back(kept, tmp_path)
    assert (tmp_path / "note").read_text() == "mine"


def test_a_backup_that_cannot_be_written_leaves_the_old_one(lived: Path, tmp_path: Path) -> None:
    with pytest.raises(BackupNotWritten):
        take_backup(
            settings_on(lived),
            tmp_path / "nowhere" / "b.tar.gz",
            clock=SetClock(MORNING),
            passphrase=None,
            progress=quiet,
        )
    old = tmp_path / "b.tar.gz"
    old.write_bytes(b"old")
    with pytest.raises(NeedsPassphrase):
        take_backup(settings_on(lived), old, clock=SetClock(MORNING), passphrase="short", progress=quiet)
    assert [each.name for each in tmp_path.iterdir()] == ["b.tar.gz"]
    assert old.read_bytes() == b"old"


def test_keys_are_never_in_the_clear(tmp_path: Path) -> None:
    (tmp_path / "cookies").write_bytes(b"plain to see")
    sealed = sealed_keys(tmp_path, PHRASE)
    assert b"plain to see" not in sealed
    assert opened_keys(sealed, PHRASE) == {"cookies": b"plain to see"}
    assert sealed_keys(tmp_path, PHRASE) != sealed
    shutil.rmtree(tmp_path)
    assert opened_keys(sealed_keys(tmp_path, PHRASE), PHRASE) == {}
    assert hash_of({"a": 1, "b": 2}) == hash_of({"b": 2, "a": 1})
