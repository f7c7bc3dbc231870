"""Rooms of sockets that many threads enter and leave at once."""

import threading
from collections.abc import Iterable

from socketio import Manager


class SharedRooms(Manager):  # type: ignore[misc]  # -- the library comes without types
    """The library's rooms behind one lock.

    It makes a room when the first enters and drops it when the last leaves, without a lock of its own: two threads that do so
    at once would leave a member standing in a room that no longer exists, and deaf.
    """

    def __init__(self) -> None:
        """Start without rooms."""
        super().__init__()
        self._lock = threading.RLock()

    def pre_connect(self, eio_sid: str, namespace: str) -> str | None:
        """Let a socket in that has not yet said who it is."""
        with self._lock:
            sid: str | None = super().pre_connect(eio_sid, namespace)
            return sid

    def connect(self, sid: str, namespace: str) -> str:
        """Take a socket as connected."""
        with self._lock:
            return str(super().connect(sid, namespace))

    def pre_disconnect(self, sid: str, namespace: str) -> str | None:
        """Take a socket as leaving."""
        with self._lock:
            eio_sid: str | None = super().pre_disconnect(sid, namespace)
            return eio_sid

    def basic_disconnect(self, sid: str, namespace: str, **more: object) -> None:
        """Take a socket out of every room."""
        with self._lock:
            super().basic_disconnect(sid, namespace, **more)

    def basic_enter_room(
        self, sid: str, namespace: str, room: str | None, eio_sid: str | None = None
    ) -> None:
        """Put a socket into a room."""
        with self._lock:
            super().basic_enter_room(sid, namespace, room, eio_sid=eio_sid)

    def basic_leave_room(self, sid: str, namespace: str, room: str | None) -> None:
        """Take a socket out of a room."""
        with self._lock:
            super().basic_leave_room(sid, namespace, room)

    def get_participants(self, namespace: str, room: object) -> Iterable[tuple[str, str]]:
        """Return who is in a room, or in any of several, as it is now."""
        with self._lock:
            return list(super().get_participants(namespace, room))
