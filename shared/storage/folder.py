"""The data folder of a machine: held by one platform at a time, closed to other people."""

import fcntl
import json
import os
import threading
from collections.abc import Callable, Mapping
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from threading import Event

from shared.kernel.errors import LinliError
from shared.kernel.ids import nonce

LOCK_TRIES = 40
_LOCK_WAIT_SECONDS = 0.1
_LEAST_FREE_BYTES = 64 * 1024 * 1024


class FolderTaken(LinliError):
    """Another platform runs on this folder."""

    code = "folder-taken"
    zh = "数据文件夹 {folder} 已有一个邻里平台在运行(进程 {pid});请先停止它，或用 LINLI_DATA_DIR 指定另一个文件夹"
    en = "A Linli platform (process {pid}) already runs on the data folder {folder}; stop it, or name another folder in LINLI_DATA_DIR"


class FolderUnusable(LinliError):
    """The folder cannot be made, read or written."""

    code = "folder-unusable"
    zh = "数据文件夹 {folder} 不能使用：{why}；请检查权限与磁盘空间，或用 LINLI_DATA_DIR 指定另一个文件夹"
    en = "The data folder {folder} cannot be used: {why}; check its permissions and the space on the disk, or name another folder in LINLI_DATA_DIR"


@dataclass(frozen=True, slots=True, kw_only=True)
class Running:
    """Where the platform on a folder is to be found by commands of the same machine."""

    pid: int
    url: str
    documents_uri: str


class DataFolder:
    """A folder of mode 0700 with the documents, the log, the keys and a note of who runs on it."""

    def __init__(self, path: Path) -> None:
        """Make the folder if it is missing.

        Raises:
            FolderUnusable: If it cannot be made or written, or the disk is full.
        """
        self.path = path.absolute()
        self._lock: int | None = None
        try:
            self.path.mkdir(mode=0o700, parents=True, exist_ok=True)
            self.path.chmod(0o700)
            probe = self.path / f".probe-{os.getpid()}"
            probe.write_bytes(b"linli")
            probe.unlink()
            disk = os.statvfs(self.path)
        except OSError as cause:
            raise FolderUnusable(folder=self.path, why=cause.strerror) from cause
        if disk.f_bavail * disk.f_frsize < _LEAST_FREE_BYTES:
            raise FolderUnusable(folder=self.path, why="no space left on the disk")

    @property
    def documents(self) -> Path:
        """Return the folder of the embedded document store."""
        return self.path / "documents"

    @property
    def log_file(self) -> Path:
        """Return the file of the embedded event log."""
        return self.path / "log.sqlite"

    @property
    def keys(self) -> Path:
        """Return the folder of the keys."""
        return self.path / "keys"

    @staticmethod
    def keep_file(coming: Path, file: Path) -> None:
        """Put a finished file in its place, on the disk before it is seen there, readable by this account alone.

        Raises:
            OSError: If the disk does not take it.
        """
        coming.chmod(0o600)
        for path, mode in ((coming, os.O_RDONLY), (file.parent, os.O_RDONLY | os.O_DIRECTORY)):
            descriptor = os.open(path, mode)
            try:
                os.fsync(descriptor)
                if path is coming:
                    coming.replace(file)
            finally:
                os.close(descriptor)

    def hold(self) -> None:
        """Hold the folder for this process and those it forks, until all of them have ended.

        A platform that is just ending is waited for, four seconds at most.

        Raises:
            FolderTaken: If another platform holds it.
        """
        descriptor = os.open(self.path / "lock", os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)
        waiting = Event()
        for _ in range(LOCK_TRIES):
            try:
                fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
            except BlockingIOError:
                waiting.wait(_LOCK_WAIT_SECONDS)
            else:
                self._lock = descriptor
                return
        os.close(descriptor)
        running = self.running()
        raise FolderTaken(folder=self.path, pid=running.pid if running else "?")

    def let_go(self) -> None:
        """Let another platform hold it, if this process did."""
        descriptor, self._lock = self._lock, None
        if descriptor is not None:
            os.close(descriptor)

    def is_held(self) -> bool:
        """Tell whether some process holds the folder now."""
        descriptor = os.open(self.path / "lock", os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)
        try:
            fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            return True
        finally:
            os.close(descriptor)
        return False

    def note_running(self, running: Running) -> None:
        """Write down where the platform is to be found."""
        content = {"pid": running.pid, "url": running.url, "documents_uri": running.documents_uri}
        self.write_secret("running.json", json.dumps(content).encode())

    def running(self) -> Running | None:
        """Return where the platform that ran last on this folder is, or was, to be found."""
        try:
            noted: Mapping[str, str] = json.loads((self.path / "running.json").read_bytes())
            return Running(pid=int(noted["pid"]), url=noted["url"], documents_uri=noted["documents_uri"])
        except (OSError, ValueError, KeyError):
            return None

    def secret(self, name: str, *, length_bytes: int = 32) -> bytes:
        """Return the secret of a name: made once, kept with mode 0600."""
        return self.secret_once(f"keys/{name}", lambda: nonce(length_bytes))

    def secret_once(self, name: str, make: Callable[[], bytes]) -> bytes:
        """Return the content of a file that only this account can read; of several who make it at once, one wins.

        Raises:
            FolderUnusable: If the disk does not take it.
        """
        file = self.path / name
        if not file.exists():
            offered = f"{name}.{os.getpid()}.{threading.get_ident()}"
            self.write_secret(offered, make())
            with suppress(FileExistsError):
                os.link(self.path / offered, file)
            (self.path / offered).unlink()
        return file.read_bytes()

    def write_secret(self, name: str, content: bytes) -> None:
        """Write a file that only this account can read, whole or not at all.

        Raises:
            FolderUnusable: If the disk does not take it.
        """
        file = self.path / name
        beside = file.with_name(f".{file.name}.{os.getpid()}")
        try:
            file.parent.mkdir(mode=0o700, exist_ok=True)
            descriptor = os.open(beside, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
            with os.fdopen(descriptor, "wb") as out:
                out.write(content)
                out.flush()
                os.fsync(out.fileno())
            beside.replace(file)
        except OSError as cause:
            raise FolderUnusable(folder=self.path, why=cause.strerror) from cause
