"""A person at the public API: what the demo and the example day speak through."""

from collections.abc import Mapping
from dataclasses import dataclass

import httpx

from shared.kernel.errors import Unavailable

Json = dict[str, object]


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


@dataclass(frozen=True, slots=True, kw_only=True)
class Caller:
    """Someone with a token, or nobody in particular.

    Attributes:
        http: The connection pool, shared by all callers of a run.
        token: Of a session; empty for nobody.
    """

    http: httpx.Client
    token: str = ""

    def get(self, path: str, **query: object) -> Json:
        """Return what a path gives."""
        return self._ask("GET", path, params={name: str(value) for name, value in query.items()})

    def post(self, path: str, body: Json | None = None, *, key: str | None = None) -> Json:
        """Return what a command gives; with a key it may be sent again."""
        return self._ask("POST", path, json=body or {}, headers={"Idempotency-Key": key} if key else {})

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
        params: Mapping[str, str] | None = None,
        headers: Mapping[str, str] | None = None,
    ) -> Json:
        known = {"Authorization": f"Bearer {self.token}"} if self.token else {}
        try:
            answer = self.http.request(
                method, f"/api{path}", json=json, params=params, headers={**known, **(headers or {})}
            )
        except httpx.TransportError as cause:
            raise NoAnswer(url=str(self.http.base_url)) from cause
        if answer.status_code == 204:
            return {}
        given = (
            answer.json()
            if "json" in answer.headers.get("content-type", "")
            else {"detail": answer.text[:300]}
        )
        if answer.is_error:
            raise Refused(answer.status_code, given)
        return dict(given)
