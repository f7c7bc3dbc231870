"""Hours of a long day wait at a desk: the community's staff agree up to twelve hours, the area's overseer beyond."""

from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from services.ledger.application.accounts import totals_of
from services.ledger.application.asking import instructed
from services.ledger.application.long_days import waiting_minutes
from services.ledger.application.long_days_told import tell_of_long_days
from services.ledger.application.rebuilding import rebuild
from services.ledger.application.writer import Writer
from services.ledger.domain.instructions import Instruction, Step, Verb
from services.ledger.domain.terms import terms_of, told_terms
from services.notify.domain.routing import routes
from shared.events.contract import parse
from shared.events.ledger_credits import LongDaysWait
from shared.identity.roles import Role
from shared.kernel.clock import CHINA, SetClock, unix_millis
from shared.packs.shelf import pack_of
from tests.ledger_facts import confirmed, records_of
from tests.web.platform_app import HOME, Browsing, Person, PlatformApp, a_platform

DESK = f"/rules/long-days?community={HOME}"


@pytest.fixture
def site(databases: str, tmp_path: Path, clock: SetClock) -> PlatformApp:
    """A community whose rules let eight hours of a day stand."""
    made = a_platform(tmp_path / "data", clock)
    step = Step(
        verb=Verb.CHOOSE_RULES, about="guangdong-1", terms=told_terms(terms_of(pack_of("guangdong-1")))
    )
    chosen = Instruction(
        instruction_id="chosen",
        community_code=HOME,
        steps=(step,),
        asked_by="one",
        approved_by="two",
        effective_at_millis=unix_millis(clock.now()) + 1000,
    )
    write(made, instructed(chosen))
    clock.advance(days=1)
    return made


def write(site: PlatformApp, *facts: object) -> None:
    writer = Writer(site.platform.ledger, lambda _, why: pytest.fail(why))
    writer.open()
    writer.take(records_of(*facts))


def settle(site: PlatformApp) -> None:
    """Let the ledger take what was asked of it."""
    site.settle()
    commands = site.platform.ledger.commands.collection.find({})
    kept = [site.platform.ledger.commands.get(str(each["_id"])) for each in commands]
    write(site, *(instructed(each.told) for each in kept))


@pytest.fixture
def volunteer(site: PlatformApp) -> Person:
    """Somebody who served thirteen hours today."""
    person = site.person("李桂芳")
    day = {"member_id": person.id, "community_code": HOME, "served_at": site.clock.now()}
    write(site, confirmed("r1", minutes=780, **day))
    return person


def ids(browser: Browsing) -> list[str]:
    found = browser.get(DESK).text.split('action="/rules/long-days/')[1:]
    return list(dict.fromkeys(each.split("/", 1)[0] for each in found))


def test_staff_agree_up_to_twelve_hours_and_the_overseer_beyond(site: PlatformApp, volunteer: Person) -> None:
    ledger = site.platform.ledger
    assert totals_of(ledger, volunteer.id).service_minutes == 480
    assert waiting_minutes(ledger, volunteer.id) == 300
    assert "5 小时" in site.browsing("zh").signed_in(volunteer.phone).get("/hours").text
    staff = site.browsing("zh").signed_in(site.holding(Role.COMMUNITY_STAFF).phone)
    (own,) = ids(staff)
    assert "李桂芳" in staff.get(DESK).text
    staff.send(f"/rules/long-days/{own}/agree")
    settle(site)
    assert totals_of(ledger, volunteer.id).service_minutes == 720
    assert ids(staff) == []
    overseer = site.browsing("zh").signed_in(site.holding(Role.OVERSEER, HOME[:6]).phone)
    (higher,) = ids(overseer)
    assert staff.send(f"/rules/long-days/{higher}/agree").status_code == 403
    overseer.send(f"/rules/long-days/{higher}/refuse")
    settle(site)
    assert totals_of(ledger, volunteer.id).service_minutes == 720
    assert waiting_minutes(ledger, volunteer.id) == 0
    assert "没有待审核的时长" in overseer.get(DESK).text


def test_the_desk_is_closed_to_others_and_shown_again_from_the_journal(
    site: PlatformApp, volunteer: Person
) -> None:
    assert site.browsing("zh").signed_in(volunteer.phone).get(DESK).status_code == 403
    staff = site.holding(Role.COMMUNITY_STAFF)
    path = f"/api/ledger/v1/books/{HOME}/long-days"

    def read(there: str) -> Any:
        return staff.ask("GET", there).json

    before = read(path)
    found = sorted((each["level"], each["minutes"]) for each in before["items"])
    assert found == [("HIGHER", 60), ("ORGANISATION", 240)]
    rebuild(site.platform.ledger)
    assert read(path) == before
    mine = next(each["id"] for each in before["items"] if each["level"] == "ORGANISATION")
    asked = staff.ask("POST", f"/api/ledger/v1/long-days/{mine}/agree", {})
    assert asked.status_code == 202
    settle(site)
    again = staff.ask("POST", f"/api/ledger/v1/long-days/{mine}/refuse", {})
    assert again.status_code == 202
    settle(site)
    told = read(str(again.headers["Location"]))
    assert told["refused"]["code"] == "hours-not-waiting"
    assert staff.ask("POST", "/api/ledger/v1/long-days/none/agree", {}).status_code == 404


def told(site: PlatformApp) -> list[LongDaysWait]:
    found: Any = list(site.platform.ledger.long_days_told.collection.find({}))
    facts: Any = [parse(one["headers"], one["body"]).data for each in found for one in each["outbox"]]
    return sorted(facts, key=lambda each: each.level)


def test_who_decides_hears_of_hours_that_wait_in_the_morning_once_a_day_and_each_monday(
    site: PlatformApp, volunteer: Person
) -> None:
    ledger, at = site.platform.ledger, site.clock.now().astimezone(CHINA)
    staff, overseer = site.holding(Role.COMMUNITY_STAFF), site.holding(Role.OVERSEER, HOME[:6])
    morning = at.replace(hour=9, minute=30)
    monday = morning + timedelta(days=(7 - morning.weekday()) % 7 or 7)
    assert at < morning, "the long day was written before"
    assert tell_of_long_days(ledger, morning - timedelta(minutes=31)) == 0
    assert [tell_of_long_days(ledger, morning) for _ in range(2)] == [2, 0]
    assert [(each.level, each.minutes, each.staff_ids) for each in told(site)] == [
        ("HIGHER", 60, (overseer.id,)),
        ("ORGANISATION", 240, (staff.id,)),
    ]
    assert [(each.member_id, each.kind.value) for fact in told(site) for each in routes(fact)] == [
        (overseer.id, "long-days-wait"),
        (staff.id, "long-days-wait"),
    ]
    assert tell_of_long_days(ledger, monday + timedelta(days=1)) == 0
    assert tell_of_long_days(ledger, monday) == 2


def test_hours_for_which_nobody_decides_are_told_to_nobody_until_there_is_somebody(
    site: PlatformApp, volunteer: Person
) -> None:
    monday = datetime(2027, 1, 4, 9, 0, tzinfo=CHINA)
    assert volunteer.id
    assert tell_of_long_days(site.platform.ledger, monday) == 0
    site.holding(Role.OVERSEER, HOME[:4])
    site.holding(Role.OVERSEER, "3301")
    assert tell_of_long_days(site.platform.ledger, monday) == 1
