"""Choosing how to be told, on the page and by the API."""

from pathlib import Path

import pytest

from services.notify.application.preferences import preferences_of
from services.notify.domain.channels import Channel, Topic
from services.notify.domain.preferences import DEFAULT_QUIET, Preferences, QuietSpan
from shared.kernel.clock import SetClock
from tests.web.platform_app import Browsing, Person, PlatformApp, a_platform, code_of

PAGE = "/me/notices-settings"
ROUTE = "/api/notify/v1/preferences"
WHOLE = {
    "way_asked": "AT_ONCE",
    "way_minutes": "DAILY",
    "way_other": "INBOX",
    "channel_1": "SMS",
    "channel_2": "EMAIL",
    "channel_3": "",
    "channel_4": "",
    "night_from": "22:00",
    "night_to": "07:30",
    "noon_from": "",
    "noon_to": "",
    "digest_at": "19:15",
    "language": "en",
}


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


def test_who_never_chose_sees_the_customs(browser: Browsing) -> None:
    page = browser.get(PAGE).text
    for shown in ('value="21:00"', 'value="08:00"', 'value="12:00"', 'value="14:00"', 'value="18:00"'):
        assert shown in page


def test_the_form_keeps_everything_chosen(site: PlatformApp, person: Person, browser: Browsing) -> None:
    answer = browser.send(PAGE, **WHOLE)
    assert (answer.status_code, answer.location) == (303, PAGE)
    assert kept(site, person) == Preferences(
        id=person.id,
        version=1,
        quiet=(QuietSpan(from_minute=22 * 60, to_minute=7 * 60 + 30),),
        channels=(Channel.SMS, Channel.EMAIL),
        daily=(Topic.MINUTES,),
        inbox_only=(Topic.OTHER,),
        digest_minute=19 * 60 + 15,
        language="en",
    )
    again = browser.get(PAGE).text
    assert 'value="22:00"' in again
    assert '<option value="DAILY" selected>' in again
    assert 'value="12:00"' not in again


def test_a_wrong_time_is_said_and_what_was_typed_stays(
    site: PlatformApp, person: Person, browser: Browsing
) -> None:
    answer = browser.send(PAGE, **{**WHOLE, "night_from": "25:00"})
    assert answer.status_code == 422
    assert 'value="25:00"' in answer.text
    assert 'value="19:15"' in answer.text
    assert kept(site, person).version == 0


def test_silence_all_day_is_refused_on_the_page(browser: Browsing) -> None:
    answer = browser.send(PAGE, **{**WHOLE, "night_from": "22:00", "night_to": "21:00"})
    assert answer.status_code == 422
    assert "免打扰时间最多 4 段" in answer.text


def test_the_api_changes_what_is_given_and_leaves_the_rest(site: PlatformApp, person: Person) -> None:
    before = person.did("/notify/v1/preferences", method="GET")
    assert before["channels"] == ["WECHAT", "SMS", "EMAIL"]
    changed = person.did("/notify/v1/preferences", {"channels": ["EMAIL"]}, method="PATCH")
    assert changed == {**before, "channels": ["EMAIL"]}
    person.did("/notify/v1/preferences", {"quiet": []}, method="PATCH")
    assert (kept(site, person).quiet, kept(site, person).channels) == ((), (Channel.EMAIL,))
    assert kept(site, site.person()).quiet == DEFAULT_QUIET


def test_asking_for_nothing_new_writes_nothing(site: PlatformApp, person: Person) -> None:
    person.did("/notify/v1/preferences", {}, method="PATCH")
    assert kept(site, person).version == 0


@pytest.mark.parametrize(
    "body",
    [
        {"channels": ["PIGEON"]},
        {"channels": ["VISIT"]},
        {"quiet": [{"from_minute": 0, "to_minute": 1440}]},
        {"quiet": [{"from_minute": 0, "to_minute": 1439}]},
        {"language": "fr"},
        {"member_id": "other"},
        {"digest_minute": "18:00"},
    ],
)
def test_what_means_nothing_is_refused(person: Person, body: dict[str, object]) -> None:
    answer = person.ask("PATCH", ROUTE, body)
    assert (answer.status_code, code_of(answer)) == (422, "bad-input")
