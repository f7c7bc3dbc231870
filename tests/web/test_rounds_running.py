"""A round in the running platform: the schedule fires it, and whoever is asked reads the question with its reasons."""

import threading
from datetime import datetime, timedelta
from pathlib import Path

import pytest

from services.matching.entrypoints.jobs import sweeps
from shared.identity.roles import Role
from shared.kernel.clock import SetClock, iso
from shared.kernel.ids import RandomIds
from shared.messaging.jobs import Schedule
from shared.messaging.sweeps import Sweep
from tests.web.platform_app import Person, PlatformApp, a_platform

PATIENCE_SECONDS = 20


@pytest.fixture
def site(databases: str, clock: SetClock, tmp_path: Path) -> PlatformApp:
    return a_platform(tmp_path, clock)


def fired(site: PlatformApp, name: str) -> None:
    """Let the platform's own schedule run one of its sweeps once, at its next second."""
    done = threading.Event()
    sweep = next(each for each in sweeps(site.platform.matching) if each.name == name)

    def run(now: datetime) -> None:
        sweep.run(now)
        done.set()

    soon = Sweep(name=sweep.name, every_seconds=1, run=run)
    schedule = Schedule([soon], site.clock, RandomIds(site.clock))
    schedule.start()
    assert done.wait(PATIENCE_SECONDS), "the schedule did not fire"
    schedule.stop()


def asked(person: Person) -> list[object]:
    """Return the questions that wait for a person's answer."""
    items = person.did("/matching/v1/proposals", method="GET")["items"]
    assert isinstance(items, list)
    return items


def test_the_schedule_fires_a_round_and_those_asked_next_read_why(site: PlatformApp) -> None:
    staff, resident = site.holding(Role.COMMUNITY_STAFF), site.person("李桂芳")
    helpers = [site.volunteer("PHONE_CARE") for _ in range(8)]
    begins = site.clock.now() + timedelta(hours=40)
    times = {"starts_at": iso(begins), "ends_at": iso(begins + timedelta(hours=1))}
    need = staff.did("/matching/v1/needs", site.need(resident_id=resident.id, **times))
    site.settle()
    first = {each.id for each in helpers if asked(each)}
    site.clock.at += timedelta(hours=10)

    fired(site, "matching.ask-soon")
    site.settle()

    following = [each for each in helpers if each.id not in first and asked(each)]
    assert (len(first), len(following)) == (5, 3)
    (question,) = asked(following[0])
    assert isinstance(question, dict)
    assert (question["need_id"], question["state"]) == (need["id"], "PROPOSED")
    assert [each["code"] for each in question["reasons"]] == ["distance", "times-not-set", "load"]
    notices = following[0].did("/notify/v1/notices", method="GET")["items"]
    assert isinstance(notices, list)
    assert notices[0]["kind"] == "help-asked"
    run = site.platform.matching.match_runs.where({"at_millis": {"$gte": 0}})
    assert [(each.wanted, each.asked, each.nightly) for each in run] == [(3, 3, False)]
