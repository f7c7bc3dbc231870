"""Two processes that hold nothing but sockets: each page hears wherever it is connected, and connects to the other when one ends."""

import random
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest

from services.bench.own_platform import OwnPlatform, linli_process
from services.bench.people import Invented, homes, kept, tokens_of
from services.bench.saying import messages_of
from shared.events.notify import NoticeKept
from shared.events.topics import NOTIFY
from shared.kernel.clock import SystemClock
from shared.kernel.ids import RandomIds
from shared.messaging.sqlite_log import SqliteLog
from shared.storage.folder import DataFolder
from tests.application.socket_world import Listener


@dataclass(frozen=True, kw_only=True)
class City:
    """A running platform with one member, who is signed in."""

    platform: OwnPlatform
    member_id: str
    token: str

    def listen(self, url: str) -> Listener:
        return Listener(url.replace("http", "ws"), token=self.token)

    def tell(self, notice_id: str) -> None:
        """Append what the relay appends when a notice is kept."""
        clock = SystemClock()
        log = SqliteLog(DataFolder(self.platform.folder).log_file, clock)
        fact = NoticeKept(notice_id=notice_id, member_id=self.member_id, kind="credited")
        log.append(NOTIFY, messages_of([fact], clock, RandomIds(clock)))
        log.close()


@pytest.fixture
def city(tmp_path: Path) -> Iterator[City]:
    platform = OwnPlatform(folder=tmp_path / "data")
    with platform.opened() as parts:
        member = Invented(platform=parts, chance=random.Random(7)).volunteer(1, homes(parts)[0])
        kept(parts.identity.members, [member], lambda each: each.created_at)
        (token,) = tokens_of(parts, [member])
    with platform.running():
        yield City(platform=platform, member_id=member.id, token=token)


@pytest.mark.timeout(180)
def test_a_page_hears_wherever_it_is_connected_and_goes_on_at_the_other(city: City) -> None:
    folder = city.platform.folder
    with linli_process(folder, "serve", "notify") as other:
        with linli_process(folder, "serve", "notify") as first:
            phone, desk = city.listen(first.url), city.listen(other.url)
            city.tell("one")
            assert phone.hears() == desk.hears() == {"kind": "notice", "id": "one"}
        assert phone.hears() is None, "a process that ends puts its pages out"
        again = city.listen(other.url)
        city.tell("two")
        assert again.hears() == desk.hears() == {"kind": "notice", "id": "two"}
