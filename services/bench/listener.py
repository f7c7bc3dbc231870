"""A volunteer's open page: a Socket.IO socket that notes when each proposal became visible."""

import json
import threading
from contextlib import suppress

from simple_websocket import Client, ConnectionClosed  # type: ignore[import-untyped]  # -- it comes without stubs

from shared.kernel.clock import monotonic_seconds
from shared.kernel.errors import Unavailable

_PATIENCE_SECONDS = 30


class Listener:
    """One socket, signed in with a session's token; heard from until it is closed.

    It says who it is before it has read the server's greeting: the client library leaves a greeting that comes together
    with the handshake lying until something follows it.
    """

    def __init__(self, url: str, token: str) -> None:
        """Connect, and listen.

        Args:
            url: Of the platform, ``http://``.
            token: Of a session.

        Raises:
            Unavailable: If the server does not let it in.
        """
        self.heard_at: dict[str, float] = {}
        self._socket = Client(f"ws{url.removeprefix('http')}/socket.io/?EIO=4&transport=websocket")
        self._socket.send("40" + json.dumps({"token": token}))
        greeting, answer = self._next(), self._next()
        if not (greeting.startswith("0") and answer.startswith("40")):
            raise Unavailable(part="sockets")
        threading.Thread(target=self._listen, daemon=True).start()

    def close(self) -> None:
        """Hear no more."""
        with suppress(ConnectionClosed, OSError):
            self._socket.close()

    def _next(self) -> str:
        return str(self._socket.receive(timeout=_PATIENCE_SECONDS))

    def _listen(self) -> None:
        with suppress(ConnectionClosed, OSError):
            while True:
                self._hear(str(self._socket.receive()))

    def _hear(self, packet: str) -> None:
        if packet == "2":
            self._socket.send("3")
        elif packet.startswith("42"):
            _, signal = json.loads(packet.removeprefix("42"))
            if signal["kind"] == "proposal":
                self.heard_at.setdefault(signal["id"], monotonic_seconds())
