"""The processes of a platform of the demo's own: started, killed with -9 one after another, started again, ended."""

import os
import signal
import subprocess
import sys
import threading
from collections.abc import Mapping
from dataclasses import dataclass, field
from itertools import cycle
from pathlib import Path

import httpx

from shared.kernel.clock import monotonic_seconds
from shared.kernel.errors import Unavailable

ONE_MACHINE = (("up",),)
"""The platform as one process that starts all others itself."""

SEPARATE = (("serve", "all"), ("work", "matching"), ("work", "ledger"), ("work", "notify"))
"""The platform as processes of their own; the first makes the keys that all share."""

_START_SECONDS = 120
_STOP_SECONDS = 30


class NoOwnPlatform(Unavailable):
    """The demo's own platform did not start, or a part of it ended by itself."""

    code = "no-own-platform"
    zh = "演示用的平台没有启动，或自行退出：{why}"
    en = "The demo's own platform did not start, or ended by itself: {why}"


@dataclass(kw_only=True)
class Running:
    """A platform of the demo's own.

    Attributes:
        url: Its address.
        environment: Its settings.
        log: What it writes, over all its starts.
        parts: The commands whose processes it is made of; the first one answers at the address.
    """

    url: str
    environment: Mapping[str, str]
    log: Path
    parts: tuple[tuple[str, ...], ...] = ONE_MACHINE
    _processes: dict[tuple[str, ...], subprocess.Popen[bytes]] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self._victims = cycle(self.parts)

    def start(self) -> None:
        """Start what does not run, and wait until the platform answers.

        Raises:
            NoOwnPlatform: If it does not.
        """
        for part in self.parts:
            if part not in self._processes:
                with self.log.open("ab") as out:
                    self._processes[part] = _linli(*part, environment=self.environment, out=out.fileno())
                if part == self.parts[0]:
                    self._await_answer(self._processes[part])

    def kill(self) -> None:
        """Kill the process whose turn it is, and what it forked to serve, in the middle of whatever it does.

        Raises:
            NoOwnPlatform: If it had ended by itself: then nothing was killed.
        """
        part = next(self._victims)
        process = self._processes.pop(part)
        if process.poll() is not None:
            raise NoOwnPlatform(why=f"linli {' '.join(part)}: {self._told()}")
        if part in SEPARATE:
            os.killpg(process.pid, signal.SIGKILL)
        else:
            process.kill()
        process.wait()

    def end(self) -> None:
        """End it in order."""
        for process in self._processes.values():
            process.send_signal(signal.SIGTERM)
        for process in self._processes.values():
            try:
                process.wait(_STOP_SECONDS)
            except subprocess.TimeoutExpired:
                process.kill()
                process.wait()
        self._processes.clear()

    def _await_answer(self, process: subprocess.Popen[bytes]) -> None:
        until = monotonic_seconds() + _START_SECONDS
        while monotonic_seconds() < until and process.poll() is None:
            try:
                if httpx.get(f"{self.url}/healthz", timeout=5, trust_env=False).is_success:
                    return
            except httpx.TransportError:
                pass
            threading.Event().wait(0.2)
        raise NoOwnPlatform(why=self._told())

    def _told(self) -> str:
        return self.log.read_text(encoding="utf-8", errors="replace")[-2000:]


def _linli(*arguments: str, environment: Mapping[str, str], out: int) -> subprocess.Popen[bytes]:
    """Start ``linli`` in a session of its own: Ctrl-C reaches the demo, which then ends it in order."""
    command = [sys.executable, "-m", "services", *arguments]
    return subprocess.Popen(  # noqa: S603 -- our own interpreter and module
        command, env=dict(environment), stdout=out, stderr=subprocess.STDOUT, start_new_session=True
    )
