"""How a service states its pages: like the API, each with its guard; forms keep what was typed and say what is wrong."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Generic, TypeVar, cast
from urllib.parse import urlsplit

from flask import Blueprint, Response, flash, redirect, render_template, request
from werkzeug.datastructures import MultiDict

from shared.events.cause import caused_by
from shared.events.fields import load
from shared.identity.actor import Actor
from shared.kernel.errors import LinliError, NotFound, NotSignedIn, RuleBroken, StaleWrite, Unavailable
from shared.kernel.ids import derived_id
from shared.kernel.words import Words
from shared.storage.aggregates import retrying
from shared.web.api import May, Nothing, check_guard
from shared.web.door import Door, check_csrf
from shared.web.errors import present_language, status_of

T = TypeVar("T")
Shown = Response | str


@dataclass(kw_only=True)
class Visit(Generic[T]):
    """A request for a page, or a form sent from one, that passed its guard.

    Attributes:
        body: The command the form describes, or the query, validated.
        somebody: Who visits; None only on public pages.
        path: The variable parts of the path.
        values: What was typed, by field name, for showing a form again.
        error: Why the form was not accepted, when it is shown again.
    """

    body: T
    somebody: Actor | None
    path: Mapping[str, str]
    door: Door
    values: Mapping[str, object] = field(default_factory=dict)
    error: LinliError | None = None
    status: int = 200

    @property
    def actor(self) -> Actor:
        """Return who visits.

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
        """Return the language of the page."""
        return present_language()

    @property
    def address(self) -> str:
        """Return the visitor's network address."""
        return request.remote_addr or "unknown"

    @property
    def after(self) -> str | None:
        """Return the place in a paged list the visitor asked for."""
        return request.args.get("after") or None

    def new_id(self) -> str:
        """Return the id for what this form creates: the same when the same form is sent twice."""
        once = request.form.get("once", "")
        return derived_id("form", self.actor.member_id, once) if once else self.door.ids.new()

    def show(self, template: str, **context: object) -> Response:
        """Return the page a template makes, with the form's values and faults at hand."""
        faults = {each.field: each.say(self.language) for each in _spoken(self.error)}
        html = render_template(
            template,
            values=self.values,
            faults=faults,
            error=self.error,
            once=self.door.ids.new(),
            path=self.path,
            **context,
        )
        return Response(html, self.status, mimetype="text/html")

    def go(self, where: str, say: Words | None = None, kind: str = "done") -> Response:
        """Return the answer that leads on to another page, with a sentence shown there once."""
        if say is not None:
            flash(say.say(self.language), kind)
        return redirect(where, 303)  # type: ignore[return-value]  # -- werkzeug's redirect makes Flask's response class here

    def back(self, otherwise: str, say: Words | None = None, kind: str = "done") -> Response:
        """Return the answer that leads back to the page the form stood on."""
        return self.go(page_before() or otherwise, say, kind)


PageView = Callable[[Visit[T]], Shown]
"""The function of a page."""


def page_before() -> str | None:
    """Return the path of the page the request came from, if it is one of ours."""
    came_from = urlsplit(request.headers.get("Referer", ""))
    if came_from.netloc != request.host:
        return None
    return local_path(came_from.path + (f"?{came_from.query}" if came_from.query else ""), "") or None


def local_path(given: str | None, otherwise: str) -> str:
    """Return a path of ours to go on to; anything that leads elsewhere becomes ``otherwise``."""
    if not given or not given.startswith("/") or given.startswith("//") or "\\" in given:
        return otherwise
    # Browsers drop tabs and line breaks: "/\t/" is "//" to them.
    return given if given.isprintable() else otherwise


@dataclass(frozen=True, slots=True)
class _Fault:
    field: str
    zh: str
    en: str

    def say(self, language: str) -> str:
        return self.zh if language.startswith("zh") else self.en


def _spoken(error: LinliError | None) -> list[_Fault]:
    return [_Fault(each.field, each.zh, each.en) for each in error.faults] if error else []


@dataclass(frozen=True, slots=True, kw_only=True)
class PageRoute:
    """One page or form as it was stated."""

    method: str
    path: str
    takes: type
    may: May
    view: Callable[[Visit[object]], Shown]
    again: Callable[[Visit[object]], Shown] | None
    largest_bytes: int | None = None


class Pages:
    """The pages of one service."""

    def __init__(self, service: str) -> None:
        """Take the service's name."""
        self.service = service
        self.routes: list[PageRoute] = []

    def get(self, path: str, *, may: May, query: type = Nothing) -> Callable[[PageView[T]], PageView[T]]:
        """State a page."""
        return self._state("GET", path, query, may, None)

    def post(
        self,
        path: str,
        *,
        may: May,
        takes: type = Nothing,
        again: Callable[[Visit[object]], Shown] | None = None,
        largest_bytes: int | None = None,
    ) -> Callable[[PageView[T]], PageView[T]]:
        """State where a form goes.

        Args:
            path: Its address.
            may: Who may send it.
            takes: What it describes.
            again: Shows its page once more when it is not accepted.
            largest_bytes: What it may weigh with its files; None is as usual.
        """
        return self._state("POST", path, takes, may, again, largest_bytes=largest_bytes)

    def _state(
        self,
        method: str,
        path: str,
        takes: type,
        may: May,
        again: Callable[[Visit[object]], Shown] | None,
        *,
        largest_bytes: int | None = None,
    ) -> Callable[[PageView[T]], PageView[T]]:
        def keep(view: PageView[T]) -> PageView[T]:
            self.routes.append(
                PageRoute(
                    method=method,
                    path=path,
                    takes=takes,
                    may=may,
                    view=cast("Callable[[Visit[object]], Shown]", view),
                    again=again,
                    largest_bytes=largest_bytes,
                )
            )
            return view

        return keep

    def blueprint(self, door: Door, name: str, folder: str) -> Blueprint:
        """Return the pages mounted, each behind its guard.

        Args:
            door: Finds who visits.
            name: Unique name of the blueprint.
            folder: Where the service's templates are.
        """
        made = Blueprint(name, __name__, template_folder=folder)
        for number, route in enumerate(self.routes):
            made.add_url_rule(route.path, f"p{number}", _endpoint(route, door), methods=[route.method])
        return made


def _endpoint(route: PageRoute, door: Door) -> Callable[..., Shown]:
    def endpoint(**path: str) -> Shown:
        somebody = door.caller()
        check_guard(route.may, somebody)
        if route.method == "GET":
            return route.view(_read(route, door, somebody, path))
        if route.largest_bytes is not None:
            request.max_content_length = route.largest_bytes
        check_csrf(request.form.get("csrf", ""))
        request_id = door.request_id()
        with caused_by(correlation_id=request_id, causation_id=request_id):
            return _sent(route, door, somebody, path)

    endpoint.guard = route.may  # type: ignore[attr-defined]  # -- read by the test that walks all routes
    return endpoint


def _read(route: PageRoute, door: Door, somebody: Actor | None, path: Mapping[str, str]) -> Visit[object]:
    given = {name: value for name, value in _flat(request.args).items() if name not in ("after", "limit")}
    body = load(route.takes, door.typed(route.takes, given)) if route.takes is not Nothing else Nothing()
    return Visit(body=body, somebody=somebody, path=path, door=door, values=given)


def _sent(route: PageRoute, door: Door, somebody: Actor | None, path: Mapping[str, str]) -> Shown:
    typed = {
        name: value for name, value in _flat(request.form).items() if name not in ("csrf", "once", "next")
    }
    visit = Visit[object](body=Nothing(), somebody=somebody, path=path, door=door, values=typed)
    try:
        visit.body = (
            load(route.takes, door.typed(route.takes, typed)) if route.takes is not Nothing else Nothing()
        )
        return retrying(lambda: route.view(visit))
    except (RuleBroken, StaleWrite, NotFound, Unavailable) as error:
        if route.again is None:
            return _back_with(visit, error)
        visit.error, visit.status = error, status_of(error)
        return route.again(visit)


def _back_with(visit: Visit[object], error: LinliError) -> Response:
    sentences = [error.say(visit.language), *(fault.say(visit.language) for fault in _spoken(error))]
    flash(" ".join(sentences), "error")
    return redirect(page_before() or "/", 303)  # type: ignore[return-value]  # -- werkzeug's redirect makes Flask's response class here


def _flat(given: MultiDict[str, str]) -> dict[str, object]:
    return {name: values if len(values) > 1 else values[0] for name, values in given.lists() if values}
