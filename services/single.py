"""The whole platform on one machine: one web process with its workers as threads, and the document store as a child.

Whoever starts it holds the data folder and two pipes. When it ends, however it ends, the pipes close, and the web process
and the document store end with it.
"""

import os
import socket
import sys
import threading
from collections.abc import Callable
from dataclasses import dataclass, replace
from errno import EADDRINUSE
from typing import TYPE_CHECKING
from urllib.parse import quote

from gunicorn.app.base import BaseApplication
from gunicorn.arbiter import Arbiter
from gunicorn.workers.base import Worker as WebWorker

from shared.kernel.errors import LinliError
from shared.logs import log
from shared.settings import Settings
from shared.storage.embedded import EmbeddedStore
from shared.storage.folder import DataFolder, Running

if TYPE_CHECKING:
    from flask import Flask

    from services.running import Runners
    from services.wiring import Platform

GRACE_SECONDS = 5
PORT_TRIES = 10
MOST_SOCKETS = 20_000
"""Of one process that holds nothing but sockets; with as many, its memory is the limit."""
_PORT_WAIT_SECONDS = 0.1


class PortTaken(LinliError):
    """Something else listens there."""

    code = "port-taken"
    zh = "端口 {port} 已被占用；请停止占用它的程序，或用 LINLI_PORT 指定另一个端口"
    en = "Port {port} is taken; stop what listens there, or name another port in LINLI_PORT"


class AddressUnusable(LinliError):
    """The address is not one of this machine's, or the port is reserved."""

    code = "address-unusable"
    zh = "不能监听 {host}:{port}:{why}；请检查 LINLI_HOST 与 LINLI_PORT"
    en = "Cannot listen on {host}:{port}: {why}; check LINLI_HOST and LINLI_PORT"


@dataclass(kw_only=True)
class _Held:
    """What the starting process holds for as long as the platform runs."""

    settings: Settings
    folder: DataFolder
    store: EmbeddedStore | None
    documents_uri: str
    alive: tuple[int, int]


def up(settings: Settings, *, when_ready: "Callable[[str, Platform], None]") -> int:
    """Run the platform until it is told to end; return the exit code.

    Args:
        settings: What the operator set.
        when_ready: Called with the address and the opened platform, in the web process, once pages are served.

    Raises:
        LinliError: If the folder, the port or the document store cannot be used; nothing runs then.
    """
    folder = DataFolder(settings.data_dir)
    folder.hold()
    check_port(settings)
    store = None if settings.mongodb_uri else EmbeddedStore(folder.documents)
    if store is not None:
        store.begin()
        _read_the_program()
        store.await_answer()
    held = _Held(
        settings=settings,
        folder=folder,
        store=store,
        documents_uri=store.uri if store else settings.mongodb_uri,
        alive=os.pipe(),
    )
    url = f"http://{shown_host(settings.host)}:{settings.port}"
    folder.note_running(Running(pid=os.getpid(), url=url, documents_uri=held.documents_uri))
    try:
        _WebServer(held, lambda platform: when_ready(url, platform)).run()
    except SystemExit as end:
        return int(end.code or 0)
    finally:
        if store is not None:
            store.stop()
    return 0


def _read_the_program() -> None:
    """Read the parts of the platform, which takes as long as the store takes to start."""
    import services.running  # noqa: F401, PLC0415 -- read at the top, the store would wait for it


def shown_host(host: str) -> str:
    """Return the host as an address to visit."""
    return "127.0.0.1" if host in ("0.0.0.0", "::") else quote(host)  # noqa: S104 -- compared, not listened on


def check_port(settings: Settings) -> None:
    """Pass if the port can be listened on; a platform that is just ending is waited for, a second at most.

    Raises:
        PortTaken: If something listens there.
        AddressUnusable: If nothing of this machine's can.
    """
    waiting = threading.Event()
    for _ in range(PORT_TRIES):
        fault = _bind_fault(settings)
        if fault is None:
            return
        if fault.errno != EADDRINUSE:
            raise AddressUnusable(host=settings.host, port=settings.port, why=fault.strerror) from fault
        waiting.wait(_PORT_WAIT_SECONDS)
    raise PortTaken(port=settings.port)


def _bind_fault(settings: Settings) -> OSError | None:
    family = socket.AF_INET6 if ":" in settings.host else socket.AF_INET
    with socket.socket(family) as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((settings.host, settings.port))
        except OSError as cause:
            return cause
    return None


def web_options(settings: Settings, *, takes_turns: bool = False) -> dict[str, object]:
    """Return how gunicorn serves us: one process, a thread for each request or socket, or all in one that takes turns."""
    bind = (
        f"[{settings.host}]:{settings.port}" if ":" in settings.host else f"{settings.host}:{settings.port}"
    )
    return {
        "bind": bind,
        "workers": 1,
        "worker_class": "gevent" if takes_turns else "gthread",
        "threads": 1 if takes_turns else settings.web_threads,
        "worker_connections": MOST_SOCKETS,
        "keepalive": 30,
        "timeout": 120,
        "graceful_timeout": GRACE_SECONDS,
        "limit_request_line": 8190,
        "loglevel": "warning",
        "proc_name": "linli",
        "control_socket_disable": True,
    }


class _WebServer(BaseApplication):  # type: ignore[misc]  # -- gunicorn is untyped
    """One gunicorn gthread worker that serves all pages, APIs and sockets, and runs every worker as a thread."""

    def __init__(self, held: _Held, when_ready: "Callable[[Platform], None]") -> None:
        self._held, self._when_ready = held, when_ready
        self._runners: Runners | None = None
        self._platform: Platform | None = None
        super().__init__()

    def load_config(self) -> None:
        values = {
            **web_options(self._held.settings),
            "post_fork": self._after_fork,
            "post_worker_init": self._ready,
            "worker_exit": self._ending,
        }
        for name, value in values.items():
            if name in self.cfg.settings:
                self.cfg.set(name, value)

    def load(self) -> "Flask":
        """Open the platform in the web process and return its application."""
        try:
            return self._opened()
        except LinliError as fault:
            sys.stderr.write(f"{fault.say('zh')}\n{fault.say('en')}\n")
            raise SystemExit(Arbiter.WORKER_BOOT_ERROR) from fault

    def _opened(self) -> "Flask":
        from services.running import Runners  # noqa: PLC0415 -- read while the store starts
        from services.wiring import make_web, open_platform  # noqa: PLC0415 -- read while the store starts
        from shared.storage.connection import connect  # noqa: PLC0415 -- read while the store starts

        held = self._held
        connect(held.documents_uri, prefix=held.settings.database_prefix)
        self._platform = platform = open_platform(held.settings, held.folder)
        app, sockets = make_web(platform)
        self._runners = Runners(platform, sockets)
        self._runners.start()
        return app

    def run(self) -> None:
        """Serve until told to end."""
        _Supervisor(self, self._held.store).run()

    def _after_fork(self, _: Arbiter, __: WebWorker) -> None:
        read, write = self._held.alive
        os.close(write)
        if self._held.store is not None:
            self._held.store.let_go()
        threading.Thread(target=_end_with_parent, args=(read,), name="end-with-parent", daemon=True).start()

    def _ready(self, _: WebWorker) -> None:
        threading.Thread(
            target=self._when_ready, args=(self._platform,), name="when-ready", daemon=True
        ).start()

    def _ending(self, _: Arbiter, worker: WebWorker) -> None:
        """End without waiting for threads; a process that never served says so, or it would be started for ever."""
        if self._runners is not None:
            self._runners.stop()
        log.info("stopped")
        os._exit(0 if worker.booted else Arbiter.WORKER_BOOT_ERROR)


class _Supervisor(Arbiter):  # type: ignore[misc]  # -- gunicorn is untyped
    """Looks after the document store too, in the one thread it has: only a process without threads forks safely."""

    def __init__(self, server: _WebServer, store: EmbeddedStore | None) -> None:
        self._store = store
        super().__init__(server)

    def murder_workers(self) -> None:
        """Do once a second what gunicorn does then, and see that the store runs."""
        super().murder_workers()
        if self._store is not None:
            self._store.look_after()


def _end_with_parent(read: int) -> None:
    """End this process at once when the one that started it is gone: its successor needs the port and the folder."""
    os.read(read, 1)
    os._exit(1)


def attached(settings: Settings, folder: DataFolder | None = None) -> tuple[Settings, EmbeddedStore | None]:
    """Return settings that lead a command to the documents of this data folder, and the store it had to start, if any.

    A platform that runs on the folder is joined; otherwise the command holds the folder and starts the store itself, and
    must stop it.

    Args:
        settings: What the operator set.
        folder: The data folder, for who wants to let go of it before its process ends.

    Raises:
        LinliError: If the folder cannot be used or the store does not start.
    """
    if settings.mongodb_uri:
        return settings, None
    folder = folder or DataFolder(settings.data_dir)
    running = folder.running()
    if folder.is_held() and running is not None:
        return replace(settings, mongodb_uri=running.documents_uri), None
    folder.hold()
    store = EmbeddedStore(folder.documents)
    store.start()
    return replace(settings, mongodb_uri=store.uri), store
