"""Who stands at the door: finds the caller of a request by cookie or token, and the request's id."""

import dataclasses
import unicodedata
from collections.abc import Callable, Mapping, Sequence
from datetime import datetime
from types import NoneType, UnionType
from typing import Annotated, Union, get_args, get_origin, get_type_hints

from flask import g, request, session

from shared.identity.actor import Actor
from shared.kernel.clock import CHINA, Clock
from shared.kernel.errors import Forbidden
from shared.kernel.ids import Ids
from shared.web.idempotency import Answers

SAFE_METHODS = frozenset({"GET", "HEAD", "OPTIONS"})


class ForgedRequest(Forbidden):
    """A form without the page's own secret: sent from elsewhere, or from a page that is too old."""

    code = "forged-request"
    zh = "页面已过期，请返回刷新后再提交"
    en = "This page is too old; please go back, reload it and send again"


@dataclasses.dataclass(frozen=True, slots=True, kw_only=True)
class Door:
    """Knows the caller of the present request.

    Attributes:
        clock: The time pages show.
        ids: Gives request ids.
        find_actor: Returns who holds a session token, or None when it has ended.
        answers: What was answered to requests that carried a key.
    """

    clock: Clock
    ids: Ids
    find_actor: Callable[[str], Actor | None]
    answers: Answers

    def caller(self) -> Actor | None:
        """Return who calls: by ``Authorization: Bearer``, else by the session cookie; None if nobody.

        A cookie alone may only read on ``/api``, or must come with the page's secret in ``X-CSRF``.

        Raises:
            ForgedRequest: If a cookie's call changes something without the page's secret.
        """
        if "actor" not in g:
            g.actor = self._find()
        found: Actor | None = g.actor
        return found

    def _find(self) -> Actor | None:
        scheme, _, token = request.headers.get("Authorization", "").partition(" ")
        if scheme.lower() == "bearer":
            return self.find_actor(token.strip())
        token = session.get("token", "")
        if not token:
            return None
        if request.path.startswith("/api/") and request.method not in SAFE_METHODS:
            check_csrf(request.headers.get("X-CSRF", ""))
        return self.find_actor(token)

    def request_id(self) -> str:
        """Return the id of the present request, the same whenever asked."""
        if "request_id" not in g:
            g.request_id = self.ids.new()
        return str(g.request_id)

    def typed(self, kind: type, given: Mapping[str, object]) -> dict[str, object]:
        """Return form or query values in the types a dataclass states, so that its schema can judge them.

        What cannot be read as its type stays as written, for the schema to complain of. Empty entries are left out. Names
        with dots make nested values: ``point.latitude``.
        """
        return typed_values(kind, given)


def check_csrf(sent: str) -> None:
    """Raise unless what was sent is the secret of this browser's pages.

    Raises:
        ForgedRequest: If it is another, or none.
    """
    known = session.get("csrf", "")
    if not known or sent != known:
        raise ForgedRequest


def typed_values(kind: type, given: Mapping[str, object]) -> dict[str, object]:
    """Return form values in the types that a dataclass states; see :meth:`Door.typed`."""
    hints = get_type_hints(kind)
    made: dict[str, object] = {}
    for name, value in given.items():
        head, dot, tail = name.partition(".")
        if dot and head in hints:
            nested = _plain(hints[head])
            inner = made.setdefault(head, {})
            if isinstance(nested, type) and dataclasses.is_dataclass(nested) and isinstance(inner, dict):
                inner.update(typed_values(nested, {tail: value}))
                continue
        if value in ("", [], [""]):
            continue
        made[name] = _typed(_plain(hints.get(name, str)), value)
    return {name: value for name, value in made.items() if value != {}}


def _plain(hint: object) -> object:
    if get_origin(hint) is Annotated:
        return _plain(get_args(hint)[0])
    if get_origin(hint) in (Union, UnionType):
        return _plain(next(each for each in get_args(hint) if each is not NoneType))
    return hint


def _typed(hint: object, value: object) -> object:
    if get_origin(hint) is tuple:
        several = (
            value if isinstance(value, Sequence) and not isinstance(value, str) else str(value).split(",")
        )
        return [_typed(_plain(get_args(hint)[0]), each) for each in several if each != ""]
    text = unicodedata.normalize("NFKC", str(value)).strip()
    read = _READ.get(hint) if isinstance(hint, type) else None
    try:
        return read(text) if read else value
    except ValueError:
        return value


def _boolean(text: str) -> bool:
    if text.lower() not in ("on", "true", "1", "off", "false", "0"):
        raise ValueError(text)
    return text.lower() in ("on", "true", "1")


def _instant(text: str) -> str:
    instant = datetime.fromisoformat(text)
    return (instant if instant.tzinfo else instant.replace(tzinfo=CHINA)).isoformat()


_READ: dict[type, Callable[[str], object]] = {int: int, float: float, bool: _boolean, datetime: _instant}
