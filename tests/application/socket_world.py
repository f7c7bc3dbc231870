"""A web server with live sockets fed from a log, and clients that listen to it."""

import json
import threading
from collections.abc import Mapping
from contextlib import suppress
from pathlib import Path

from flask import Flask
from simple_websocket import Client, ConnectionClosed  # type: ignore[import-untyped]  # -- it comes without stubs
from werkzeug.serving import BaseWSGIServer, make_server

from services.notify.adapters.sockets import Sockets
from services.notify.domain.signals import Signal, SignalKind
from services.notify.entrypoints.pusher import GROUP, SocketPusher
from shared.events.contract import Event, body_of, contract_of, headers_of
from shared.events.topics import NOTIFY, PARTITIONS
from shared.identity.actor import Actor
from shared.kernel.clock import SetClock
from shared.kernel.errors import Unavailable
from shared.kernel.ids import RandomIds
from shared.messaging.log import Message, Record
from shared.messaging.sqlite_log import SqliteLog

SOON = 10


class Listener:
    """A browser's end of a socket, speaking Engine.IO 4 over a WebSocket.

    It says who it is before it has read the server's greeting: the client library leaves a greeting that comes together
    with the handshake lying until something follows it.
    """

    def __init__(self, url: str, *, token: str | None = None, cookie: str | None = None) -> None:
        self._socket = Client(
            f"{url}/socket.io/?EIO=4&transport=websocket",
            headers={"Cookie": f"linli={cookie}"} if cookie else None,
        )
        self.says("40" + (json.dumps({"token": token}) if token is not None else ""))
        assert self._next().startswith("0")
        answer = self._next()
        self.is_connected = answer.startswith("40")
        assert self.is_connected or answer.startswith("44")

    def _next(self) -> str:
        while True:
            text = self._socket.receive(timeout=SOON)
            assert text is not None, "nothing was heard in time"
            if text != "2":
                return str(text)
            self._socket.send("3")

    def hears(self) -> object:
        """Return the next signal, or None once put out."""
        try:
            text = self._next()
        except ConnectionClosed:
            return None
        if text.startswith("41"):
            return None
        name, payload = json.loads(text.removeprefix("42"))
        assert name == "signal"
        return payload

    def says(self, text: str) -> None:
        self._socket.send(text)

    def close(self) -> None:
        with suppress(ConnectionClosed, OSError):
            self._socket.close()


class SocketWorld:
    """A web server with sockets, fed from a log."""

    def __init__(
        self,
        folder: Path,
        clock: SetClock,
        *,
        is_only_one: bool = False,
        topics: Mapping[str, int] = PARTITIONS,
    ) -> None:
        self.clock = clock
        self.ids = RandomIds(clock)
        self.actors: dict[str, Actor] = {}
        self.app = Flask("sockets", static_folder=None)
        self.app.config.update(SECRET_KEY=b"s" * 32, SESSION_COOKIE_NAME="linli")
        self.sockets = Sockets(self.app, self.find_actor)
        self.log = SqliteLog(folder / "log.sqlite", clock)
        self.log.ensure_topics(topics)
        self.pusher = SocketPusher(self.log, self.sockets, clock, is_only_one=is_only_one)
        self.server: BaseWSGIServer = make_server("127.0.0.1", 0, self.app, threaded=True)
        self.url = f"ws://127.0.0.1:{self.server.server_port}"
        self.listeners: list[Listener] = []
        self.is_down = False
        self.committed = 0

    def find_actor(self, token: str) -> Actor | None:
        if self.is_down:
            raise Unavailable
        return self.actors.get(token)

    def start(self) -> None:
        """Serve, and hear the log."""
        self.serve()
        self.hear()

    def serve(self) -> None:
        threading.Thread(target=self.server.serve_forever, args=(0.05,), daemon=True).start()

    def hear(self) -> None:
        self.pusher.start()
        assert self.pusher.wait_until_reading(SOON)

    def stop(self) -> None:
        for listener in self.listeners:
            listener.close()
        self.pusher.stop()
        self.server.shutdown()
        self.committed = sum(self.log.committed(GROUP, NOTIFY).values())
        self.log.close()

    def listen(self, actor: Actor) -> Listener:
        """Sign an actor in and return their connected socket."""
        token = f"token-{actor.member_id}"
        self.actors[token] = actor
        return self.knock(token=token)

    def knock(self, *, token: str | None = None, cookie: str | None = None) -> Listener:
        listener = Listener(self.url, token=token, cookie=cookie)
        self.listeners.append(listener)
        return listener

    def cookie(self, token: str) -> str:
        serializer = self.app.session_interface.get_signing_serializer(self.app)  # type: ignore[attr-defined]  # -- Flask's own cookie sessions
        return str(serializer.dumps({"token": token}))

    def append(self, fact: object) -> None:
        """Let the log carry a fact to the sockets."""
        record = self._record(fact)
        self.log.append(record.topic, [Message(key=record.key, headers=record.headers, body=record.body)])

    def push(self, fact: object) -> None:
        """Hand a fact to the sockets at once, as the log would."""
        self.pusher.push(self._record(fact))

    def _record(self, fact: object) -> Record:
        contract = contract_of(fact)
        key = str(getattr(fact, contract.key))
        event = Event(
            id=self.ids.new(),
            type=contract.type,
            subject=key,
            partitionkey=key,
            sequence=1,
            time=self.clock.now(),
            recordedtime=self.clock.now(),
            correlationid="test",
            causationid="test",
            data=fact,
        )
        return Record(
            topic=contract.topic,
            partition=0,
            position=0,
            key=key,
            headers=headers_of(event),
            body=body_of(event),
            appended_at=self.clock.now(),
        )

    def heard_by(self, listener: Listener, member_id: str) -> list[object]:
        """Return all that a member's socket has heard so far."""
        self.sockets.emit(Signal(room=f"member:{member_id}", kind=SignalKind.ROLE, id="end"))
        heard = []
        while (signal := listener.hears()) != {"kind": "role", "id": "end"}:
            assert signal is not None, "put out"
            heard.append(signal)
        return heard
