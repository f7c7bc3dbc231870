"""Whether anything is lost or told twice while the service is killed again and again: counted where messages arrive."""

import os
import random
import signal
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Final

from services.bench.figures import Figures
from services.bench.gateway_sink import GatewaySink, gateway_sink
from services.bench.notice_sizes import NoticeSizes
from services.bench.own_platform import NotMeasured, linli_started
from services.bench.people import Invented, homes, kept
from services.bench.routing import credited
from services.bench.saying import messages_of
from services.notify.domain.channels import Channel
from services.notify.domain.deliveries import delivery_id
from services.notify.domain.notices import notice_id
from services.notify.domain.preferences import Preferences
from services.wiring import Platform, open_platform
from shared.events.topics import LEDGER
from shared.kernel.clock import monotonic_seconds
from shared.settings import Settings
from shared.storage.connection import connect, disconnect
from shared.storage.embedded import EmbeddedStore
from shared.storage.folder import DataFolder

_MEMBERS: Final = 200
_LIFE_SECONDS: Final = 180
"""A life in which nothing arrives for so long is over, and measures nothing."""
_LAST_SECONDS: Final = 300
"""What the killed held is free again after its lease; when nothing arrived for so long, what is missing is lost."""


@dataclass(kw_only=True)
class _City:
    """A platform without its service of notices, which is started and killed beside it."""

    platform: Platform
    folder: Path
    documents_uri: str
    members: list[str]
    expected: set[str]

    def append(self, count: int) -> None:
        """Append so many events, each of which one member is told by text message."""
        members = [self.members[number % len(self.members)] for number in range(count)]
        home = homes(self.platform)[0].code
        facts = [credited(self.platform, member_id, home) for member_id in members]
        messages = messages_of(facts, self.platform.clock, self.platform.ids)
        self.platform.log.append(LEDGER, messages)
        for member_id, message in zip(members, messages, strict=True):
            self.expected.add(delivery_id(notice_id(message.headers["id"], member_id), Channel.SMS))


def killing_figures(sizes: NoticeSizes, folder: Path) -> Figures:
    """Return how many messages were lost, and how many came twice, through so many ends without warning.

    Raises:
        NotMeasured: If the service does not send at all.
    """
    with _city(folder / "data") as city, gateway_sink() as sink:
        settings = _settings(city, sink)
        began, chance = monotonic_seconds(), random.Random(sizes.kills)
        each = sizes.flowing // sizes.kills
        for _ in range(sizes.kills):
            city.append(each)
            _life(city, sink, settings, len(sink.taken) + 1 + chance.randrange(each // 2))
        _last_life(city, sink, settings)
        seconds = monotonic_seconds() - began
        taken = sink.taken.keys()
        return {
            "kills": sizes.kills,
            "flowed": len(city.expected),
            "lost": len(city.expected - taken),
            "doubled": len(taken - city.expected),
            "asked_again": sink.asked_again,
            "flowing_s": round(seconds, 1),
        }


def _settings(city: _City, sink: GatewaySink) -> dict[str, str]:
    return {
        "MONGODB_URI": city.documents_uri,
        "GATEWAY_URL": sink.url,
        "GATEWAY_SECRET": "the-secret-of-the-bench",
        "GATEWAY_CHANNELS": "SMS",
        "SENDS_EACH_SECOND": "1000",
    }


def _life(city: _City, sink: GatewaySink, settings: dict[str, str], until_taken: int) -> None:
    """Run the service until so many messages have been taken in all, and end it without warning."""
    running = linli_started(city.folder, "work", "notify", **settings)
    try:
        if not sink.wait_for(until_taken, _LIFE_SECONDS):
            raise NotMeasured(why=f"{len(sink.taken)} < {until_taken}")
    finally:
        os.killpg(running.pid, signal.SIGKILL)
        running.wait()


def _last_life(city: _City, sink: GatewaySink, settings: dict[str, str]) -> None:
    """Run the service until everything has arrived, or nothing more does."""
    running = linli_started(city.folder, "work", "notify", **settings)
    seen = -1
    while seen < len(sink.taken) < len(city.expected):
        seen = len(sink.taken)
        sink.wait_for(len(city.expected), _LAST_SECONDS)
    running.terminate()
    running.wait(30)


@contextmanager
def _city(path: Path) -> Iterator[_City]:
    folder = DataFolder(path)
    store = EmbeddedStore(folder.documents)
    store.start()
    try:
        connect(store.uri)
        platform = open_platform(replace(Settings(), data_dir=path), folder)
        yield _City(
            platform=platform,
            folder=path,
            documents_uri=store.uri,
            members=_members(platform),
            expected=set(),
        )
    finally:
        disconnect()
        store.stop()


def _members(platform: Platform) -> list[str]:
    """Write members who want a text message at once, at any hour; return their ids."""
    invented = Invented(platform=platform, chance=random.Random(_MEMBERS))
    members = [invented.volunteer(number, homes(platform)[0]) for number in range(_MEMBERS)]
    kept(platform.identity.members, members, lambda each: each.created_at)
    chosen = [
        Preferences(id=each.id, version=1, quiet=(), channels=(Channel.SMS,), daily=()) for each in members
    ]
    kept(platform.notify.preferences, chosen, lambda _: platform.clock.now())
    return [each.id for each in members]
