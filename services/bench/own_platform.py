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
        kept = {name: value for name, value in os.environ.items() if not name.startswith(PREFIX)}
        kept |= {f"{PREFIX}DATA_DIR": str(self.folder), f"{PREFIX}PORT": str(self.port)}
        out_file = self.folder.with_suffix(".out")
        began = monotonic_seconds()
        with out_file.open("ab") as out:
            self._running = subprocess.Popen(
                [sys.executable, "-m", "services", "up"],
                env=kept,
                stdout=out,
                stderr=out,
                start_new_session=True,
            )
        pause = threading.Event()
        while self._running.poll() is None and monotonic_seconds() - began < _START_SECONDS:
            try:
                if httpx.get(f"{self.url}/healthz", timeout=5, trust_env=False).status_code == 200:
                    return monotonic_seconds() - began
            except httpx.TransportError:
                pause.wait(0.05)
        raise NotMeasured(why=out_file.read_text(encoding="utf-8", errors="replace")[-1000:])

    def _stop(self) -> None:
        if self._running is None:
            return
        self._running.send_signal(signal.SIGINT)
        try:
            self._running.wait(_STOP_SECONDS)
        except subprocess.TimeoutExpired:
            self._running.kill()
            self._running.wait()
        self._running = None
