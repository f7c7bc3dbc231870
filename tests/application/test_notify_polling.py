"""Pages whose network lets no WebSocket through: they ask again and again, and hear the same."""

import json
from collections.abc import Iterator
from pathlib import Path

import httpx
import pytest

from shared.events.notify import NoticeKept
from shared.kernel.clock import SetClock
from tests.application.socket_world import SOON, SocketWorld
from tests.application.test_notify_sockets import an_actor


@pytest.fixture
def world(tmp_path: Path, clock: SetClock) -> Iterator[SocketWorld]:
    made = SocketWorld(tmp_path, clock)
    made.start()
    yield made
    made.stop()


class Poller:
    """A browser's end of a connection made of ordinary requests, speaking Engine.IO 4."""

    def __init__(self, world: SocketWorld, token: str) -> None:
        self._asks = httpx.Client(base_url=world.url.replace("ws", "http"), timeout=SOON, trust_env=False)
        self._place = {"EIO": "4", "transport": "polling"}
        (opened,) = self.polls()
        self._place["sid"] = json.loads(opened.removeprefix("0"))["sid"]
        assert self._asks.post(
            "/socket.io/", params=self._place, content="40" + json.dumps({"token": token})
        ).is_success
        (self.answer,) = self.polls()

    def polls(self) -> list[str]:
        """Return what has come since the last time, or comes next."""
        answer = self._asks.get("/socket.io/", params=self._place)
        assert answer.is_success
        return answer.text.split("\x1e")

    def close(self) -> None:
        self._asks.close()


def test_a_page_without_websockets_hears_its_own_signals(world: SocketWorld) -> None:
    world.actors["token-one"] = an_actor("one")
    page = Poller(world, "token-one")
    assert page.answer.startswith("40")
    world.push(NoticeKept(notice_id="other", member_id="other", kind="booked"))
    world.push(NoticeKept(notice_id="mine", member_id="one", kind="booked"))
    (heard,) = page.polls()
    assert json.loads(heard.removeprefix("42")) == ["signal", {"kind": "notice", "id": "mine"}]
    page.close()


def test_a_page_without_websockets_must_be_signed_in_too(world: SocketWorld) -> None:
    page = Poller(world, "nobody's")
    assert page.answer.startswith("44")
    page.close()
