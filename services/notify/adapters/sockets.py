"""Live sockets: who is connected is known, sits in the rooms they may sit in, and is put out when they may no more."""

import threading
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from flask import Flask, request, session
from flask_socketio import SocketIO, join_room
from socketio import Manager

from services.notify.domain.signals import Signal, rooms_of, rooms_reached
from shared.identity.actor import Actor
from shared.identity.permissions import Permission, grants_with
from shared.identity.roles import ScopeKind
from shared.kernel.errors import Unavailable
from shared.logs import log

if TYPE_CHECKING:
    from _typeshed.wsgi import StartResponse, WSGIApplication, WSGIEnvironment

FindActor = Callable[[str], Actor | None]
"""Gives who holds a session token, or None when it has ended."""

SIGNAL_EVENT: Final = "signal"
"""Name under which signals arrive in the browser."""

_LONGEST_MESSAGE_BYTES: Final = 4096
"""Clients have nothing to say beyond their token."""


@dataclass(frozen=True, slots=True, kw_only=True)
class _Seat:
    """One connected socket."""

    member_id: str
    token: str
    rooms: tuple[str, ...]


class Sockets:
    """The sockets of this process.

    A client connects at ``/socket.io`` from our own pages with the session cookie, or with ``{"token": …}`` as
    its authentication. It then hears ``signal`` with ``{"kind", "id"}`` and nothing else; what it says is ignored. When it is put
    out it may connect again at once, and is judged anew.
    """

    def __init__(self, app: Flask, find_actor: FindActor, *, takes_turns: bool = False) -> None:
        """Mount the sockets on an application.

        Args:
            app: Its cookie session holds the token.
            find_actor: Gives who holds a session token.
            takes_turns: Whether the process runs on gevent; otherwise each socket has threads of its own.
        """
        self._find_actor = find_actor
        self._seats: dict[str, _Seat] = {}
        self._lock = threading.Lock()
        self._io = SocketIO(
            app,
            async_mode="gevent" if takes_turns else "threading",
            client_manager=SharedRooms(),
            manage_session=False,
            max_http_buffer_size=_LONGEST_MESSAGE_BYTES,
            serve_client=False,
        )
        app.wsgi_app = _Uncompressed(app.wsgi_app)  # type: ignore[method-assign]  # -- Flask's documented way
        self._io.on_event("connect", self._connected)
        self._io.on_event("disconnect", self._disconnected)

    @property
    def count(self) -> int:
        """Return how many sockets are connected."""
        return len(self._seats)

    def emit(self, signal: Signal) -> None:
        """Send a signal to everybody in its room, once to each socket; never waits for a client."""
        self._io.emit(SIGNAL_EVENT, signal.payload, to=list(rooms_reached(signal.room)))

    def disconnect(self, member_id: str) -> None:
        """Put out every socket of a member: what they may do has changed."""
        self._put_out(lambda seat: seat.member_id == member_id)

    def put_out_all(self) -> None:
        """Put out everybody: signals were missed, and who connects again fetches everything anew."""
        self._put_out(lambda _: True)

    def put_out_ended(self) -> None:
        """Put out every socket whose session has ended or whose rooms are no longer its own."""
        self._put_out(self._is_stale)

    def _is_stale(self, seat: _Seat) -> bool:
        try:
            actor = self._find_actor(seat.token)
        except Unavailable:
            return False
        return actor is None or rooms_for(actor) != seat.rooms

    def _put_out(self, condemned: Callable[[_Seat], bool]) -> None:
        with self._lock:
            seats = dict(self._seats)
        for sid, seat in seats.items():
            if condemned(seat):
                self._io.server.disconnect(sid)

    def _connected(self, auth: object = None) -> bool:
        token = _token(auth)
        actor = self._actor(token)
        if actor is None:
            return False
        rooms = rooms_for(actor)
        for room in rooms:
            join_room(room)
        with self._lock:
            self._seats[_sid()] = _Seat(member_id=actor.member_id, token=token, rooms=rooms)
        return True

    def _actor(self, token: str) -> Actor | None:
        try:
            return self._find_actor(token) if token else None
        except Unavailable:
            log.warning("a socket was refused because sessions cannot be read")
            return None

    def _disconnected(self, *_: object) -> None:
        with self._lock:
            self._seats.pop(_sid(), None)


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


def rooms_for(actor: Actor) -> tuple[str, ...]:
    """Return the rooms an actor's socket sits in: their own, their community's, and the desks they work at."""
    scopes = (grant.scope for grant in grants_with(actor.grants, Permission.SEE_DESK))
    areas = (
        scope.community_code or scope.code for scope in scopes if scope.kind is not ScopeKind.ORGANISATION
    )
    return rooms_of(actor.member_id, actor.community_code, areas)


class _Uncompressed:
    """An application whose sockets compress nothing: signals are short, and compressing holds 100 KB for each socket."""

    def __init__(self, app: "WSGIApplication") -> None:
        self._app = app

    def __call__(self, environ: "WSGIEnvironment", start_response: "StartResponse") -> "Iterable[bytes]":
        environ.pop("HTTP_SEC_WEBSOCKET_EXTENSIONS", None)
        return self._app(environ, start_response)


def _token(auth: object) -> str:
    """Return the token given for this connection, or else the one in the cookie session; empty if none."""
    if isinstance(auth, Mapping) and isinstance(auth.get("token"), str):
        return str(auth["token"])
    return str(session.get("token", ""))


def _sid() -> str:
    return str(request.sid)  # type: ignore[attr-defined]  # -- flask_socketio adds it to the request
