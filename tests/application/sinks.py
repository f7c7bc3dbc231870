"""Real counterparts of providers on loopback: a mail server and an HTTP server that keep what they are sent."""

import json
import socketserver
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from email import message_from_bytes, policy
from email.message import EmailMessage
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer


@dataclass
class MailSink:
    """A mail server that takes letters, unless a receiver's name says what to answer: ``550@…``."""

    port: int = 0
    letters: list[EmailMessage] = field(default_factory=list)

    def letter(self) -> EmailMessage:
        """Return the one letter there is."""
        (only,) = self.letters
        return only


class _Mail(socketserver.StreamRequestHandler):
    def handle(self) -> None:
        self._say("220 sink")
        while line := self.rfile.readline().decode().strip():
            verb = line.split()[0].upper()
            if verb == "DATA":
                self._take()
            elif verb == "QUIT":
                self._say("221 bye")
                return
            else:
                self._say(self._answer(verb, line))

    def _answer(self, verb: str, line: str) -> str:
        wanted = line.partition("<")[2][:3]
        return f"{wanted} no" if verb == "RCPT" and wanted.isdigit() else "250 ok"

    def _take(self) -> None:
        self._say("354 go on")
        lines: list[bytes] = []
        while (line := self.rfile.readline()) != b".\r\n":
            lines.append(line[1:] if line.startswith(b"..") else line)
        letter = message_from_bytes(b"".join(lines), policy=policy.default)
        assert isinstance(letter, EmailMessage)
        self.server.sink.letters.append(letter)  # type: ignore[attr-defined]  # -- set below
        self._say("250 taken")

    def _say(self, line: str) -> None:
        self.wfile.write(f"{line}\r\n".encode())


class _MailServer(socketserver.ThreadingTCPServer):
    allow_reuse_address = True
    daemon_threads = True
    sink: MailSink


@contextmanager
def mail_sink() -> Iterator[MailSink]:
    """Give a mail server that runs."""
    with _MailServer(("127.0.0.1", 0), _Mail) as server:
        server.sink = MailSink(port=server.server_address[1])
        threading.Thread(target=server.serve_forever, args=(0.01,), daemon=True).start()
        yield server.sink
        server.shutdown()


@dataclass(frozen=True)
class Posted:
    """One call as it arrived."""

    path: str
    headers: dict[str, str]
    body: bytes

    @property
    def said(self) -> dict[str, object]:
        found = json.loads(self.body)
        assert isinstance(found, dict)
        return found


@dataclass
class WebSink:
    """A gateway, or a robot's webhook: it keeps every call, and answers as the test says."""

    port: int = 0
    calls: list[Posted] = field(default_factory=list)
    answer: Callable[[Posted], tuple[int, object]] = lambda _: (200, {"receipt": "r-1"})

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.port}/messages"

    def sent(self) -> list[tuple[object, object]]:
        """Return channel and receiver of each message, in order."""
        return [(call.said["channel"], call.said["to"]) for call in self.calls]


class _Web(BaseHTTPRequestHandler):
    def do_POST(self) -> None:
        sink: WebSink = self.server.sink  # type: ignore[attr-defined]  # -- set below
        body = self.rfile.read(int(self.headers["Content-Length"]))
        call = Posted(path=self.path, headers=dict(self.headers.items()), body=body)
        sink.calls.append(call)
        status, said = sink.answer(call)
        answer = said if isinstance(said, bytes) else json.dumps(said).encode()
        self.send_response(status)
        self.send_header("Content-Length", str(len(answer)))
        self.end_headers()
        self.wfile.write(answer)

    def log_message(self, format: str, *args: object) -> None:  # noqa: A002 -- the library's name
        """Say nothing."""


@contextmanager
def web_sink() -> Iterator[WebSink]:
    """Give a web server that runs."""
    with ThreadingHTTPServer(("127.0.0.1", 0), _Web) as server:
        sink = WebSink(port=server.server_address[1])
        server.sink = sink  # type: ignore[attr-defined]  # -- read by the handler above
        threading.Thread(target=server.serve_forever, args=(0.01,), daemon=True).start()
        yield sink
        server.shutdown()
