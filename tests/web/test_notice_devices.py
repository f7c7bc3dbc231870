"""Letting a browser ring and switching it off, on the page and by the API."""

import re
from pathlib import Path

import pytest

from services.notify.application.preferences import preferences_of
from services.notify.domain.channels import Channel
from shared.kernel.clock import SetClock
from tests.application.push_sink import Browser
from tests.application.sinks import WebSink
from tests.web.platform_app import Person, PlatformApp, a_platform

PAGE = "/me/notices-settings"


@pytest.fixture
def site(databases: str, tmp_path: Path, clock: SetClock) -> PlatformApp:
    return a_platform(tmp_path / "data", clock, push_services=("127.0.0.1",), push_contact="ops@example.org")


@pytest.fixture
def person(site: PlatformApp) -> Person:
    return site.person()


def items(found: object) -> list[dict[str, str]]:
    assert isinstance(found, list)
    return found


def given_by_a_browser() -> dict[str, str]:
    asked = Browser(service=WebSink(port=9), name="phone").subscription
    return {"endpoint": asked.endpoint, "p256dh": asked.p256dh, "auth": asked.auth}


def test_a_browser_is_let_in_and_switched_off_on_the_page(site: PlatformApp, person: Person) -> None:
    browser = site.browsing().signed_in(person.phone)
    shown = browser.get(PAGE).text
    key = person.did("/notify/v1/preferences/devices/key", method="GET")["public_key"]
    assert f'data-push="{key}"' in shown
    assert browser.send(f"{PAGE}/devices", **given_by_a_browser()).status_code == 303
    assert preferences_of(site.platform.notify, person.id).channels[0] is Channel.PUSH
    forget = re.search(rf"{PAGE}/devices/[^/]+/forget", browser.get(PAGE).text)
    assert forget is not None
    assert browser.send(forget.group()).status_code == 303
    assert preferences_of(site.platform.notify, person.id).devices == ()


def test_the_api_never_gives_the_address_of_a_browser_away(person: Person) -> None:
    given = given_by_a_browser()
    answer = person.did("/notify/v1/preferences/devices", given)
    device = items(answer["devices"])[0]
    assert set(device) == {"id", "added_at"}
    assert given["endpoint"] not in str(person.did("/notify/v1/preferences", method="GET"))
    assert person.did(f"/notify/v1/preferences/devices/{device['id']}/forget")["devices"] == []


def test_the_key_of_the_platform_stays_the_same_after_a_restart(
    site: PlatformApp, person: Person, tmp_path: Path, clock: SetClock
) -> None:
    before = site.platform.notify.reach.push
    again = a_platform(
        tmp_path / "data", clock, push_services=("127.0.0.1",), push_contact="ops@example.org"
    ).platform.notify.reach.push
    assert before is not None
    assert again is not None
    assert before.public_key == again.public_key
