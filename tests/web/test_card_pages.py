"""Printed cards: chosen, printed once, read at the presence screen, revoked."""

import re

import pytest

from shared.identity.roles import Role
from shared.kernel.clock import SetClock
from shared.kernel.ids import RandomIds
from tests.application.project_world import PARTY, a_party
from tests.application.register_world import HOME
from tests.web.coordination_site import CoordinationSite, a_coordination_site
from tests.web.project_site import ORGANISER, REVIEWER, a_posted, a_volunteer

CODE = re.compile(r">([2-9A-Z]{4}-[2-9A-Z]{4}-[2-9A-Z]{4})<")


@pytest.fixture
def site(databases: str, clock: SetClock, ids: RandomIds) -> CoordinationSite:
    made = a_coordination_site(clock, ids)
    made.matching.parties.add(a_party(clock.now(), "organiser", PARTY, HOME))
    return made


def test_a_card_is_printed_once_read_at_the_shift_and_revoked_when_lost(site: CoordinationSite) -> None:
    organiser = site.at_desk(ORGANISER, role=Role.ORGANISATION_STAFF, scope=f"org.{PARTY}")
    staff = site.at_desk(REVIEWER)
    shift, volunteer = a_posted(site, organiser, staff), a_volunteer(site)
    here = f"/shifts/{shift.id}/presence"
    assert "钱一" in staff.page(f"/people/cards?community={HOME}")
    assert [each.get("/people/cards").status_code for each in (volunteer, organiser)] == [403, 403]
    nobody = staff.send("/people/cards")
    assert (nobody.status_code, "choose one to ten" in nobody.text) == (422, True)

    sheets = [staff.send("/people/cards", member_id="volunteer", once="this-form").text for _ in range(2)]
    codes = [CODE.findall(each) for each in sheets]
    assert (codes[0] == codes[1], len(codes[0])) == (True, 1)
    ((card,), page) = codes[0], staff.page("/people/volunteer")
    assert ("Has a card" in page, card in page) == (True, False)
    assert "has a card" in staff.page("/people/cards")

    site.world.clock.at = shift.starts_at
    early = organiser.send(f"{here}/card", card=card, leaving="yes")
    assert (early.status_code, "is not checked in" in early.text) == (422, True)
    wrong = organiser.send(f"{here}/card", card="ABCD")
    assert (wrong.status_code, "no card&#39;s code" in wrong.text, "ABCD" in wrong.text) == (422, True, True)
    assert volunteer.send(f"{here}/card", card=card).status_code == 403
    assert organiser.send(f"{here}/card", card=card.lower()).location == here
    assert "钱一 checked in" in organiser.page(here)
    assert organiser.send(f"{here}/in", people=f"{card}\n王大爷").location == here
    assert [each.name for each in site.matching.shifts.get(shift.id).attendees] == ["钱一", "王大爷"]
    assert organiser.send(f"{here}/card", card=card, leaving="yes").location == here
    assert site.matching.shifts.get(shift.id).attendees[0].out_at == shift.starts_at

    assert volunteer.send("/people/volunteer/card/revoke").status_code == 403
    assert staff.send("/people/volunteer/card/revoke").location == "/people/volunteer"
    assert "Revoked" in staff.page("/people/volunteer")
    lost = organiser.send(f"{here}/card", card=card)
    assert (lost.status_code, "This card is revoked" in lost.text) == (422, True)
    assert staff.send("/people/cards", member_id="volunteer", once="this-form").status_code == 409
