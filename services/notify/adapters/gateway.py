"""Text messages, WeChat messages and spoken calls by one signed HTTP call to the city's gateway (docs/gateway.md)."""

import json
from dataclasses import dataclass
from functools import cache
from typing import Final

import httpx

from services.notify.domain.deliveries import NotNow, Refused
from services.notify.domain.messages import Message
from shared.kernel.call_marks import signed_headers
from shared.kernel.clock import Clock, iso, unix_millis

_WAIT_SECONDS: Final = 10.0
_PASSING: Final = frozenset({408, 425, 429})
_SEEN_BEFORE: Final = 409


@dataclass(frozen=True, slots=True, kw_only=True)
class Gateway:
    """The city's gateway.

    Attributes:
        url: Where messages are posted.
        secret: Shared with the gateway; signs what both say.
        clock: Stamps each call, so that an old one is not played again.
    """

    url: str
    secret: str
    clock: Clock

    def send(self, message: Message) -> str:
        """Hand a message to the gateway; return its receipt. What it has seen before it takes as done.

        Raises:
            Refused: If the gateway will never deliver it.
            NotNow: If the gateway does not answer or asks to wait.
        """
        body = json.dumps(_as_sent(message), ensure_ascii=False).encode()
        timestamp = str(unix_millis(self.clock.now()))
        headers = {
            "Content-Type": "application/json",
            "Idempotency-Key": message.id,
            **signed_headers(self.secret, timestamp, body),
        }
        return _receipt(posted(self.url, body, headers), message)


def _as_sent(message: Message) -> dict[str, str]:
    return {
        "id": message.id,
        "channel": message.channel.value,
        "to": message.to,
        "language": message.language,
        "kind": message.kind,
        "text": message.text,
        "expires_at": iso(message.expires_at),
    }


def _receipt(answer: httpx.Response, message: Message) -> str:
    if answer.is_success or answer.status_code == _SEEN_BEFORE:
        return str(said_in(answer).get("receipt", message.id))[:120]
    reason = f"http-{answer.status_code}"
    if answer.status_code in _PASSING or answer.is_server_error:
        raise NotNow(reason=reason)
    raise Refused(reason=str(said_in(answer).get("code", reason))[:40])


@cache
def _client() -> httpx.Client:
    """Return the one client of this process: to make one reads the certificates of the world, which takes longer than a call."""
    return httpx.Client(timeout=_WAIT_SECONDS)


def posted(url: str, body: bytes, headers: dict[str, str]) -> httpx.Response:
    """Return the answer to a call.

    Raises:
        NotNow: If nobody answers in time.
    """
    try:
        return _client().post(url, content=body, headers=headers)
    except httpx.HTTPError as cause:
        raise NotNow(reason=type(cause).__name__) from cause


def said_in(answer: httpx.Response) -> dict[str, object]:
    """Return the JSON object an answer holds, or nothing."""
    try:
        found = answer.json()
    except ValueError:
        return {}
    return found if isinstance(found, dict) else {}
