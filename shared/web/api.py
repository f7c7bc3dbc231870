"""How a service states its API: each route with what it takes, gives and who may call it.

The statement is the guard, the validation and the documentation at once; the function below it only translates.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from typing import Final, Generic, TypeVar, cast

from flask import request

from shared.identity.actor import Actor
from shared.identity.permissions import Permission
from shared.kernel.errors import Forbidden, NotSignedIn
from shared.kernel.ids import derived_id
from shared.web.door import Door
from shared.web.errors import present_language
from shared.web.files import SentFile, Upload

PUBLIC: Final = "public"
SIGNED_IN: Final = "signed-in"
May = Permission | str
"""Who may call a route: ``PUBLIC``, ``SIGNED_IN``, or whoever holds a permission in some scope."""

T = TypeVar("T")
_KEY_FORM = 200


@dataclass(frozen=True, slots=True, kw_only=True)
class Nothing:
    """A route that takes no body and no query."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Route:
    """One route as it was stated.

    Attributes:
        file: What the file that it gives is, as a media type; None for whatever gives no file.
        upload: The file that comes with the fields of ``takes`` in a form of several parts; None for what takes no file.
    """

    method: str
    path: str
    takes: type | None
    query: type | None
    gives: type | None
    paged: bool
    may: May
    says: str
    status: int
    view: Callable[["Call[object]"], object]
    file: str | None = None
    upload: Upload | None = None

    @property
    def success(self) -> int:
        """Return the status of an answer that went well."""
        return 204 if self.gives is None and self.file is None else self.status


@dataclass(kw_only=True)
class Call(Generic[T]):
    """A call that passed its guard and its schema.

    Attributes:
        body: The command or the query, validated.
        somebody: Who calls; None only on public routes.
        path: The variable parts of the path.
        limit: Most entries wanted of a paged list, 1 to 200.
        after: Place in a paged list.
        file: What was sent to a route that takes a file.
    """

    body: T
    somebody: Actor | None
    path: Mapping[str, str]
    door: Door
    limit: int = 50
    after: str | None = None
    file: SentFile | None = None

    @property
    def actor(self) -> Actor:
        """Return who calls.

        Raises:
            NotSignedIn: If nobody is signed in.
        """
        if self.somebody is None:
            raise NotSignedIn
        return self.somebody

    @property
    def query(self) -> T:
        """Return the query, validated."""
        return self.body

    @property
    def language(self) -> str:
        """Return the language of the answer."""
        return present_language()

    @property
    def address(self) -> str:
        """Return the caller's network address."""
        return request.remote_addr or "unknown"

    @property
    def idempotency_key(self) -> str | None:
        """Return the caller's key for this request, if one was sent."""
        return request.headers.get("Idempotency-Key") or None

    @cached_property
    def _fresh_id(self) -> str:
        return self.door.ids.new()

    def new_id(self) -> str:
        """Return the id for what this call creates: the same for the same actor and ``Idempotency-Key``."""
        if self.idempotency_key is None:
            return self._fresh_id
        who = self.somebody.member_id if self.somebody else "anyone"
        return derived_id("key", who, request.path, self.idempotency_key)


View = Callable[[Call[T]], object]
"""The function of a route."""


@dataclass(kw_only=True)
class Answer:
    """A view with a status of its own, or headers beside it."""

    view: object
    status: int = 200
    headers: Mapping[str, str] = field(default_factory=dict)


class Api:
    """The routes of one service under ``/api/<service>/v1``."""

    def __init__(self, service: str) -> None:
        """Take the service's name as in the path."""
        self.service = service
        self.routes: list[Route] = []

    def get(
        self,
        path: str,
        *,
        may: May,
        says: str,
        gives: type | None = None,
        query: type | None = None,
        paged: bool = False,
        file: str | None = None,
    ) -> Callable[[View[T]], View[T]]:
        """State a route that reads; with ``file`` it gives a :class:`~shared.web.files.File` of that media type."""
        return self._state(
            "GET",
            path,
            takes=None,
            query=query,
            gives=gives,
            paged=paged,
            may=may,
            says=says,
            status=200,
            file=file,
        )

    def post(
        self,
        path: str,
        *,
        may: May,
        says: str,
        takes: type | None = None,
        gives: type | None = None,
        status: int = 200,
        upload: Upload | None = None,
    ) -> Callable[[View[T]], View[T]]:
        """State a route that does something; with ``upload`` it takes a form of several parts, one of them a file."""
        return self._state(
            "POST",
            path,
            takes=takes,
            query=None,
            gives=gives,
            paged=False,
            may=may,
            says=says,
            status=status,
            upload=upload,
        )

    def put(
        self,
        path: str,
        *,
        may: May,
        says: str,
        takes: type | None = None,
        gives: type | None = None,
        status: int = 200,
    ) -> Callable[[View[T]], View[T]]:
        """State a route that replaces something."""
        return self._state(
            "PUT", path, takes=takes, query=None, gives=gives, paged=False, may=may, says=says, status=status
        )

    def patch(
        self, path: str, *, may: May, says: str, takes: type | None = None, gives: type | None = None
    ) -> Callable[[View[T]], View[T]]:
        """State a route that changes some fields."""
        return self._state(
            "PATCH", path, takes=takes, query=None, gives=gives, paged=False, may=may, says=says, status=200
        )

    def delete(
        self, path: str, *, may: May, says: str, gives: type | None = None, query: type | None = None
    ) -> Callable[[View[T]], View[T]]:
        """State a route that ends something; answers 204 when its function returns None."""
        return self._state(
            "DELETE", path, takes=None, query=query, gives=gives, paged=False, may=may, says=says, status=200
        )

    def _state(
        self,
        method: str,
        path: str,
        *,
        takes: type | None,
        query: type | None,
        gives: type | None,
        paged: bool,
        may: May,
        says: str,
        status: int,
        file: str | None = None,
        upload: Upload | None = None,
    ) -> Callable[[View[T]], View[T]]:
        def keep(view: View[T]) -> View[T]:
            self.routes.append(
                Route(
                    method=method,
                    path=path,
                    takes=takes,
                    query=query,
                    gives=gives,
                    paged=paged,
                    may=may,
                    says=says,
                    status=status,
                    view=cast("Callable[[Call[object]], object]", view),
                    file=file,
                    upload=upload,
                )
            )
            return view

        return keep


def check_guard(may: May, somebody: Actor | None) -> None:
    """Raise unless the actor may call a route that is guarded so.

    Raises:
        NotSignedIn: If somebody must be signed in and nobody is.
        Forbidden: If the actor holds the permission nowhere.
    """
    if may == PUBLIC:
        return
    if somebody is None:
        raise NotSignedIn
    if isinstance(may, Permission) and not somebody.may(may):
        raise Forbidden(permission=may.value)
