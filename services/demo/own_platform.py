"""A platform of the demo's own: started on a free port with a temporary folder, gone afterwards."""

import json
import os
import socket
import subprocess
import sys
import tempfile
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, fields, replace
from pathlib import Path
from typing import Final

from services.demo.client import Caller, Json, Line
from services.demo.playing import communities_of
from services.demo.running import ONE_MACHINE, SEPARATE, NoOwnPlatform, Running
from services.event_log import create_topics, remove_topics
from shared.identity.roles import Role
from shared.kernel.clock import SystemClock
from shared.kernel.ids import nonce
from shared.settings import PREFIX, Settings
from shared.storage.embedded import EmbeddedStore

_PEOPLE: Final = (
    (Role.COMMUNITY_STAFF, "13700000001", "周敏"),
    (Role.SOCIAL_WORKER, "13700000002", "赵雨桐"),
    (Role.COMMUNITY_STAFF, "13700000003", "杨慧"),
)
"""Who has which role: role, phone, name."""


@dataclass(frozen=True, slots=True, kw_only=True)
class OwnPlatform:
    """A platform that runs, with a staff account for one area.

    Attributes:
        url: Its address.
        staff_token: Of the account.
        worker_token: Of a social worker for the same area; empty on another's platform.
        colleague_token: Of a second member of staff; empty there too.
        running: Its processes, where they are the demo's own.
    """

    url: str
    staff_token: str
    worker_token: str = ""
    colleague_token: str = ""
    running: Running | None = None


@contextmanager
def own_platform(settings: Settings, scope: str) -> Iterator[OwnPlatform]:
    """Give a platform with a staff account whose role holds in ``scope``; end it and remove what it kept afterwards.

    Args:
        settings: Where they name Kafka, the platform is processes of their own on topics of its own there, and documents in
            an embedded store; else it is one machine's. Nothing else of them counts.
        scope: Code of an area.

    Raises:
        NoOwnPlatform: If it does not start.
        NoSuchDistrict: If there is no community in ``scope``.
        LogUnavailable: If the brokers do not answer.
    """
    with tempfile.TemporaryDirectory(prefix="linli-demo-") as folder, _log_of_its_own(settings) as kafka:
        port = _free_port()
        environment = {name: value for name, value in os.environ.items() if not name.startswith(PREFIX)}
        environment |= {f"{PREFIX}DATA_DIR": str(Path(folder) / "data"), f"{PREFIX}PORT": str(port)}
        with _documents_of_its_own(Path(folder), wanted=bool(kafka)) as documents:
            running = Running(
                url=f"http://127.0.0.1:{port}",
                environment={**environment, **kafka, **documents},
                log=Path(folder) / "log",
                parts=SEPARATE if kafka else ONE_MACHINE,
            )
            try:
                running.start()
                tokens = [_token(running.url, scope, running.environment, each) for each in _PEOPLE]
                yield OwnPlatform(
                    url=running.url,
                    staff_token=tokens[0],
                    worker_token=tokens[1],
                    colleague_token=tokens[2],
                    running=running,
                )
            finally:
                running.end()


@contextmanager
def _log_of_its_own(settings: Settings) -> Iterator[Mapping[str, str]]:
    """Give the settings that lead to topics nobody else has on the cluster, if there is one; remove them afterwards."""
    if not settings.kafka_brokers:
        yield {}
        return
    own = replace(settings, kafka_prefix=f"{settings.kafka_prefix}demo-{nonce(4).hex()}.")
    create_topics(own, SystemClock())
    try:
        yield {
            f"{PREFIX}{each.name.upper()}": str(getattr(own, each.name))
            for each in fields(own)
            if each.name.startswith("kafka_")
        }
    finally:
        remove_topics(own, SystemClock())


@contextmanager
def _documents_of_its_own(folder: Path, *, wanted: bool) -> Iterator[Mapping[str, str]]:
    """Give the settings that lead processes of their own to documents they have in common."""
    if not wanted:
        yield {}
        return
    store = EmbeddedStore(folder / "documents")
    store.start()
    try:
        yield {f"{PREFIX}MONGODB_URI": store.uri}
    finally:
        store.stop()


def _token(url: str, scope: str, environment: Mapping[str, str], who: tuple[Role, str, str]) -> str:
    """Return the session of a new account whose role holds in ``scope``."""
    line = Line(url)
    try:
        communities_of(Caller(line=line), scope)
        role, phone, name = who
        arguments = ("--phone", phone, "--name", name, "--role", role.value, "--scope", scope)
        command = [sys.executable, "-m", "services", "member", "create", *arguments]
        made = subprocess.run(  # noqa: S603 -- our own interpreter and module
            command, env=dict(environment), capture_output=True, text=True, check=False
        )
        if made.returncode != 0:
            raise NoOwnPlatform(why=made.stderr[-2000:])
        signs_in: Json = {"phone": phone, "password": json.loads(made.stdout)["first_password"]}
        return str(Caller(line=line).post("/identity/v1/sessions", signs_in)["token"])
    finally:
        line.close()


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port
