"""A person at the public API: what the demo and the example day speak through."""

import threading
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from types import MappingProxyType

import httpx

from shared.kernel.clock import monotonic_seconds
from shared.kernel.errors import Unavailable

Json = dict[str, object]
Files = Mapping[str, tuple[str, bytes, str]]
"""Files to send, by the name of their field: each with name, content and kind."""

_PAUSE_SECONDS = 0.25
_ASK_AGAIN = frozenset({"stale-write"})
_NONE: Mapping[str, str] = MappingProxyType({})


class Refused(Exception):
    """The platform said no; ``code`` says why."""

    def __init__(self, status: int, problem: Mapping[str, object]) -> None:
        """Take the problem document."""
        self.status = status
        self.code = str(problem.get("code", status))
        super().__init__(f"{status} {self.code}: {problem.get('detail')} {problem.get('errors', '')}")


class NoAnswer(Unavailable):
    """The platform does not answer at its address."""

    code = "no-answer"
    zh = "{url} 没有应答"
    en = "Nothing answers at {url}"


class Line:
    """The way to a platform, shared by all who call over it; who gets no answer asks again.

    Everything sent must be such that sending it twice does it once. Safe for several threads.
    """

    def __init__(self, url: str, *, patience_seconds: float = 30, at_once: int = 16) -> None:
        """Open the way.

        Args:
            url: Address of the platform.
            patience_seconds: How long nobody may get an answer before it is given up.
            at_once: Most requests at a time.
        """
        self._url = url
        self._patience_seconds = patience_seconds
        limits = httpx.Limits(max_connections=at_once, max_keepalive_connections=at_once)
        self._http = httpx.Client(base_url=url, timeout=60, limits=limits, trust_env=False)
        self._answered_at = monotonic_seconds()
        self._closed = threading.Event()

    def close(self) -> None:
        """Close every connection; who still waits for an answer gives up."""
        self._closed.set()
        self._http.close()

    def health(self) -> Json:
        """Return what the platform says of its own state."""
        return _read(self.send("GET", "/healthz"))

    def send(
        self,
        method: str,
        path: str,
        *,
        json: Json | None = None,
        params: Mapping[str, str] = _NONE,
        headers: Mapping[str, str] = _NONE,
        fields: Mapping[str, str] | None = None,
        files: Files | None = None,
    ) -> httpx.Response:
        """Return the answer to a request, asking again while there is none or the platform cannot give one.

        Raises:
            NoAnswer: If nobody got an answer for longer than patience lasts.
        """
        while True:
            try:
                answer = self._http.request(
                    method, path, json=json, params=params, headers=headers, data=fields, files=files
                )
            except httpx.TransportError as cause:
                if self._is_given_up():
                    raise NoAnswer(url=self._url) from cause
                continue
            if answer.status_code < 500:
                self._answered_at = monotonic_seconds()
                return answer
            if self._is_given_up():
                return answer

    def _is_given_up(self) -> bool:
        late = monotonic_seconds() - self._answered_at > self._patience_seconds
        return late or self._closed.wait(_PAUSE_SECONDS)


@dataclass(frozen=True, slots=True, kw_only=True)
class Caller:
    """Someone with a token, or nobody in particular.

    Attributes:
        line: The way to the platform, shared by all callers of a run.
        token: Of a session; empty for nobody.
    """

    line: Line
    token: str = ""

    def get(self, path: str, **query: object) -> Json:
        """Return what a path gives."""
        return self._ask("GET", path, params={name: str(value) for name, value in query.items()})

    def all_of(self, path: str, **query: object) -> Iterator[Json]:
        """Give every entry of a paged list."""
        after: dict[str, object] = {}
        while True:
            page = self.get(path, **query, limit=200, **after)
            yield from items_of(page)
            if page["next"] is None:
                return
            after = {"after": page["next"]}

    def post(self, path: str, body: Json | None = None, *, key: str | None = None) -> Json:
        """Return what a command gives; a key is needed where sending it twice would do it twice."""
        return self._ask("POST", path, json=body or {}, headers={"Idempotency-Key": key} if key else _NONE)

    def send_sheet(self, path: str, sheet: bytes, fields: Mapping[str, str], *, key: str) -> Json:
        """Return what sending a file of rows gives."""
        files = {"sheet": ("hours.csv", sheet, "text/csv")}
        return self._ask("POST", path, headers={"Idempotency-Key": key}, fields=fields, files=files)

    def put(self, path: str, body: Json) -> Json:
        """Return what replacing gives."""
        return self._ask("PUT", path, json=body)

    def patch(self, path: str, body: Json) -> Json:
        """Return what a change gives."""
        return self._ask("PATCH", path, json=body)

    def _ask(
        self,
        method: str,
        path: str,
        *,
        json: Json | None = None,
        params: Mapping[str, str] = _NONE,
        headers: Mapping[str, str] = _NONE,
        fields: Mapping[str, str] | None = None,
        files: Files | None = None,
    ) -> Json:
        known = {"Authorization": f"Bearer {self.token}"} if self.token else {}
        while True:
            answer = self.line.send(
                method,
                f"/api{path}",
                json=json,
                params=params,
                headers={**known, **headers},
                fields=fields,
                files=files,
            )
            given = _read(answer)
            if not answer.is_error:
                return given
            if given.get("code") not in _ASK_AGAIN:
                raise Refused(answer.status_code, given)


def items_of(page: Json) -> list[Json]:
    """Return the entries of a page."""
    items = page["items"]
    assert isinstance(items, list)
    return items


def _read(answer: httpx.Response) -> Json:
    if answer.status_code == 204:
        return {}
    if "json" not in answer.headers.get("content-type", ""):
        return {"detail": answer.text[:300]}
    return dict(answer.json())
