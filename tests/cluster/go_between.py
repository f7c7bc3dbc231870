"""Stands between a client and a broker, passes everything on, and loses an answer when it is asked to."""

import socket
import threading
from contextlib import suppress
from typing import Self

_CHUNK_BYTES = 65536


class GoBetween:
    """Listens on one loopback port for another; both ends of a connection whose answer is lost are closed."""

    def __init__(self, port: int, broker_port: int) -> None:
        self.lost = 0
        self._broker_port = broker_port
        self._loses = threading.Event()
        self._listening = socket.create_server(("127.0.0.1", port))
        self._open: list[socket.socket] = [self._listening]

    def __enter__(self) -> Self:
        threading.Thread(target=self._accept, daemon=True).start()
        return self

    def __exit__(self, *_: object) -> None:
        for each in self._open:
            each.close()

    def lose_next(self) -> None:
        """Lose the next answer that the broker gives anybody."""
        self._loses.set()

    def _accept(self) -> None:
        with suppress(OSError):
            while True:
                client, _ = self._listening.accept()
                broker = socket.create_connection(("127.0.0.1", self._broker_port))
                self._open += [client, broker]
                for ends in ((client, broker, False), (broker, client, True)):
                    threading.Thread(target=self._pass_on, args=ends, daemon=True).start()

    def _pass_on(self, source: socket.socket, target: socket.socket, is_answer: bool) -> None:  # noqa: FBT001 -- a thread's
        with suppress(OSError):
            while told := source.recv(_CHUNK_BYTES):
                if is_answer and self._loses.is_set():
                    self._loses.clear()
                    self.lost += 1
                    break
                target.sendall(told)
        for each in (source, target):
            with suppress(OSError):
                each.shutdown(socket.SHUT_RDWR)
