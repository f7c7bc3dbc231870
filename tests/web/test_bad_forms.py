"""Forms and addresses of pages with values nobody should send: shown again or refused, never broken."""

from pathlib import Path

import pytest

from shared.kernel.clock import SetClock
from tests.web.forms_and_bodies import Town, a_town, fields_of
from tests.web.platform_app import a_platform

ODD_TYPED: tuple[object, ...] = (
    "x" * 5000,
    "😀",
    "１２",
    "a\x00b",
    "<b>",
    "-1",
    "1e9",
    ["a", "b"],
    "9999-12-31T23:59",
)
ODD_ASKED = ("<img src=x>", "😀", "１", "%00", "x" * 2000, "\x00", "-1")
pytestmark = pytest.mark.usefixtures("untraced")
PARTS = 3  # so that machines with several cores share them
LISTS = (
    *(
        "/today",
        "/week",
        "/find",
        "/requests",
        "/needs/new",
        "/hours",
        "/notices",
        "/proof",
        "/sign-up",
        "/sign-in",
    ),
    *(
        "/desk",
        "/desk/new",
        "/people",
        "/people/new",
        "/staff",
        "/staff/new",
        "/me",
        "/me/readings",
        "/me/identity",
        "/giving",
        "/giving/new",
    ),
)
QUERIES = (
    *(
        "after",
        "who",
        "kind",
        "where",
        "q",
        "community",
        "show",
        "sort",
        "like",
        "member",
        "unread",
        "surprise",
    ),
    *("resident_id", "next", "community_code_words", "slot", "limit"),
)


@pytest.fixture
def town(databases: str, tmp_path: Path, clock: SetClock) -> Town:
    return a_town(a_platform(tmp_path / "data", clock))


@pytest.mark.parametrize("part", range(PARTS))
def test_forms_with_odd_values_are_shown_again_or_refused(town: Town, part: int) -> None:
    """Each form is sent every second value, the other ones than the form before: each value reaches many forms."""
    wrong = []
    for form, (path, route) in list(enumerate(town.forms()))[part::PARTS]:
        names = (*fields_of(route.takes), "surprise", "once", "next")
        browser = town.site.browsing().signed_in(town.staff.phone)
        for number, value in list(enumerate(ODD_TYPED))[form // PARTS % 2 :: 2]:
            others = [{name: ODD_TYPED[(number + at) % len(ODD_TYPED)]} for at, name in enumerate(names)]
            for typed in (dict.fromkeys(names, value), others[number % len(others)]):
                answer = browser.send(path, None, **typed)
                if answer.status_code >= 500:
                    wrong.append((path, typed, answer.status_code))
    assert wrong == []


def test_addresses_of_pages_with_odd_queries(town: Town) -> None:
    browser = town.site.browsing().signed_in(town.staff.phone)
    wrong = []
    for path in LISTS:
        for number, name in enumerate(QUERIES):
            for value in (ODD_ASKED[number % len(ODD_ASKED)], ODD_ASKED[number % 2]):
                answer = browser.client.get(path, query_string={name: value})
                if answer.status_code >= 500 or "<img" in answer.text.replace('<img src="/static', ""):
                    wrong.append((path, name, value[:20], answer.status_code))
    assert wrong == []
