"""How fast a fact in the log becomes a signal at an open page, with thousands open; and how fast Node.js does the same."""

import random
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Final

from services.bench.beside import fetch_peers, node
from services.bench.figures import Figures, quantile
from services.bench.listening import Heard, Opened, opened
from services.bench.machine import memory_mb
from services.bench.notice_sizes import NoticeSizes
from services.bench.own_platform import OwnPlatform, linli_process
from services.bench.people import Invented, homes, kept, tokens_of
from services.bench.saying import messages_of
from services.wiring import Platform
from shared.events.notify import NoticeKept
from shared.events.topics import NOTIFY
from shared.kernel.clock import SystemClock, monotonic_seconds
from shared.kernel.ids import RandomIds
from shared.messaging.sqlite_log import SqliteLog
from shared.storage.folder import DataFolder

Tell = Callable[[int, str], None]
"""Tells the open page of this number a thing of this id."""

_WARMING: Final = 200
"""Signals told first and not counted: what compiles as it runs gets its chance."""


def push_figures(sizes: NoticeSizes, folder: Path) -> Figures:
    """Return the figures of our socket process and of Node's server, with the same sockets and the same signals.

    Raises:
        NotMeasured: If a process does not start, or there is no Node.js to listen.
    """
    fetch_peers()
    ours, empty_mb = _ours(sizes, folder)
    theirs = _nodes(sizes, folder)
    return {
        "sockets": sizes.sockets,
        "signals_per_s": sizes.signals_each_second,
        "push_p50_ms": round(quantile(ours.late_ms, 0.5), 1),
        "push_p99_ms": round(quantile(ours.late_ms, 0.99), 1),
        "push_missing": ours.missing,
        "node_push_p99_ms": round(quantile(theirs.late_ms, 0.99), 1),
        "node_push_missing": theirs.missing,
        "kb_per_socket": round((ours.memory_mb - empty_mb) * 1024 / sizes.sockets, 1),
        "rss_mb": ours.memory_mb,
        "node_rss_mb": theirs.memory_mb,
    }


def _ours(sizes: NoticeSizes, folder: Path) -> tuple[Heard, float]:
    """Return what the pages heard, and the memory of the socket process before they opened."""
    platform = OwnPlatform(folder=folder / "data")
    with platform.opened() as parts:
        members = _members(parts, sizes.sockets)
    (folder / "tokens").write_text("\n".join(members.values()), encoding="ascii")
    with platform.running(), linli_process(platform.folder, "serve", "notify") as serving:
        empty_mb = memory_mb(serving.pid)
        with (
            opened(serving.url, folder / "tokens") as pages,
            _through_log(platform.folder, list(members)) as tell,
        ):
            return _told(sizes, pages, serving.pid, tell), empty_mb


def _nodes(sizes: NoticeSizes, folder: Path) -> Heard:
    rooms = (folder / "tokens").read_text(encoding="ascii").split()
    with node("server.mjs") as server:
        port = server.output.readline().strip()
        with opened(f"http://127.0.0.1:{port}", folder / "tokens") as pages:
            return _told(sizes, pages, server.pid, lambda number, id_: server.say(f"{rooms[number]} {id_}"))


def _members(platform: Platform, count: int) -> dict[str, str]:
    """Write so many members; return the token of a session of each, by the member's id."""
    invented = Invented(platform=platform, chance=random.Random(count))
    where = homes(platform)
    members = [invented.volunteer(number, where[number % len(where)]) for number in range(count)]
    kept(platform.identity.members, members, lambda each: each.created_at)
    return dict(zip((each.id for each in members), tokens_of(platform, members), strict=True))


@contextmanager
def _through_log(folder: Path, members: list[str]) -> Iterator[Tell]:
    """Give what tells a member of a notice by the event that says it is kept, appended as the relay appends it."""
    clock = SystemClock()
    ids = RandomIds(clock)
    log = SqliteLog(DataFolder(folder).log_file, clock)

    def tell(number: int, id_: str) -> None:
        fact = NoticeKept(notice_id=id_, member_id=members[number], kind="credited")
        log.append(NOTIFY, messages_of([fact], clock, ids))

    try:
        yield tell
    finally:
        log.close()


def _told(sizes: NoticeSizes, pages: Opened, pid: int, tell: Tell) -> Heard:
    """Tell so many signals a second, each to another page, and return what was heard of them."""
    chance, ids = random.Random(sizes.sockets), RandomIds(SystemClock())
    count = sizes.signals_each_second * sizes.telling_seconds
    pause, began = threading.Event(), monotonic_seconds()
    sent: dict[str, float] = {}
    for number in range(-_WARMING, count):
        due = began + (number + _WARMING) / sizes.signals_each_second
        pause.wait(max(0.0, due - monotonic_seconds()))
        id_ = ids.new()
        if number >= 0:
            sent[id_] = monotonic_seconds()
        tell(chance.randrange(sizes.sockets), id_)
    memory = memory_mb(pid)
    return pages.heard(sent, memory)
