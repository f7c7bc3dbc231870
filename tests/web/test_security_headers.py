"""What guards a browser and its person: secrets of pages, cookies, headers, sessions, what logs say."""

import logging
import re
from html.parser import HTMLParser
from pathlib import Path
from urllib.parse import quote

import pytest

from services.wiring import _mounted
from shared.identity.roles import Role
from shared.kernel.clock import SetClock
from shared.logs import log
from shared.web.pages import PageRoute
from tests.web.forms_and_bodies import Town, a_town
from tests.web.platform_app import PASSWORD, PlatformApp, a_platform, code_of

PROFILE = "/api/identity/v1/members/me"
pytestmark = [pytest.mark.timeout(300), pytest.mark.usefixtures("untraced")]


@pytest.fixture
def site(databases: str, tmp_path: Path, clock: SetClock) -> PlatformApp:
    return a_platform(tmp_path / "data", clock)


def pages_of(town: Town) -> list[tuple[str, PageRoute]]:
    """Return every page that is shown, with its address filled."""
    return [
        (town.filled(route.path), route)
        for mounted in _mounted(town.site.platform)
        for pages in mounted.pages
        for route in pages.routes
        if route.method == "GET"
    ]


class Inline(HTMLParser):
    """Notes what a strict policy would not let run."""

    def __init__(self) -> None:
        super().__init__()
        self.found: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = dict(attrs)
        if tag == "style" or (tag == "script" and "src" not in given):
            self.found.append(f"<{tag}>")
        self.found += [f"{tag} {name}" for name in given if name == "style" or name.startswith("on")]
        links = [given.get(name) or "" for name in ("href", "src", "action", "formaction")]
        self.found += [
            f"{tag} {link}" for link in links if re.match(r"(?i)\s*(javascript|data|https?):", link)
        ]


def inline_in(html: str) -> list[str]:
    parser = Inline()
    parser.feed(html)
    return parser.found


def test_no_page_has_script_or_style_in_it_or_loads_from_elsewhere(site: PlatformApp) -> None:
    town = a_town(site)
    overseer = site.holding(Role.OVERSEER, scope="511402", name="孙建")
    found, shown = {}, 0
    for phone in (town.staff.phone, town.volunteer.phone, overseer.phone, ""):
        browser = site.browsing().signed_in(phone) if phone else site.browsing()
        for path in (*(path for path, _ in pages_of(town)), "/style", "/api/", "/no-such-page"):
            answer = browser.get(path)
            shown += answer.status_code == 200
            if answer.mimetype == "text/html" and (wrong := inline_in(answer.text)):
                found[path] = wrong
    assert found == {}
    assert shown > 60


def test_what_is_looked_for_in_pages_is_found() -> None:
    assert inline_in('<p onclick="x()">') == ["p onclick"]
    assert inline_in("<script>x()</script><style></style>") == ["<script>", "<style>"]
    assert inline_in('<a style="top:0" href="javascript:x()">') == ["a style", "a javascript:x()"]
    assert inline_in('<script src="/static/a.js"></script><a href="/me">') == []


def test_every_answer_carries_the_policy(site: PlatformApp) -> None:
    nobody = site.nobody()
    for path in ("/", "/sign-in", "/no-such-page", "/api/openapi.json", "/api/matching/v1/needs", "/healthz"):
        headers = nobody.ask("GET", path).headers
        policy = headers["Content-Security-Policy"]
        assert "unsafe" not in policy
        assert "default-src 'self'" in policy
        assert "frame-ancestors 'none'" in policy
        assert headers["X-Content-Type-Options"] == "nosniff"
        assert headers["Referrer-Policy"] == "same-origin"
        assert headers["Cache-Control"] == "no-store"


def test_the_cookie_is_kept_from_scripts_and_from_other_sites(site: PlatformApp) -> None:
    person = site.person()
    browser = site.browsing()
    browser.get("/sign-in")
    answer = browser.send("/sign-in", phone=person.phone, password=PASSWORD)
    (cookie,) = answer.headers.getlist("Set-Cookie")
    assert cookie.startswith("linli=")
    assert {"HttpOnly", "SameSite=Lax", "Path=/"} <= set(cookie.split("; "))
    assert person.token not in cookie


def test_every_form_is_refused_without_the_secret_of_its_page(site: PlatformApp) -> None:
    town = a_town(site)
    browser = site.browsing().signed_in(town.staff.phone)
    before = town.site.platform.matching.needs.get(town.need_id)
    let_in = []
    for path, _ in (*town.forms(), ("/choose", None)):
        for secret in ("", "wrong", "😀"):
            status = browser.send(path, secret).status_code
            if status != 403:
                let_in.append((path, secret, status))
    assert let_in == []
    assert town.site.platform.matching.needs.get(town.need_id) == before
    assert browser.get("/me").status_code == 200


def test_a_cookie_alone_changes_nothing_through_the_api(site: PlatformApp) -> None:
    person = site.person()
    browser = site.browsing().signed_in(person.phone)
    assert browser.get(PROFILE).status_code == 200
    change = {"name": "别的名字"}
    bare = browser.client.patch(PROFILE, json=change)
    assert (bare.status_code, code_of(bare)) == (403, "forged-request")
    wrong = browser.client.patch(PROFILE, json=change, headers={"X-CSRF": "wrong"})
    assert (wrong.status_code, code_of(wrong)) == (403, "forged-request")
    right = browser.client.patch(PROFILE, json=change, headers={"X-CSRF": browser.kept("csrf")})
    assert right.status_code == 200


def test_signing_in_leaves_nothing_of_the_cookie_before(site: PlatformApp) -> None:
    first, second = site.person(), site.person("李新")
    browser = site.browsing().signed_in(first.phone)
    token, secret = browser.kept("token"), browser.kept("csrf")
    browser.send("/sign-out")
    assert browser.kept("token") == ""
    browser.signed_in(second.phone)
    assert browser.kept("token") not in ("", token)
    assert browser.kept("csrf") not in ("", secret)
    old = site.nobody().ask("GET", PROFILE, headers={"Authorization": f"Bearer {token}"})
    assert old.status_code == 401


def test_a_session_that_was_foisted_on_a_browser_is_not_taken_over(site: PlatformApp) -> None:
    person, browser = site.person(), site.browsing()
    with browser.client.session_transaction() as session:
        session["token"], session["csrf"] = "foisted", "foisted"
    answer = browser.send("/sign-in", "foisted", phone=person.phone, password=PASSWORD)
    assert answer.status_code == 303
    assert "foisted" not in (browser.kept("token"), browser.kept("csrf"))


@pytest.mark.parametrize(
    "elsewhere",
    [
        "https://evil.example/",
        "//evil.example/",
        "/\\evil.example/",
        "\\\\evil.example",
        "/%5Cevil.example",
        "/\t/evil.example",
        "/\n/evil.example",
        "javascript:alert(1)",
        " //evil.example",
        "evil.example",
    ],
)
def test_nobody_is_led_to_another_site(site: PlatformApp, elsewhere: str) -> None:
    person, browser = site.person(), site.browsing()
    for path, typed in (
        ("/sign-in", {"phone": person.phone, "password": PASSWORD}),
        ("/choose", {"language": "en"}),
    ):
        location = str(browser.send(path, None, **typed, next=elsewhere).location)
        assert re.match(r"/(?![/\\\s])", location), (path, location)
    onward = site.browsing().client.get("/needs/" + quote(elsewhere, safe=""))
    assert onward.status_code in (303, 308, 404)
    shown = site.browsing().client.get("/sign-in", query_string={"next": elsewhere}).text
    assert "evil.example" not in shown or "/%5Cevil" in elsewhere


def test_only_failed_sign_ins_are_slowed_down(site: PlatformApp) -> None:
    person = site.person()
    right = {"phone": person.phone, "password": PASSWORD}
    path = "/api/identity/v1/sessions"
    for _ in range(15):
        assert site.nobody().ask("POST", path, right).status_code == 201
    answers = [site.nobody().ask("POST", path, {**right, "password": "wrong"}) for _ in range(11)]
    assert [each.status_code for each in answers] == [401] * 10 + [429]
    form = site.browsing().send("/sign-in", phone=person.phone, password=PASSWORD)
    assert form.status_code == 429
    site.clock.at = site.clock.at.replace(minute=16)
    assert site.nobody().ask("POST", path, right).status_code == 201


def test_a_wrong_phone_and_a_wrong_password_are_answered_alike(site: PlatformApp) -> None:
    person, path = site.person(), "/api/identity/v1/sessions"
    known = site.nobody().ask("POST", path, {"phone": person.phone, "password": "wrong"})
    unknown = site.nobody().ask("POST", path, {"phone": "13711111111", "password": "wrong"})
    assert (known.status_code, known.json) == (unknown.status_code, unknown.json)


def test_logs_and_the_event_log_have_no_secrets(
    site: PlatformApp, tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    log.addHandler(caplog.handler)
    caplog.set_level(logging.DEBUG, logger=log.name)
    person = site.person("姚不露")
    number = site.document(person)
    site.nobody().ask(
        "POST", "/api/identity/v1/sessions", {"phone": person.phone, "password": "my-wrong-secret"}
    )
    person.did("/identity/v1/members/me/documents", {"type": "MAINLAND_ID", "number": number})
    person.ask(
        "POST", "/api/identity/v1/members/me/documents", {"type": "MAINLAND_ID", "number": number + "1"}
    )
    person.ask("POST", "/api/matching/v1/needs", raw=b'{"title": "half ' + number.encode())
    site.browsing().signed_in(person.phone).send("/me/identity", type="MAINLAND_ID", number=number)
    log.removeHandler(caplog.handler)
    site.settle()
    said = caplog.text + "".join(str(vars(each)) for each in caplog.records) + repr(site.told)
    for secret in ("my-wrong-secret", PASSWORD, number, number[6:14], person.token, person.phone, "姚不露"):
        assert secret not in said


def test_no_document_keeps_an_identity_number_readable(site: PlatformApp) -> None:
    person = site.person()
    number = site.document(person)
    person.did("/identity/v1/members/me/documents", {"type": "MAINLAND_ID", "number": number})
    kept = repr(list(site.platform.identity.members.collection.database["members"].find({})))
    assert PASSWORD not in kept
    assert number not in kept
    assert number not in person.ask("GET", PROFILE).text
