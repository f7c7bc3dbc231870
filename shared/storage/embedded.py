"""The embedded document store: SecantusDB as a child process on loopback, watched and restarted.

It is closed to other users of the machine: a password of its own kept in the data folder, loopback only. It ends when the
pipe from its parent closes, however the parent ended.
"""

import os
import secrets
import socket
import subprocess
import sys
import threading
from collections.abc import Mapping
from pathlib import Path

from shared.kernel.clock import monotonic_seconds
from shared.kernel.errors import Unavailable
from shared.logs import log
from shared.storage.wire import ask

CACHE = "128M"
START_SECONDS = 60
_LOOK_SECONDS = 0.05
_NAME = "linli"
_NAME_TAKEN = 51003


class StoreDidNotStart(Unavailable):
    """The embedded store ended or did not answer."""

    code = "store-did-not-start"
    zh = "内置文档库没有启动：请查看 {log_file}"
    en = "The embedded document store did not start: see {log_file}"


class EmbeddedStore:
    """SecantusDB with its data in a folder, without an operations log: nobody reads one, and each write would pay for it.

    ``start`` returns once it answers; ``uri`` then leads to it. ``look_after`` starts it again, on the same port, if it died.
    None of this leaves a thread behind: whoever started it may fork.
    """

    def __init__(self, folder: Path) -> None:
        """Take the folder for its data, made with mode 0700 when missing."""
        self._folder = folder
        self._folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        self._secret_file = folder / "password"
        self._log_file = folder / "store.log"
        self._port = _free_port()
        self._child: subprocess.Popen[bytes] | None = None

    @property
    def uri(self) -> str:
        """Return the connection string, with its password: never to be logged."""
        secret = self._secret_file.read_text(encoding="ascii").strip()
        return f"mongodb://{_NAME}:{secret}@127.0.0.1:{self._port}/?directConnection=true&authSource=admin"

    def start(self) -> None:
        """Start it and wait for its first answer.

        Raises:
            StoreDidNotStart: If it ends or stays silent; the log file says why.
        """
        self.begin()
        self.await_answer()

    def begin(self) -> None:
        """Start it; the first time on a folder, wait until its name and password are made.

        Raises:
            StoreDidNotStart: If they could not be made.
        """
        if not self._secret_file.exists():
            self._create_name()
        self._launch("--auth")

    def await_answer(self) -> None:
        """Wait for its first answer after :meth:`begin`.

        Raises:
            StoreDidNotStart: If it ends or stays silent; the log file says why.
        """
        assert self._child is not None
        until = monotonic_seconds() + START_SECONDS
        pause = threading.Event()
        while monotonic_seconds() < until and self._child.poll() is None:
            try:
                self._ask({"hello": 1})
            except OSError:
                pause.wait(_LOOK_SECONDS)
            else:
                return
        self._end()
        raise StoreDidNotStart(log_file=self._log_file)

    @property
    def port(self) -> int:
        """Return the loopback port it answers at, the same across its restarts."""
        return self._port

    @property
    def pid(self) -> int | None:
        """Return the id of its process, another after each restart; None before the first start."""
        return None if self._child is None else self._child.pid

    def let_go(self) -> None:
        """In a forked process: close this end of the pipe, so that the store ends with the process that started it."""
        assert self._child is not None
        assert self._child.stdin is not None
        self._child.stdin.close()

    def look_after(self) -> None:
        """Start it again if it has ended; to be called every second or so."""
        if self._child is None or self._child.poll() is None:
            return
        log.error("store ended and is started again", extra={"exit_code": self._child.returncode})
        self._launch("--auth")

    def stop(self) -> None:
        """End it in order; what was acknowledged is on the disk."""
        self._end()

    def _create_name(self) -> None:
        """Let the first start, on an empty folder, know one name and password before anything is kept.

        The password is on the disk before the store knows it: a start that was ended in the middle goes on with the same.
        """
        coming = self._secret_file.with_suffix(".coming")
        secret = coming.read_text(encoding="ascii") if coming.exists() else ""
        if not secret:
            secret = secrets.token_urlsafe(24)
            descriptor = os.open(coming, os.O_WRONLY | os.O_CREAT, 0o600)
            with os.fdopen(descriptor, "w", encoding="ascii") as file:
                file.write(secret)
        self._launch()
        self.await_answer()
        made = self._ask({"createUser": _NAME, "pwd": secret, "roles": ["root"]})
        self._end()
        if not made.get("ok") and made.get("code") != _NAME_TAKEN:
            raise StoreDidNotStart(log_file=self._log_file)
        coming.replace(self._secret_file)

    def _launch(self, *more: str) -> None:
        command = [
            sys.executable,
            "-m",
            "shared.storage.embedded_child",
            "--host",
            "127.0.0.1",
            "--port",
            str(self._port),
        ]
        command += ["--storage-path", str(self._folder / "store"), "--cache-size", CACHE]
        command += ["--sync-on-commit", "--standalone"]
        with self._log_file.open("ab") as out:
            self._child = subprocess.Popen(  # noqa: S603 -- our own interpreter and module
                [*command, "--log-level", "WARNING", *more],
                stdin=subprocess.PIPE,
                stdout=out,
                stderr=out,
                start_new_session=True,
            )

    def _ask(self, command: Mapping[str, object]) -> Mapping[str, object]:
        return ask(self._port, {**command, "$db": "admin"}, wait_seconds=START_SECONDS)

    def _end(self) -> None:
        if self._child is None:
            return
        assert self._child.stdin is not None
        self._child.stdin.close()
        try:
            self._child.wait(timeout=10)
        except subprocess.TimeoutExpired:
            self._child.kill()
            self._child.wait()


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port
