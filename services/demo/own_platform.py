"""A platform of the demo's own: started on a free port with a temporary folder, gone afterwards."""

import json
import os
import signal
import socket
import subprocess
import sys
import tempfile
import threading
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import httpx

from services.demo.client import Caller, Line
from services.demo.playing import communities_of
from shared.identity.roles import Role
from shared.kernel.clock import monotonic_seconds
from shared.kernel.errors import Unavailable
from shared.settings import PREFIX

_START_SECONDS = 120
_STOP_SECONDS = 30
_STAFF_PHONE = "13700000001"


class NoOwnPlatform(Unavailable):
    """The demo's own platform did not start."""

    code = "no-own-platform"
    zh = "演示用的平台没有启动：{why}"
    en = "The demo's own platform did not start: {why}"


@dataclass(slots=True, kw_only=True)
class Running:
    """The processes of a platform of the demo's own.

    Attributes:
        url: Its address.
        environment: Its settings.
        log: What it writes, over all its starts.
        process: The one that runs now.
    """

    url: str
    environment: Mapping[str, str]
    log: Path
    process: subprocess.Popen[bytes] | None = None

    def start(self) -> None:
        """Start it, and wait until it answers.

        Raises:
            NoOwnPlatform: If it does not.
        """
        with self.log.open("ab") as out:
            self.process = _linli("up", environment=self.environment, out=out.fileno())
        _await_answer(self.url, self.process, self.log)

    def kill(self) -> None:
        """Kill it with -9, in the middle of whatever it does."""
        assert self.process is not None
        self.process.kill()
        self.process.wait()

    def end(self) -> None:
        """End it in order."""
        if self.process is not None:
            _end(self.process)


@dataclass(frozen=True, slots=True, kw_only=True)
class OwnPlatform:
    """A platform that runs, with a staff account for one area.

    Attributes:
        url: Its address.
        staff_token: Of the account.
        running: Its processes, where they are the demo's own.
    """

    url: str
    staff_token: str
    running: Running | None = None


@contextmanager
def own_platform(scope: str) -> Iterator[OwnPlatform]:
    """Give a platform with a staff account whose role holds in ``scope``; end it and remove its folder afterwards.

    Raises:
        NoOwnPlatform: If it does not start.
        NoSuchDistrict: If there is no community in ``scope``.
    """
    with tempfile.TemporaryDirectory(prefix="linli-demo-") as folder:
        port = _free_port()
        environment = {name: value for name, value in os.environ.items() if not name.startswith(PREFIX)}
        environment |= {f"{PREFIX}DATA_DIR": str(Path(folder) / "data"), f"{PREFIX}PORT": str(port)}
        running = Running(url=f"http://127.0.0.1:{port}", environment=environment, log=Path(folder) / "log")
        try:
            running.start()
            token = _staff_token(running.url, scope, environment)
            yield OwnPlatform(url=running.url, staff_token=token, running=running)
        finally:
            running.end()


def _linli(*arguments: str, environment: Mapping[str, str], out: int) -> subprocess.Popen[bytes]:
    """Start ``linli`` in a session of its own: Ctrl-C reaches the demo, which then ends it in order."""
    command = [sys.executable, "-m", "services", *arguments]
    return subprocess.Popen(  # noqa: S603 -- our own interpreter and module
        command, env=dict(environment), stdout=out, stderr=subprocess.STDOUT, start_new_session=True
    )


def _await_answer(url: str, running: subprocess.Popen[bytes], log_file: Path) -> None:
    until = monotonic_seconds() + _START_SECONDS
    while monotonic_seconds() < until and running.poll() is None:
        try:
            if httpx.get(f"{url}/healthz", timeout=5, trust_env=False).is_success:
                return
        except httpx.TransportError:
            pass
        threading.Event().wait(0.2)
    raise NoOwnPlatform(why=log_file.read_text(encoding="utf-8", errors="replace")[-2000:])


def _staff_token(url: str, scope: str, environment: Mapping[str, str]) -> str:
    line = Line(url)
    try:
        communities_of(Caller(line=line), scope)
    finally:
        line.close()
    arguments = ("--phone", _STAFF_PHONE, "--name", "周敏", "--role", Role.COMMUNITY_STAFF.value)
    command = [sys.executable, "-m", "services", "member", "create", *arguments, "--scope", scope]
    made = subprocess.run(  # noqa: S603 -- our own interpreter and module
        command, env=dict(environment), capture_output=True, text=True, check=False
    )
    if made.returncode != 0:
        raise NoOwnPlatform(why=made.stderr[-2000:])
    password = json.loads(made.stdout)["first_password"]
    line = Line(url)
    try:
        nobody = Caller(line=line)
        answer = nobody.post("/identity/v1/sessions", {"phone": _STAFF_PHONE, "password": password})
        return str(answer["token"])
    finally:
        line.close()


def _end(running: subprocess.Popen[bytes]) -> None:
    running.send_signal(signal.SIGTERM)
    try:
        running.wait(_STOP_SECONDS)
    except subprocess.TimeoutExpired:
        running.kill()
        running.wait()


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port
