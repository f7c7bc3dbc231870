"""The platform as processes of their own, each of which may be killed, stopped for a while and started again."""

import json
import os
import signal
import subprocess
import sys
import threading
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

import httpx

from shared.storage.embedded import EmbeddedStore
from tests.platform_process import ROOT, START_SECONDS, free_port, run_linli

WORKERS = ("matching", "ledger", "notify")


@dataclass(kw_only=True)
class SeparateProcesses:
    """One web process and one worker for each service, on documents and a log they have in common."""

    folder: Path
    documents_uri: str
    settings: Mapping[str, str] = field(default_factory=dict)
    port: int = field(default_factory=free_port)
    running: dict[str, subprocess.Popen[bytes]] = field(default_factory=dict)

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    @property
    def environment(self) -> dict[str, str]:
        return {
            **os.environ,
            "LINLI_DATA_DIR": str(self.folder / "data"),
            "LINLI_PORT": str(self.port),
            "LINLI_MONGODB_URI": self.documents_uri,
            "PYTHONUNBUFFERED": "1",
            **self.settings,
        }

    def start(self) -> None:
        """Start the web process, then the workers: the first makes the keys that all share."""
        self.start_one("serve")
        self.await_answer()
        for worker in WORKERS:
            self.start_one(worker)

    def start_one(self, name: str, *, odd: str = "") -> None:
        """Start the web process or the worker of a service, perhaps with something wrong inside (see ``odd_process``)."""
        arguments = ("serve", "all") if name == "serve" else ("work", name)
        program = ("tests.faults.odd_process", odd) if odd else ("services",)
        with self.told_by(name).open("ab") as told:
            self.running[name] = subprocess.Popen(
                [sys.executable, "-m", *program, *arguments],
                cwd=ROOT,
                env=self.environment,
                stdout=told,
                stderr=subprocess.STDOUT,
                start_new_session=True,
            )

    def start_working(self, name: str, *, odd: str = "") -> None:
        """Start one, and wait until it does its work: what happens to it before that proves nothing."""
        before = self._told_to_work(name)
        self.start_one(name, odd=odd)
        for _ in range(START_SECONDS * 5):
            if self._told_to_work(name) > before:
                return
            threading.Event().wait(0.2)
        raise AssertionError(self.told_by(name).read_text()[-3000:])

    def _told_to_work(self, name: str) -> int:
        file = self.told_by(name)
        said = "serving" if name == "serve" else "working"
        return file.read_text(errors="replace").count(f"{said} services=") if file.exists() else 0

    def told_by(self, name: str) -> Path:
        """Return the file with what a process printed."""
        return self.folder / f"{name}.log"

    def kill(self, name: str) -> None:
        """End a process, and what it forked, without warning."""
        process = self.running.pop(name)
        os.killpg(process.pid, signal.SIGKILL)
        process.wait(30)

    def signal(self, name: str, sign: signal.Signals) -> None:
        """Send a signal to a process."""
        self.running[name].send_signal(sign)

    def end_one(self, name: str) -> int:
        """End a process in order and return its exit code."""
        process = self.running.pop(name)
        process.send_signal(signal.SIGCONT)
        process.terminate()
        return process.wait(30)

    def stop(self) -> None:
        """End all that run."""
        for name in list(self.running):
            process = self.running.pop(name)
            process.send_signal(signal.SIGCONT)
            process.terminate()
            try:
                process.wait(20)
            except subprocess.TimeoutExpired:
                os.killpg(process.pid, signal.SIGKILL)
                process.wait(30)

    def await_answer(self) -> None:
        """Return when the web process answers."""
        pause = threading.Event()
        for _ in range(START_SECONDS * 5):
            assert self.running["serve"].poll() is None, self.told_by("serve").read_text()[-3000:]
            try:
                if httpx.get(f"{self.url}/healthz", timeout=2).status_code == 200:
                    return
            except httpx.TransportError:
                pass
            pause.wait(0.2)
        raise AssertionError(self.told_by("serve").read_text()[-3000:])

    def linli(self, *arguments: str) -> subprocess.CompletedProcess[str]:
        """Run another ``linli`` command on the same documents and log."""
        return run_linli(self.environment, *arguments)

    def staff_token(self) -> str:
        """Return the session of a new member of community staff."""
        who = ("--phone", "13700000001", "--name", "周敏", "--role", "COMMUNITY_STAFF", "--scope", "511402")
        made = json.loads(self.linli("member", "create", *who).stdout)
        body = {"phone": "13700000001", "password": made["first_password"]}
        answer = httpx.post(f"{self.url}/api/identity/v1/sessions", json=body, timeout=30)
        return str(answer.json()["token"])


@contextmanager
def separate_processes(
    folder: Path, settings: Mapping[str, str] | None = None
) -> Iterator[SeparateProcesses]:
    """Give the processes, not yet started, on an embedded document store; all of them end afterwards."""
    store = EmbeddedStore(folder / "documents")
    store.start()
    processes = SeparateProcesses(folder=folder, documents_uri=store.uri, settings=settings or {})
    try:
        yield processes
    finally:
        processes.stop()
        store.stop()
