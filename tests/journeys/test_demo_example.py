"""The example day: in motion soon after the first start, and finished by the second when the first was killed."""

import signal
import threading
from collections import Counter
from pathlib import Path

import pytest

from services.demo.client import Caller, Json, Line, NoAnswer, Refused
from services.demo.example import CAST, COMMUNITY, PASSWORD
from tests.platform_process import PlatformProcess

STAFF, FANG, ELDER, SON = range(4)
ORGANISER = 8
PAUSE = threading.Event()
EVERY_WEEK = "每周陪李奶奶说说话"


def signed_in(line: Line, figure: int) -> Caller:
    body: Json = {"phone": CAST[figure].phone, "password": PASSWORD}
    return Caller(line=line, token=str(Caller(line=line).post("/identity/v1/sessions", body)["token"]))


def needs_there(line: Line) -> list[str]:
    """Return the titles of the example's needs, as far as they are there."""
    try:
        listed = signed_in(line, STAFF).all_of("/matching/v1/needs", community_code=COMMUNITY)
        return [str(need["title"]) for need in listed]
    except (Refused, NoAnswer):
        return []


@pytest.mark.timeout(300)
def test_an_example_killed_in_the_middle_is_finished_by_the_next_start_and_nothing_is_there_twice(
    tmp_path: Path,
) -> None:
    platform = PlatformProcess(folder=tmp_path / "data")
    line = Line(platform.url, patience_seconds=60)
    try:
        platform.start("--example")
        while len(needs_there(line)) < 5:
            PAUSE.wait(0.3)
        platform.end(signal.SIGKILL)
        platform.start("--example")
        while not (platform.folder / "example-made").exists():
            PAUSE.wait(0.3)
        check_the_day(line)
    finally:
        line.close()
        platform.stop()


def check_the_day(line: Line) -> None:
    staff, fang, elder = (signed_in(line, figure) for figure in (STAFF, FANG, ELDER))
    needs = list(staff.all_of("/matching/v1/needs", community_code=COMMUNITY))
    titles = Counter(need["title"] for need in needs)
    assert titles.pop(EVERY_WEEK, 0) in {0, 1, 2}, "visits of a fortnight are posted by a sweep"
    assert max(titles.values()) == 1
    assert {need["state"] for need in needs} >= {
        "AWAITING_REVIEW",
        "OPEN",
        "FILLED",
        "MET",
        "REFUSED",
        "WITHDRAWN",
    }
    mine = fang.all_of("/matching/v1/assignments", side="volunteer")
    assert sorted(str(each["state"]) for each in mine) == ["ACCEPTED", "CONFIRMED"]
    while len(list(fang.all_of("/matching/v1/proposals"))) < 2 or served_minutes(fang) == 0:
        PAUSE.wait(0.3)
    assert served_minutes(fang) == 45
    assert len(list(elder.all_of("/matching/v1/assignments", awaiting="confirmation"))) == 1
    assert len(list(staff.all_of("/matching/v1/assignments", awaiting="staff"))) == 1
    assert shifts_by_state(signed_in(line, ORGANISER)) == {"OPEN": 5, "SETTLED": 1}
    assert staff.get("/ledger/v1/proof")["chain_ok"] is True


def shifts_by_state(organiser: Caller) -> Counter[object]:
    """Return how many shifts of the example's organisation stand in each state."""
    projects = [str(each["id"]) for each in organiser.all_of("/matching/v1/projects")]
    shifts = [shift for id_ in projects for shift in organiser.all_of(f"/matching/v1/projects/{id_}/shifts")]
    return Counter(each["state"] for each in shifts)


def served_minutes(volunteer: Caller) -> object:
    me = volunteer.get("/identity/v1/members/me")["id"]
    return volunteer.get(f"/ledger/v1/accounts/{me}")["service_minutes"]
