"""The page of a book: what it holds, corrections that one asks for and another approves, and what of a member is set aside."""

from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from services.ledger.application.asking import ask
from services.ledger.application.writer import Writer
from services.ledger.domain.accounts import book_account, member_account
from services.ledger.domain.instructions import Instruction, Step, Verb
from shared.events.contract import parse
from shared.identity.roles import Role
from shared.kernel.clock import SetClock, unix_millis
from tests.application.ledger_web import as_read
from tests.application.ledger_world import no_parking
from tests.ledger_facts import confirmed, records_of
from tests.web.platform_app import ELSEWHERE, HOME, Browsing, Person, PlatformApp, a_platform


@pytest.fixture
def site(databases: str, tmp_path: Path, clock: SetClock) -> PlatformApp:
    return a_platform(tmp_path / "data", clock)


@pytest.fixture
def writer(site: PlatformApp) -> Writer:
    made = Writer(site.platform.ledger, no_parking)
    made.open()
    return made


@pytest.fixture
def holder(site: PlatformApp, writer: Writer) -> Person:
    """Somebody with an hour."""
    person = site.person("李桂芳")
    writer.take(records_of(confirmed("r1", member_id=person.id, community_code=HOME)))
    return person


def carry(site: PlatformApp, writer: Writer) -> None:
    outbox = site.platform.ledger.commands.collection
    waiting: list[dict[str, Any]] = list(outbox.find({"unsent_at": {"$gte": 0}}))
    events = [parse(entry["headers"], entry["body"]) for each in waiting for entry in each["outbox"]]
    outbox.update_many({}, {"$set": {"outbox": []}, "$unset": {"unsent_at": ""}})
    writer.take([as_read(position, event) for position, event in enumerate(events)])


def speaks_english(site: PlatformApp, person: Person) -> Browsing:
    members = site.platform.identity.members
    members.save(replace(members.get(person.id), language="en"))
    return site.browsing().signed_in(person.phone)


def keeper(site: PlatformApp, scope: str = HOME) -> Browsing:
    return speaks_english(site, site.holding(Role.COMMUNITY_STAFF, scope))


def test_one_asks_for_a_correction_and_a_colleague_approves_it(
    site: PlatformApp, writer: Writer, holder: Person
) -> None:
    asks, approves = keeper(site), keeper(site)
    assert "No corrections" in asks.get("/desk/book").text
    typed = {"community": HOME, "who": holder.phone, "unit": "CREDIT", "reason": "MISCOUNTED"}
    sent = asks.send("/desk/book", **typed, way="ADD", hours="0", minutes="30", once="one")
    assert sent.location == f"/desk/book?community={HOME}&show=waiting"
    own = asks.get("/desk/book?show=waiting").text
    assert ("a colleague approves it" in own, "/approve" in own) == (True, False)
    id_ = approves.get("/desk/book").text.split("/desk/book/")[1].split("/approve")[0]
    assert asks.send(f"/desk/book/{id_}/approve").status_code == 303
    assert "/approve" in approves.get("/desk/book").text
    approves.send(f"/desk/book/{id_}/approve")
    carry(site, writer)
    done = asks.get("/desk/book").text
    assert ("Posted" in done, "Decided: 周宁" in done, "Block" in done) == (True, True, True)
    assert "Nothing to approve" in asks.get("/desk/book?show=waiting").text


def test_a_correction_is_declined_and_what_is_wrong_is_said_beside_its_field(
    site: PlatformApp, writer: Writer, holder: Person
) -> None:
    asks, decides = keeper(site), keeper(site)
    right = {
        "community": HOME,
        "who": holder.phone,
        "unit": "CREDIT",
        "way": "TAKE",
        "hours": "9",
        "minutes": "0",
        "reason": "NOT_SERVED",
    }
    nobody = asks.send("/desk/book", **{**right, "who": "13700009999"})
    assert (nobody.status_code, "0 people found" in nobody.text) == (422, True)
    nothing = asks.send("/desk/book", **{**right, "hours": "0"})
    assert (nothing.status_code, "how much time" in nothing.text) == (422, True)
    for once in ("one", "two"):
        asks.send("/desk/book", **right, once=once)
    first, second = (
        each.split("/approve")[0] for each in decides.get("/desk/book").text.split('"/desk/book/')[1::2][:2]
    )
    decides.send(f"/desk/book/{first}/decline")
    assert "Not approved" in asks.get("/desk/book").text
    decides.send(f"/desk/book/{second}/approve")
    carry(site, writer)
    assert "Not enough free credits" in asks.get("/desk/book").text


def test_a_book_is_for_those_who_keep_it(site: PlatformApp, holder: Person) -> None:
    elsewhere = keeper(site, ELSEWHERE)
    assert elsewhere.get(f"/desk/book?community={HOME}").status_code == 403
    assert ELSEWHERE in elsewhere.get("/desk/book").text
    assert site.browsing().signed_in(holder.phone).get("/desk/book").status_code == 403
    number = site.platform.identity.members.get(holder.id).volunteer_number
    typed = {"community": HOME, "who": str(number), "unit": "CREDIT", "reason": "MISCOUNTED"}
    more = {"way": "ADD", "hours": "1", "minutes": "0"}
    assert elsewhere.send("/desk/book", **typed, **more).status_code == 403
    assert keeper(site).send("/desk/book", **typed, **more).status_code == 303


def test_a_member_sees_what_is_set_aside_and_until_when(
    site: PlatformApp, writer: Writer, holder: Person, clock: SetClock
) -> None:
    step = Step(
        verb=Verb.HOLD,
        account=member_account(HOME, holder.id),
        other=book_account(HOME, "pool"),
        minutes=20,
        expires_at_millis=unix_millis(clock.now()) + 3_600_000,
    )
    ask(site.platform.ledger, Instruction(instruction_id="h", community_code=HOME, steps=(step,)))
    carry(site, writer)
    browser = speaks_english(site, holder)
    assert "For a service ordered" in browser.get("/hours/account").text
    clock.advance(hours=2)
    assert "For a service ordered" not in browser.get("/hours/account").text


def test_hours_still_to_be_drawn_are_shown_to_those_who_see_statistics(
    site: PlatformApp, writer: Writer, holder: Person
) -> None:
    others = [site.person(f"邻居{number}") for number in range(10)]
    facts = (confirmed(f"n{each.id}", member_id=each.id, community_code=HOME) for each in others)
    writer.take(records_of(*facts))
    desk = keeper(site)
    page = desk.get("/desk/outstanding").text
    assert ("11 h" in page, "Too few" in page, "Will it be enough" in page) == (True, False, True)
    assert "Enough, by the assumptions" in page
    overseer = speaks_english(site, site.holding(Role.OVERSEER, HOME[:6]))
    assert "11 persons" in overseer.get(f"/desk/outstanding?area={HOME[:6]}").text
    assert overseer.get("/desk/outstanding").status_code == 200
    assert "No community lies here" in overseer.get(f"/desk/outstanding?area={HOME[:6]}999").text
    assert desk.get(f"/desk/outstanding?area={ELSEWHERE}").status_code == 403
    assert site.browsing().signed_in(holder.phone).get("/desk/outstanding").status_code == 403
    far = speaks_english(site, site.holding(Role.OVERSEER, ELSEWHERE[:6]))
    assert far.get("/desk/outstanding").status_code == 200
