"""A platform to be measured: a temporary folder, filled in this process, then run as its operator runs it."""

import os
import signal
import socket
import subprocess
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from pathlib import Path

import httpx

from services.bench.machine import memory_mb
from services.wiring import Platform, open_platform
from shared.kernel.clock import monotonic_seconds
from shared.kernel.errors import Unavailable
from shared.settings import PREFIX, Settings
from shared.storage.connection import connect, disconnect
from shared.storage.embedded import EmbeddedStore
from shared.storage.folder import DataFolder

_START_SECONDS = 180
_STOP_SECONDS = 60


class NotMeasured(Unavailable):
    """The platform to be measured did not start."""

    code = "not-measured"
    zh = "被测量的平台没有启动:{why}"
    en = "The platform to be measured did not start: {why}"


def free_port() -> int:
    """Return a loopback port that nobody listens on now."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port


@dataclass(kw_only=True)
class OwnPlatform:
    """A data folder of its own, with a platform that is opened here or runs beside, never both."""

    folder: Path
    port: int = field(default_factory=free_port)
    _running: "subprocess.Popen[bytes] | None" = None

    @property
    def url(self) -> str:
        """Return where it is served while it runs."""
        return f"http://127.0.0.1:{self.port}"

    @contextmanager
    def opened(self) -> Iterator[Platform]:
        """Give its parts, opened in this process on a store of their own, to be filled."""
        folder = DataFolder(self.folder)
        store = EmbeddedStore(folder.documents)
        store.start()
        try:
            connect(store.uri)
            yield open_platform(replace(Settings(), data_dir=self.folder), folder)
        finally:
            disconnect()
            store.stop()

    @contextmanager
    def running(self) -> Iterator[float]:
        """Run ``linli up`` on it; give the seconds until it answered."""
        try:
            yield self._start()
        finally:
            self._stop()

    def memory_mb(self) -> float:
        """Return the memory of everything that runs."""
        assert self._running is not None
        return memory_mb(self._running.pid)

    def _start(self) -> float:
        began = monotonic_seconds()
        self._running = _linli(self.folder, self.port, "up")
        _await_answer(self._running, self.url, _told_by(self.folder, "up"))
        return monotonic_seconds() - began

    def _stop(self) -> None:
        if self._running is not None:
            _end(self._running)
        self._running = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Process:
    """One more process of a platform that runs."""

    pid: int
    url: str


@contextmanager
def linli_process(folder: Path, *arguments: str, **settings: str) -> Iterator[Process]:
    """Run one more ``linli`` process on a data folder while the context lasts; give it once it answers.

    Args:
        folder: The data folder.
        arguments: What to run: ``"serve", "notify"``.
        settings: Further settings, without their prefix.

    Raises:
        NotMeasured: If it does not start.
    """
    port = free_port()
    running = _linli(folder, port, *arguments, **settings)
    try:
        url = f"http://127.0.0.1:{port}"
        _await_answer(running, url, _told_by(folder, *arguments))
        yield Process(pid=running.pid, url=url)
    finally:
        _end(running)


def linli_started(folder: Path, *arguments: str, **settings: str) -> "subprocess.Popen[bytes]":
    """Start one more ``linli`` process, which leads a process group of its own; whoever starts it ends it."""
    return _linli(folder, free_port(), *arguments, **settings)


def _told_by(folder: Path, *arguments: str) -> Path:
    """Return the file with what a process says."""
    return folder.with_suffix("." + "-".join(arguments))


def _linli(folder: Path, port: int, *arguments: str, **settings: str) -> "subprocess.Popen[bytes]":
    kept = {name: value for name, value in os.environ.items() if not name.startswith(PREFIX)}
    given = {"DATA_DIR": str(folder), "PORT": str(port), **settings}
    with _told_by(folder, *arguments).open("ab") as out:
        return subprocess.Popen(  # noqa: S603 -- our own program, with arguments of our own
            [sys.executable, "-m", "services", *arguments],
            env=kept | {f"{PREFIX}{name}": value for name, value in given.items()},
            stdout=out,
            stderr=out,
            start_new_session=True,
        )


def _await_answer(running: "subprocess.Popen[bytes]", url: str, told_by: Path) -> None:
    pause, until = threading.Event(), monotonic_seconds() + _START_SECONDS
    while running.poll() is None and monotonic_seconds() < until:
        try:
            if httpx.get(f"{url}/healthz", timeout=5, trust_env=False).status_code == 200:
                return
        except httpx.TransportError:
            pause.wait(0.05)
    raise NotMeasured(why=told_by.read_text(encoding="utf-8", errors="replace")[-1000:])


def _end(running: "subprocess.Popen[bytes]") -> None:
    running.send_signal(signal.SIGINT)
    try:
        running.wait(_STOP_SECONDS)
    except subprocess.TimeoutExpired:
        running.kill()
        running.wait()
