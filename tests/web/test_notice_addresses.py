"""Naming and confirming an e-mail address, on the pages and by the API."""

from pathlib import Path

import pytest

from services.notify.application.addresses import mark_of
from services.notify.application.preferences import preferences_of
from services.notify.domain.preferences import Preferences
from shared.kernel.clock import SetClock
from tests.web.platform_app import Browsing, Person, PlatformApp, a_platform, code_of

PAGE = "/me/notices-settings"
ROUTE = "/api/notify/v1/preferences/email"
ADDRESS = "wang@example.org"


@pytest.fixture
def site(databases: str, tmp_path: Path, clock: SetClock) -> PlatformApp:
    return a_platform(tmp_path / "data", clock)


@pytest.fixture
def person(site: PlatformApp) -> Person:
    return site.person()


@pytest.fixture
def browser(site: PlatformApp, person: Person) -> Browsing:
    return site.browsing().signed_in(person.phone)


def kept(site: PlatformApp, person: Person) -> Preferences:
    return preferences_of(site.platform.notify, person.id)


def test_an_address_is_named_and_confirmed_on_the_pages(
    site: PlatformApp, person: Person, browser: Browsing
) -> None:
    assert browser.send(f"{PAGE}/email", email=ADDRESS).location == PAGE
    assert (kept(site, person).email, kept(site, person).email_asked) == (None, ADDRESS)
    mark = mark_of(site.platform.notify, person.id, ADDRESS)
    page = browser.get(f"{PAGE}/email/{mark}").text
    assert ADDRESS in page
    assert f'name="mark" value="{mark}"' in page
    assert browser.send(f"{PAGE}/email/confirm", mark=mark).location == PAGE
    assert kept(site, person).email == ADDRESS
    assert browser.send(f"{PAGE}/email", email="").location == PAGE
    assert kept(site, person).email is None


def test_a_second_letter_within_a_moment_is_refused_with_a_sentence(browser: Browsing) -> None:
    browser.send(f"{PAGE}/email", email=ADDRESS)
    answer = browser.send(f"{PAGE}/email", email="other@example.org")
    assert answer.status_code == 429


def test_an_address_is_named_and_confirmed_by_the_api(site: PlatformApp, person: Person) -> None:
    asked = person.did("/notify/v1/preferences/email", {"email": ADDRESS})
    assert (asked["email"], asked["email_asked"]) == (None, ADDRESS)
    mark = mark_of(site.platform.notify, person.id, ADDRESS)
    confirmed = person.did("/notify/v1/preferences/email/confirm", {"mark": mark})
    assert (confirmed["email"], confirmed["email_asked"]) == (ADDRESS, None)


@pytest.mark.parametrize("address", ["wang", "wang@", "wang@example", "a b@example.org", "<a@example.org>"])
def test_what_is_no_address_is_refused(person: Person, address: str) -> None:
    answer = person.ask("POST", ROUTE, {"email": address})
    assert (answer.status_code, code_of(answer)) == (422, "bad-input")


def test_somebody_elses_mark_confirms_nothing(site: PlatformApp, person: Person) -> None:
    person.did("/notify/v1/preferences/email", {"email": ADDRESS})
    mark = mark_of(site.platform.notify, "somebody-else", ADDRESS)
    answer = person.ask("POST", f"{ROUTE}/confirm", {"mark": mark})
    assert (answer.status_code, code_of(answer)) == (404, "not-found")
