"""The pages of giving credits away, looked over once before it is done; and the public page of a pool."""

from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from services.ledger.application.writer import Writer
from shared.events.contract import parse
from shared.identity.kinship import ConsentManner, Kin, KinConsent, Kinship, KinshipState
from shared.kernel.clock import SetClock
from tests.application.ledger_web import as_read
from tests.ledger_facts import confirmed, records_of
from tests.web.platform_app import HOME, Browsing, Person, PlatformApp, a_platform


@pytest.fixture
def site(databases: str, tmp_path: Path, clock: SetClock) -> PlatformApp:
    return a_platform(tmp_path / "data", clock)


class Bank:
    """Somebody with two hours, and the writer, which works when told to."""

    def __init__(self, site: PlatformApp) -> None:
        self.site = site
        self.giver, self.receiver = site.person("李桂芳"), site.person("张明")
        for each in (self.giver, self.receiver):
            members = site.platform.identity.members
            members.save(replace(members.get(each.id), language="en"))
        self.writer = Writer(site.platform.ledger, lambda _, why: pytest.fail(why))
        self.writer.open()
        facts = (confirmed(each, member_id=self.giver.id, community_code=HOME) for each in ("r1", "r2"))
        self.writer.take(records_of(*facts))

    def carry(self) -> None:
        """Let the writer take what waits in the outbox of the commands."""
        outbox = self.site.platform.ledger.commands.collection
        waiting: list[dict[str, Any]] = list(outbox.find({"unsent_at": {"$gte": 0}}))
        events = [parse(entry["headers"], entry["body"]) for each in waiting for entry in each["outbox"]]
        outbox.update_many({}, {"$set": {"outbox": []}, "$unset": {"unsent_at": ""}})
        self.writer.take([as_read(position, event) for position, event in enumerate(events)])

    def related(self) -> None:
        """Put the receiver on record as the giver's parent."""
        at = self.site.clock.now()
        sides = (self.giver.id, self.receiver.id)
        self.site.platform.identity.kinships.add(
            Kinship(
                id="k",
                member_id=sides[0],
                relative_id=sides[1],
                kin=Kin.PARENT,
                consents=tuple(
                    KinConsent(member_id=each, manner=ConsentManner.ONESELF, recorded_by=each, at=at)
                    for each in sides
                ),
                state=KinshipState.STANDS,
                recorded_by=sides[0],
                created_at=at,
            )
        )


@pytest.fixture
def bank(site: PlatformApp) -> Bank:
    return Bank(site)


def browser(site: PlatformApp, person: Person) -> Browsing:
    return site.browsing().signed_in(person.phone)


def test_a_gift_is_looked_over_once_and_then_given_and_taken_back(site: PlatformApp, bank: Bank) -> None:
    giver, receiver = browser(site, bank.giver), browser(site, bank.receiver)
    assert "2 h" in giver.get("/hours/give").text
    typed = {"hours": "1", "minutes": "15", "phone": bank.receiver.phone, "name": "张明"}
    asked = giver.send("/hours/give", **typed)
    assert (asked.status_code, "张明" in asked.text, "1 h 15 min" in asked.text) == (200, True, True)
    assert "Nothing given yet" in giver.get("/hours/gifts").text
    for _ in range(2):
        sent = giver.send("/hours/give", **typed, once="one", sure="on")
        assert sent.location == "/hours/gifts"
    assert "Being posted" in giver.get("/hours/gifts").text
    bank.carry()
    assert giver.get("/hours/gifts").text.count("data-item") == 1
    page = receiver.get("/hours/gifts").text
    assert ("李桂芳" in page, "Send it back" in page) == (True, True)
    gift = giver.get("/hours/gifts").text.split("/hours/gifts/")[1].split("/back")[0]
    assert giver.send(f"/hours/gifts/{gift}/back").location == "/hours/gifts"
    bank.carry()
    assert "Taken back" in receiver.get("/hours/gifts").text


def test_what_is_wrong_with_a_gift_is_said_beside_its_field_and_what_was_typed_stays(
    site: PlatformApp, bank: Bank
) -> None:
    giver = browser(site, bank.giver)
    right = {"hours": "1", "minutes": "0", "phone": bank.receiver.phone, "name": "张明"}
    for wrong, said in (
        ({"hours": "0"}, "how much time"),
        ({"hours": "3"}, "Only 2 h 0 min are free"),
        ({"name": "张某"}, "Nobody was found"),
        ({"phone": "", "name": ""}, "Choose one relative on record"),
        ({"community_code": "210802001003"}, "Only 0 h 0 min are free"),
    ):
        shown = giver.send("/hours/give", **{**right, **wrong})
        assert (shown.status_code, said in shown.text) == (422, True), said
    assert "There is no time to give yet" in browser(site, bank.receiver).get("/hours/give").text
    assert "There is no time to donate yet" in browser(site, bank.receiver).get("/hours/donate").text


def test_a_relative_is_chosen_from_those_on_record(site: PlatformApp, bank: Bank) -> None:
    bank.related()
    giver = browser(site, bank.giver)
    assert "张明 · Parent" in giver.get("/hours/give").text
    typed = {"hours": "1", "minutes": "0", "receiver_id": bank.receiver.id}
    assert "张明" in giver.send("/hours/give", **typed).text
    giver.send("/hours/give", **typed, once="one", sure="on")
    bank.carry()
    assert "Given to 张明" in giver.get("/hours/gifts").text


def test_a_donation_shows_in_the_public_pool_without_a_name(site: PlatformApp, bank: Bank) -> None:
    giver, anyone = browser(site, bank.giver), site.browsing()
    assert "The pool is empty" in anyone.get(f"/pools/{HOME}").text
    typed = {"hours": "1", "minutes": "30"}
    assert "pool" in giver.send("/hours/donate", **typed).text
    giver.send("/hours/donate", **typed, once="one", sure="on")
    bank.carry()
    assert "Donated to the pool" in giver.get("/hours/gifts").text
    page = anyone.get(f"/pools/{HOME}").text
    assert ("Donations" in page, "1 h 30 min" in page, "李桂芳" in page) == (True, True, False)
    assert anyone.get(f"/pools?community={HOME}").location == f"/pools/{HOME}"
    assert HOME in giver.get("/pools").text
    assert "No community is called so" in anyone.get("/pools?community_words=没有此地").text
    assert HOME in anyone.get(f"/pools?community_words={HOME}").text
    assert anyone.get("/pools/999999999999").status_code == 404
