"""A city's gateway on loopback, as docs/gateway.md asks for: it takes each message once and drops what it has seen."""

import json
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer


@dataclass(kw_only=True)
class GatewaySink:
    """What arrived.

    Attributes:
        taken: By id of a message, its receiver.
        asked_again: How often a message came that had been taken.
    """

    url: str = ""
    taken: dict[str, str] = field(default_factory=dict)
    asked_again: int = 0
    _arrived: threading.Condition = field(default_factory=threading.Condition)

    def take(self, id_: str, to: str) -> bool:
        """Take a message; return whether it was new."""
        with self._arrived:
            if id_ in self.taken:
                self.asked_again += 1
                return False
            self.taken[id_] = to
            self._arrived.notify_all()
            return True

    def wait_for(self, count: int, timeout_seconds: float) -> bool:
        """Wait until so many were taken; return whether they were."""
        with self._arrived:
            return self._arrived.wait_for(lambda: len(self.taken) >= count, timeout_seconds)


class _Calls(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    disable_nagle_algorithm = True

    def do_POST(self) -> None:
        """Answer one call."""
        sink: GatewaySink = self.server.sink  # type: ignore[attr-defined]  # -- set below
        said = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
        is_new = sink.take(said["id"], said["to"])
        answer = json.dumps({"receipt": said["id"]}).encode()
        self.send_response(200 if is_new else 409)
        self.send_header("Content-Length", str(len(answer)))
        self.end_headers()
        self.wfile.write(answer)

    def log_message(self, format: str, *args: object) -> None:  # noqa: A002 -- the library's name
        """Say nothing."""


class _Gateway(ThreadingHTTPServer):
    daemon_threads = True

    def handle_error(self, *_: object) -> None:
        """Say nothing of a caller that was killed while it spoke."""


@contextmanager
def gateway_sink() -> Iterator[GatewaySink]:
    """Give a gateway that runs."""
    with _Gateway(("127.0.0.1", 0), _Calls) as server:
        sink = GatewaySink(url=f"http://127.0.0.1:{server.server_address[1]}/messages")
        server.sink = sink  # type: ignore[attr-defined]  # -- read by the handler above
        threading.Thread(target=server.serve_forever, args=(0.05,), daemon=True).start()
        yield sink
        server.shutdown()
