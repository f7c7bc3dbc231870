"""Every route says who may call it; what it says holds; nobody is shown what is another's."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from flask import Flask
from werkzeug.routing import Rule

from shared.identity.permissions import PERMISSIONS, Permission
from shared.identity.roles import Role
from shared.kernel.clock import SetClock
from shared.web.api import PUBLIC, SIGNED_IN
from tests.web.platform_app import Person, PlatformApp, a_platform, code_of

GRANTED = tuple(role for role in Role if role not in (Role.VOLUNTEER, Role.RESIDENT, Role.DELEGATE))
pytestmark = [pytest.mark.timeout(300), pytest.mark.usefixtures("untraced")]


@pytest.fixture
def site(databases: str, tmp_path: Path, clock: SetClock) -> PlatformApp:
    return a_platform(tmp_path / "data", clock)


def unguarded(app: Flask) -> list[str]:
    """Return every route that does not say who may call it; files are for everyone."""
    return [
        str(rule)
        for rule in app.url_map.iter_rules()
        if rule.endpoint != "static"
        and not isinstance(getattr(app.view_functions[rule.endpoint], "guard", None), Permission | str)
    ]


def guarded(app: Flask) -> Iterator[tuple[Rule, str, object]]:
    """Give each route with its method and who may call it."""
    for rule in app.url_map.iter_rules():
        if rule.endpoint != "static":
            for method in sorted((rule.methods or set()) - {"HEAD", "OPTIONS"}):
                yield rule, method, vars(app.view_functions[rule.endpoint])["guard"]


def path_of(rule: Rule) -> str:
    """Return a path of a route, its variable parts ids of nothing."""
    return "".join("no-such" if is_variable else text for is_variable, text in rule._trace).removeprefix("|")


def test_every_route_says_who_may_call_it(site: PlatformApp) -> None:
    assert unguarded(site.app) == []
    guards = {guard for _, _, guard in guarded(site.app)}
    assert guards <= {PUBLIC, SIGNED_IN, *Permission}


def test_a_route_that_says_nothing_is_found(site: PlatformApp) -> None:
    bare = Flask("bare")
    bare.add_url_rule("/open-to-all", view_func=lambda: "secrets", endpoint="bare")
    assert unguarded(bare) == ["/open-to-all"]


def test_nobody_signed_in_is_let_in_only_where_it_is_public(site: PlatformApp) -> None:
    wrong = []
    for rule, method, guard in guarded(site.app):
        if guard == PUBLIC:
            continue
        path = path_of(rule)
        answer = site.nobody().ask(method, path)
        if path.startswith("/api/"):
            right = answer.status_code == 401 and code_of(answer) == "not-signed-in"
        elif method == "GET":
            right = answer.status_code == 303 and answer.location.startswith("/sign-in?next=")
        else:
            right = answer.status_code == 401
        if not right:
            wrong.append((method, path, answer.status_code, answer.location))
    assert wrong == []


def test_routes_for_a_permission_are_closed_to_every_role_without_it(site: PlatformApp) -> None:
    held: dict[Role, Person] = {role: site.holding(role) for role in GRANTED}
    held[Role.VOLUNTEER] = site.person()
    wrong, tried = [], 0
    for rule, method, guard in guarded(site.app):
        if not isinstance(guard, Permission):
            continue
        for role, person in held.items():
            if guard not in PERMISSIONS[role]:
                status, tried = person.ask(method, path_of(rule)).status_code, tried + 1
                if status != 403:
                    wrong.append((role.value, method, path_of(rule), status))
    assert wrong == []
    assert tried > 100


def test_a_role_opens_the_routes_of_its_permissions(site: PlatformApp) -> None:
    wrong = []
    for role in GRANTED:
        person = site.holding(role)
        for rule, method, guard in guarded(site.app):
            if isinstance(guard, Permission) and guard in PERMISSIONS[role] and method == "GET":
                if "<" in str(rule) or str(rule) == "/api/identity/v1/residents":
                    continue
                status = person.ask("GET", path_of(rule)).status_code
                if status not in (200, 303):
                    wrong.append((role.value, str(rule), status))
    assert wrong == []
