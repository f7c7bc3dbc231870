"""The pages of care plans: drawn up at the desk or asked for, agreed, accompanied, changed, paused, ended."""

import pytest

from services.matching.application.commands import MakeOffer
from services.matching.application.offers import make_offer
from services.matching.domain.caring.plan import PlanState
from shared.identity.member import Member
from shared.kernel.clock import SetClock
from shared.kernel.ids import RandomIds
from tests.application.register_world import HOME
from tests.web.coordination_site import ELDER, SON, CoordinationSite, a_coordination_site, number_of
from tests.web.project_site import REVIEWER, VOLUNTEER, a_volunteer
from tests.web.register_site import Visitor

TIMES = {
    "weekdays": ["2", "5"],
    "starts_at": "09:30",
    "minutes": "60",
    "helpers": "1",
    "from_on": "2026-11-24",
    "until_on": "",
}


@pytest.fixture
def site(databases: str, clock: SetClock, ids: RandomIds) -> CoordinationSite:
    return a_coordination_site(clock, ids)


@pytest.fixture
def elder(site: CoordinationSite) -> Member:
    return site.elder()


@pytest.fixture
def staff(site: CoordinationSite) -> Visitor:
    return site.at_desk(REVIEWER)


def asked(elder: Member, **fields: object) -> dict[str, object]:
    return {"resident_id": elder.id, "service_kind": "HOME_VISIT", **TIMES, **fields}


def test_staff_draw_up_the_resident_agrees_and_a_volunteer_comes_again_and_again(
    site: CoordinationSite, elder: Member, staff: Visitor
) -> None:
    helper = a_volunteer(site, phone=VOLUNTEER)
    assert "There is no care plan here yet" in staff.page(f"/care?community={HOME}")
    assert "/care/new?resident_id=elder" in staff.page("/people/elder")
    assert "The resident has agreed aloud" in staff.page("/care/new?resident_id=elder")
    wrong = staff.send("/care/new", **asked(elder, weekdays=[]))
    assert (wrong.status_code, "choose one day at least" in wrong.text) == (422, True)
    path = f"/care/{number_of(staff.send('/care/new', **asked(elder)).location)}"
    assert "What does the resident say?" in staff.page(path)
    own = site.signed_in(ELDER)
    assert "Every Tuesday and Friday, 09:30–10:30" in own.page("/today")
    own.send(f"{path}/agree")
    site.world.settle()
    assert "Nobody has said yes yet" in own.page(path)
    visits = sorted(site.matching.needs.where({}), key=lambda each: each.starts_at)
    today = own.page("/today")
    shown = [today.index(f"/needs/{each.id}") for each in visits]
    assert shown == sorted(shown)

    number = site.identity.members.get("volunteer").volunteer_number
    none = staff.send(f"{path}/companions")
    assert (none.status_code, "type a volunteer number" in none.text) == (422, True)
    staff.send(f"{path}/companions", volunteer_number=number)
    assert "Would you come again and again?" in helper.page(path)
    helper.send(f"{path}/accompany")
    assert "Companion" in staff.page(path)
    need = site.matching.needs.where({})[0]
    assert "Every Tuesday and Friday" in helper.page(f"/needs/{need.id}")
    assert path in helper.page(f"/needs/{need.id}")
    offers = MakeOffer(service_kinds=("HOME_VISIT",), radius_metres=20_000)
    make_offer(site.matching, site.world.actor("volunteer"), offers, "offer")
    late = max(site.matching.needs.where({}), key=lambda each: each.starts_at)
    assert "You are a companion of this care plan" in helper.page(f"/needs/{late.id}/why")
    assert "Only companions are asked now" in staff.page(f"/needs/{late.id}/why")


def test_a_plan_is_changed_paused_resumed_and_ended(
    site: CoordinationSite, elder: Member, staff: Visitor
) -> None:
    helper = a_volunteer(site, phone=VOLUNTEER)
    path = f"/care/{number_of(staff.send('/care/new', **asked(elder, spoken_consent='on')).location)}"
    plan_id = number_of(path)
    unsaid = staff.send(f"{path}/change", **TIMES)
    assert unsaid.status_code == 422
    later = {**TIMES, "weekdays": ["3"], "from_on": "2026-12-01", "skips_holidays": "on"}
    staff.send(f"{path}/change", **later, spoken_consent="on")
    assert "Every Wednesday, 09:30–10:30" in staff.page(path)
    staff.send(f"{path}/pause", reason="HOSPITAL")
    assert "The resident is in hospital" in site.signed_in(ELDER).page(path)
    staff.send(f"{path}/resume")
    assert site.matching.care_plans.get(plan_id).state is PlanState.AGREED
    number = site.identity.members.get("volunteer").volunteer_number
    staff.send(f"{path}/companions", volunteer_number=number)
    assert helper.send(f"{path}/leave").location == "/care"
    staff.send(f"{path}/companions", volunteer_number=number)
    staff.send(f"{path}/companions/volunteer/let-go")
    assert "Has left" in staff.page(path)
    staff.send(f"{path}/end", reason="MOVED")
    assert "Earlier plans" in staff.page(f"/care?community={HOME}")


def test_a_family_member_asks_and_staff_arrange_it_or_not(
    site: CoordinationSite, elder: Member, staff: Visitor
) -> None:
    site.son_of(elder)
    son = site.signed_in(SON)
    assert "李桂珍" in son.page("/care?resident=elder")
    assert "agreed aloud" not in son.page("/care/new?resident_id=elder")
    path = f"/care/{number_of(son.send('/care/new', **asked(elder, title='陪去医院')).location)}"
    assert "The community is looking at it" in son.page(path)
    assert "Can the community arrange this?" in staff.page(path)
    staff.send(f"{path}/refuse", reason="OTHER")
    assert site.matching.care_plans.get(number_of(path)).state is PlanState.REFUSED
    assert "陪去医院" in son.page("/care?resident=elder")
    assert site.signed_in(ELDER).get("/care/new").status_code == 200
