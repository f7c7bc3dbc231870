"""The pages of pairing: asked for at the desk or by the resident, answered, contacts told, ended."""

import pytest

from services.matching.domain.pairing.pairing import PairingState
from shared.identity.member import Member
from shared.kernel.clock import SetClock
from shared.kernel.ids import RandomIds
from tests.application.register_world import HOME
from tests.web.coordination_site import ELDER, SON, CoordinationSite, a_coordination_site, number_of
from tests.web.project_site import REVIEWER, VOLUNTEER, a_volunteer
from tests.web.register_site import Visitor


@pytest.fixture
def site(databases: str, clock: SetClock, ids: RandomIds) -> CoordinationSite:
    return a_coordination_site(clock, ids)


@pytest.fixture
def elder(site: CoordinationSite) -> Member:
    return site.elder()


@pytest.fixture
def helper(site: CoordinationSite) -> Visitor:
    return a_volunteer(site, phone=VOLUNTEER)


@pytest.fixture
def staff(site: CoordinationSite) -> Visitor:
    return site.at_desk(REVIEWER)


def number(site: CoordinationSite) -> str:
    return site.identity.members.get("volunteer").volunteer_number or ""


def test_staff_ask_the_helper_agrees_and_tells_how_the_resident_is(
    site: CoordinationSite, elder: Member, helper: Visitor, staff: Visitor
) -> None:
    assert "Nobody is paired here yet" in staff.page(f"/pairings?community={HOME}")
    assert "/pairings/new?resident_id=elder" in staff.page("/people/elder")
    assert "The resident has agreed aloud" in staff.page("/pairings/new?resident_id=elder")
    asked = {"resident_id": elder.id, "rhythm": "WEEKLY", "spoken_consent": "on"}
    wrong = staff.send("/pairings/new", **asked)
    assert (wrong.status_code, "type a volunteer number" in wrong.text) == (422, True)
    made = staff.send("/pairings/new", **asked, volunteer_number=number(site))
    path = f"/pairings/{number_of(made.location)}"

    assert "An answer is awaited from: the helper" in staff.page(path)
    assert "Your answer is awaited" in helper.page("/today")
    assert "Would you like this?" in helper.page(path)
    assert "二号楼 301" not in helper.page(path)
    helper.send(f"{path}/agree")
    assert "二号楼 301" in helper.page(path)
    day = site.world.now().date().isoformat()
    helper.send(f"{path}/contacts", on=day, way="PHONE", found="NEEDS_LOOK")
    late = helper.send(f"{path}/contacts", on="2026-12-30", way="PHONE", found="WELL")
    assert late.status_code == 422
    assert "The community should look" in staff.page(path)
    assert "李桂珍" in staff.page(f"/pairings?community={HOME}")
    staff.send(f"{path}/end", reason="MOVED")
    assert "One of the two moved away" in helper.page(path)
    assert "Earlier pairings" in helper.page("/pairings")


def test_a_family_member_asks_and_staff_take_down_what_the_helper_is_not_asked(
    site: CoordinationSite, elder: Member, helper: Visitor, staff: Visitor
) -> None:
    site.son_of(elder)
    son = site.signed_in(SON)
    assert "李桂珍" in son.page("/pairings?resident=elder")
    assert "agreed aloud" not in son.page("/pairings/new?resident_id=elder")
    asked = {"resident_id": elder.id, "rhythm": "MONTHLY", "volunteer_number": number(site)}
    path = f"/pairings/{number_of(son.send('/pairings/new', **asked).location)}"
    helper.send(f"{path}/refuse", reason="NO_TIME")
    assert site.matching.pairings.get(number_of(path)).state is PairingState.REFUSED
    assert "The helper’s time does not allow it" in son.page(path).replace("&#39;", "’").replace("'", "’")


def test_staff_answer_for_the_resident_only_what_the_resident_said(
    site: CoordinationSite, elder: Member, helper: Visitor, staff: Visitor
) -> None:
    asked = {"resident_id": elder.id, "rhythm": "QUARTERLY", "volunteer_number": number(site)}
    path = f"/pairings/{number_of(staff.send('/pairings/new', **asked).location)}"
    assert "What does the resident say?" in staff.page(path)
    assert staff.send(f"{path}/agree").status_code == 422
    staff.send(f"{path}/agree", spoken_consent="on")
    assert "Spoken, taken down by staff" in site.signed_in(ELDER).page(path)
    assert helper.get("/pairings/no-such").status_code == 404
    assert site.visitor().get("/pairings").status_code == 303
