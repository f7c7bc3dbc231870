"""The platform as processes of their own: web processes that serve, and workers, each as many times as wanted."""

import os
import signal
import sys
import threading
from collections.abc import Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

from gunicorn.app.base import BaseApplication
from gunicorn.arbiter import Arbiter
from gunicorn.workers.base import Worker as WebWorker

from services.notify.adapters.sockets import Sockets
from services.running import Runners
from services.single import check_port, shown_host, web_options
from services.wiring import SERVICES, Platform, make_web_of, open_platform
from shared.kernel.errors import LinliError
from shared.logs import log
from shared.messaging.backoff import TRANSIENT
from shared.settings import Settings
from shared.storage.connection import connect
from shared.storage.folder import DataFolder

_LOOK_AGAIN_SECONDS = 1.0

if TYPE_CHECKING:
    from flask import Flask


class NoCommonDocuments(LinliError):
    """Processes of their own need documents that all of them reach."""

    code = "no-common-documents"
    zh = "分开运行的进程需要共同的文档库：请设置 LINLI_MONGODB_URI，或先在同一数据文件夹上运行 linli up"
    en = "Separate processes need documents in common: set LINLI_MONGODB_URI, or run linli up on the same data folder first"


def services_named(name: str) -> Sequence[str]:
    """Return the services a name on the command line stands for."""
    return SERVICES if name == "all" else (name,)


def work(settings: Settings, services: Sequence[str]) -> int:
    """Run the relay, the workers and the sweeps of services until told to end; return the exit code.

    Raises:
        LinliError: If documents, log or folder cannot be used; nothing runs then.
    """
    ending = threading.Event()
    for sign in (signal.SIGTERM, signal.SIGINT):
        signal.signal(sign, lambda _, __: ending.set())
    platform = _opened(settings, ending)
    if platform is None:
        return 0
    runners = Runners(platform, None, works_for=services)
    runners.start()
    log.info("working", extra={"services": " ".join(services)})
    while not ending.wait(60):
        pass
    runners.stop()
    platform.log.close()
    log.info("stopped")
    return 0


def serve(settings: Settings, services: Sequence[str]) -> int:
    """Serve the pages and APIs of services, with the sockets where notify is one of them, until told to end.

    Raises:
        LinliError: If the port or the folder cannot be used; nothing runs then.
    """
    check_port(settings)
    try:
        _WebProcess(_joined(settings), services).run()
    except SystemExit as end:
        return int(end.code or 0)
    return 0


def _joined(settings: Settings) -> Settings:
    """Return settings that name the documents: MongoDB, or the embedded store of the platform that runs on the folder."""
    if settings.mongodb_uri:
        return settings
    folder = DataFolder(settings.data_dir)
    running = folder.running()
    if not folder.is_held() or running is None:
        raise NoCommonDocuments
    return replace(settings, mongodb_uri=running.documents_uri)


def _opened(settings: Settings, ending: threading.Event) -> Platform | None:
    """Return the platform once documents and log answer, or None if told to end before that.

    Raises:
        LinliError: If waiting does not help.
    """
    joined = _joined(settings)
    while not ending.is_set():
        try:
            connect(joined.mongodb_uri, prefix=joined.database_prefix)
            return open_platform(joined, DataFolder(joined.data_dir))
        except TRANSIENT as cause:
            log.warning("waiting for documents and log", extra={"why": str(cause)})
            ending.wait(_LOOK_AGAIN_SECONDS)
    return None


class _WebProcess(BaseApplication):  # type: ignore[misc]  # -- gunicorn is untyped
    """A gunicorn that serves some services and works for none."""

    def __init__(self, settings: Settings, services: Sequence[str]) -> None:
        self._settings, self._services = settings, services
        self._takes_turns = tuple(services) == ("notify",)
        self._runners: Runners | None = None
        super().__init__()

    def load_config(self) -> None:
        values = {
            **web_options(self._settings, takes_turns=self._takes_turns),
            "worker_exit": self._ending,
            "post_worker_init": self._ready,
        }
        for name, value in values.items():
            if name in self.cfg.settings:
                self.cfg.set(name, value)

    def load(self) -> "Flask":
        """Open the platform in the web process and return its application."""
        try:
            platform = _opened(self._settings, threading.Event())
        except LinliError as fault:
            sys.stderr.write(f"{fault.say('zh')}\n{fault.say('en')}\n")
            raise SystemExit(Arbiter.WORKER_BOOT_ERROR) from fault
        assert platform is not None, "nobody told it to end"
        app = make_web_of(platform, self._services)
        find_actor, takes_turns = platform.identity.find_actor, self._takes_turns
        sockets = Sockets(app, find_actor, takes_turns=takes_turns) if "notify" in self._services else None
        self._runners = Runners(platform, sockets, works_for=(), is_only_one=False)
        self._runners.start()
        return app

    def _ready(self, _: WebWorker) -> None:
        url = f"http://{shown_host(self._settings.host)}:{self._settings.port}"
        log.info("serving", extra={"services": " ".join(self._services), "url": url})

    def _ending(self, _: Arbiter, worker: WebWorker) -> None:
        """End without waiting for threads; a process that never served says so, or it would be started for ever."""
        if self._runners is not None:
            self._runners.stop()
        log.info("stopped")
        os._exit(0 if worker.booted else Arbiter.WORKER_BOOT_ERROR)
