"""Rooms that many threads enter and leave at once."""

import sys
import threading
from collections.abc import Iterator

import pytest

from services.notify.adapters.sockets import SharedRooms

THREADS = 8
TURNS = 100


@pytest.fixture
def _often_interrupted() -> Iterator[None]:
    before = sys.getswitchinterval()
    sys.setswitchinterval(1e-6)
    yield
    sys.setswitchinterval(before)


@pytest.mark.usefixtures("_often_interrupted")
def test_whoever_entered_a_room_is_in_it_however_many_come_and_go() -> None:
    rooms = SharedRooms()
    lost: list[str] = []
    begin = threading.Barrier(THREADS)

    def come_and_go(number: int) -> None:
        begin.wait()
        for turn in range(TURNS):
            sid, eio_sid = f"s{number}.{turn}", f"e{number}.{turn}"
            rooms.basic_enter_room(sid, "/", None, eio_sid=eio_sid)
            rooms.basic_enter_room(sid, "/", "desk")
            if (sid, eio_sid) not in rooms.get_participants("/", "desk"):
                lost.append(sid)
            rooms.basic_disconnect(sid, "/")

    threads = [threading.Thread(target=come_and_go, args=(number,)) for number in range(THREADS)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert lost == []
    assert list(rooms.get_participants("/", "desk")) == []
