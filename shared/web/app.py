"""The web application: services' APIs and pages mounted behind one door, with one way to fail."""

import secrets
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import timedelta
from functools import cache
from pathlib import Path
from urllib.parse import quote

from flask import Blueprint, Flask, Response, flash, g, json, redirect, render_template, request, session
from werkzeug.exceptions import HTTPException
from werkzeug.routing import Rule

from shared.kernel.errors import LinliError, NotSignedIn
from shared.kernel.words import Words
from shared.logs import log
from shared.web.answering import api_blueprint
from shared.web.api import PUBLIC, Api
from shared.web.appearance import Assets, Voice, install
from shared.web.asyncapi import asyncapi
from shared.web.door import Door, check_csrf
from shared.web.errors import Broken, of_http, present_language, problem, status_of, title_of, wants_json
from shared.web.openapi import openapi
from shared.web.pages import Pages, local_path, page_before
from shared.web.places import navigation
from shared.web.problems import problem_page
from shared.web.sessions import PageSessions

LARGEST_BODY_BYTES = 256 * 1024
SESSION_DAYS = 30
_HERE = Path(__file__).parent

_CSP = (
    "default-src 'self'; script-src 'self'; style-src 'self'; img-src 'self' data:; font-src 'self'; "
    "connect-src 'self' ws: wss:; object-src 'none'; base-uri 'none'; form-action 'self'; frame-ancestors 'none'"
)
_HEADERS = {
    "Content-Security-Policy": _CSP,
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "same-origin",
    "Permissions-Policy": "geolocation=(self), camera=(), microphone=()",
    "Cross-Origin-Opener-Policy": "same-origin",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Mounted:
    """What one service hangs into the web application.

    Attributes:
        service: Its name.
        apis: Its API routes.
        pages: Its pages.
        templates: The folder of its templates.
    """

    service: str
    apis: tuple[Api, ...] = ()
    pages: tuple[Pages, ...] = ()
    templates: Path | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Shell:
    """What pages need to know of whoever looks at them.

    Attributes:
        door: Finds the visitor.
        unread: Returns the number of unread notices of a member.
        version: The platform's version.
        secure_cookies: Whether cookies travel on HTTPS only.
        health: Named checks; each returns whether its part works.
        parked: Returns how many events wait because they could not be handled.
    """

    door: Door
    unread: Callable[[str], int]
    version: str
    secure_cookies: bool = False
    health: Mapping[str, Callable[[], bool]] = field(default_factory=dict)
    parked: Callable[[], int] = lambda: 0


class LateRule(Rule):
    """A route that compiles how addresses are made from its name only when one is: ours write them out, and there are hundreds."""

    def _compile_builder(self, append_unknown: bool = True) -> Callable[..., tuple[str, str]]:  # noqa: FBT001, FBT002 -- the library's
        compiled = super()._compile_builder

        def built(rule: Rule, **values: object) -> tuple[str, str]:
            return compiled(append_unknown).__get__(rule, None)(**values)  # type: ignore[no-any-return]  # -- it makes functions

        return built


def make_app(shell: Shell, mounted: Iterable[Mounted], *, secret: bytes) -> Flask:
    """Return the application with every service mounted.

    Args:
        shell: What pages need to know.
        mounted: The services.
        secret: Signs cookies; the same in every process.
    """
    services = tuple(mounted)
    app = Flask(
        "linli",
        static_folder=str(_HERE / "static"),
        template_folder=str(_HERE / "templates"),
    )
    app.url_rule_class = LateRule
    app.session_interface = PageSessions()
    app.config.update(
        SECRET_KEY=secret,
        MAX_CONTENT_LENGTH=LARGEST_BODY_BYTES,
        SESSION_COOKIE_NAME="linli",
        SESSION_COOKIE_HTTPONLY=True,
        SESSION_COOKIE_SAMESITE="Lax",
        SESSION_COOKIE_SECURE=shell.secure_cookies,
        PERMANENT_SESSION_LIFETIME=timedelta(days=SESSION_DAYS),
        SEND_FILE_MAX_AGE_DEFAULT=timedelta(days=365),
    )
    install(
        app.jinja_env,
        voice=lambda: Voice(language=present_language(), now=shell.door.clock.now(), csrf_token=_csrf()),
        assets=Assets.built_in(_HERE / "static" / "build"),
    )
    _mount(app, shell.door, services)
    _errors(app)
    _around(app, shell)
    app.register_blueprint(_own_routes(shell, services))
    return app


def _mount(app: Flask, door: Door, services: tuple[Mounted, ...]) -> None:
    for service in services:
        for number, api in enumerate(service.apis):
            app.register_blueprint(api_blueprint(api, door, f"{service.service}-api-{number}"))
        for number, pages in enumerate(service.pages):
            app.register_blueprint(
                pages.blueprint(door, f"{service.service}-pages-{number}", str(service.templates))
            )


def _asked() -> str:
    """Return the present address within this site, with what was looked for in it."""
    looked_for = request.query_string.decode("ascii", "ignore")
    return f"{request.path}?{looked_for}" if looked_for else request.path


def _errors(app: Flask) -> None:
    def ours(error: LinliError) -> Response:
        if wants_json():
            return problem(error, present_language())
        if isinstance(error, NotSignedIn) and request.method == "GET":
            return redirect(f"/sign-in?next={quote(_asked())}", 303)  # type: ignore[return-value]  # -- the same class here
        return _error_page(error)

    def http(fault: HTTPException) -> Response:
        return ours(of_http(fault))

    def any_other(fault: Exception) -> Response:
        log.error(
            "request broke", exc_info=fault, extra={"request_id": g.get("request_id"), "path": request.path}
        )
        return ours(Broken(request_id=g.get("request_id")))

    app.register_error_handler(LinliError, ours)
    app.register_error_handler(HTTPException, http)
    app.register_error_handler(Exception, any_other)


def _error_page(error: LinliError) -> Response:
    status = status_of(error)
    html = render_template(
        "shell/error.html",
        status=status,
        title=title_of(status).say(present_language()),
        says=error.say(present_language()),
        code=error.code,
    )
    return Response(html, status, mimetype="text/html")


def _around(app: Flask, shell: Shell) -> None:
    """Do what every request has in common: its language, its id, its headers, and the context of templates."""

    def before() -> None:
        shell.door.request_id()
        if session.get("language") in ("zh", "en") and not wants_json():
            g.language = session["language"]

    def after(response: Response) -> Response:
        for name, value in _HEADERS.items():
            response.headers.setdefault(name, value)
        response.headers["X-Request-Id"] = shell.door.request_id()
        if not request.path.startswith("/static/"):
            response.headers.setdefault("Cache-Control", "no-store")
        return response

    def context() -> dict[str, object]:
        return _context(shell)

    app.before_request(before)
    app.after_request(after)
    app.context_processor(context)


def _context(shell: Shell) -> dict[str, object]:
    actor = shell.door.caller()
    elderly = actor.elderly_mode if actor else bool(session.get("elderly"))
    me = {
        "name": actor.name if actor else "",
        "unread": shell.unread(actor.member_id) if actor else 0,
        "elderly_mode": session.get("elderly", elderly),
    }
    return {
        "language": present_language(),
        "actor": actor,
        "me": me,
        "csrf_token": _csrf(),
        "places": navigation(actor, request.path, present_language()),
        "now": shell.door.clock.now(),
        "version": shell.version,
    }


def _csrf() -> str:
    """Return the secret of this browser's pages, made at the first page."""
    if "csrf" not in session:
        session["csrf"] = secrets.token_urlsafe(18)
    return str(session["csrf"])


def _own_routes(shell: Shell, services: tuple[Mounted, ...]) -> Blueprint:
    own = Blueprint("shell", __name__)
    apis = [api for service in services for api in service.apis]

    @cache
    def document() -> str:
        return json.dumps(openapi(apis, version=shell.version), ensure_ascii=False)

    @cache
    def events() -> str:
        return json.dumps(asyncapi(version=shell.version), ensure_ascii=False)

    def rule(path: str, view: Callable[..., Response | str], *methods: str) -> None:
        view.guard = PUBLIC  # type: ignore[attr-defined]  # -- read by the test that walks all routes
        own.add_url_rule(path, view.__name__, view, methods=methods or ("GET",))

    def openapi_json() -> Response:
        return Response(document(), mimetype="application/json")

    def asyncapi_json() -> Response:
        return Response(events(), mimetype="application/json")

    def api_page() -> str:
        return render_template("shell/api.html", apis=apis)

    def style() -> str:
        return render_template("style.html")

    def health() -> Response:
        parts = {name: check() for name, check in shell.health.items()}
        return Response(
            json.dumps({"ok": all(parts.values()), "parts": parts, "parked": shell.parked()}),
            200 if all(parts.values()) else 503,
            mimetype="application/json",
        )

    def choose() -> Response:
        return _choose()

    rule("/api/openapi.json", openapi_json)
    rule("/api/asyncapi.json", asyncapi_json)
    rule("/api/", api_page)
    rule("/api/problems/<code>", problem_page)
    rule("/style", style)
    rule("/healthz", health)
    rule("/choose", choose, "POST")
    return own


def _choose() -> Response:
    """Keep a choice of this browser: the language, or large and simple pages."""
    check_csrf(request.form.get("csrf", ""))
    if request.form.get("language") in ("zh", "en"):
        session["language"] = request.form["language"]
    if "elderly" in request.form:
        session["elderly"] = request.form["elderly"] == "on"
        on = session["elderly"]
        g.language = session.get("language", present_language())
        words = (
            Words("已切换为大字版", "Large text is on")
            if on
            else Words("已切换为标准版", "Large text is off")
        )
        flash(words.say(present_language()), "done")
    session.permanent = True
    return redirect(local_path(request.form.get("next"), page_before() or "/"), 303)  # type: ignore[return-value]  # -- the same class here
