"""The platform as its operator runs it: a process of its own on a free port and a folder of its own."""

import os
import signal
import socket
import subprocess
import sys
import tempfile
import threading
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import IO

import httpx

START_SECONDS = 90
ROOT = Path(__file__).parent.parent


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port


def run_linli(
    environment: Mapping[str, str], *arguments: str, timeout_seconds: float = 120
) -> subprocess.CompletedProcess[str]:
    """Run a ``linli`` command to its end."""
    return subprocess.run(
        [sys.executable, "-m", "services", *arguments],
        cwd=ROOT,
        env=environment,
        capture_output=True,
        text=True,
        timeout=timeout_seconds,
        check=False,
    )


@dataclass(kw_only=True)
class PlatformProcess:
    """``linli up`` on a folder; it may be killed and started again, on the same port."""

    folder: Path
    port: int = field(default_factory=free_port)
    settings: Mapping[str, str] = field(default_factory=dict)
    child: subprocess.Popen[str] | None = None
    said: IO[str] = field(
        default_factory=lambda: tempfile.TemporaryFile("w+", encoding="utf-8")  # noqa: SIM115 -- open as long as the platform
    )
    """What it prints: a file, for a pipe that nobody empties would stop a platform that has much to say."""

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    @property
    def environment(self) -> dict[str, str]:
        return {
            **os.environ,
            "LINLI_DATA_DIR": str(self.folder),
            "LINLI_PORT": str(self.port),
            "PYTHONUNBUFFERED": "1",
            **self.settings,
        }

    def launch(self, *options: str) -> subprocess.Popen[str]:
        self.child = subprocess.Popen(
            [sys.executable, "-m", "services", "up", *options],
            cwd=ROOT,
            env=self.environment,
            stdout=self.said,
            stderr=self.said,
            text=True,
            start_new_session=True,
        )
        return self.child

    def start(self, *options: str) -> None:
        self.launch(*options)
        self.await_answer()

    def await_answer(self) -> None:
        pause = threading.Event()
        for _ in range(START_SECONDS * 5):
            assert self.child is not None
            if self.child.poll() is not None:
                self.said.seek(0)
                raise AssertionError(f"linli up ended: {self.said.read()}")
            try:
                if httpx.get(f"{self.url}/healthz", timeout=2).status_code == 200:
                    return
            except httpx.TransportError:
                pass
            pause.wait(0.2)
        raise AssertionError("linli up did not answer in time")

    def end(self, sign: signal.Signals = signal.SIGINT) -> int:
        """Send a signal to the process that was started and return its exit code."""
        assert self.child is not None
        self.child.send_signal(sign)
        return self.child.wait(timeout=30)

    def stop(self) -> None:
        if self.child is not None and self.child.poll() is None:
            self.end()

    def linli(self, *arguments: str, **settings: str) -> subprocess.CompletedProcess[str]:
        """Run another ``linli`` command on the same folder."""
        return run_linli(self.environment | settings, *arguments)
