"""Handling one need at the desk: approve, invite, a yes on the phone, minutes confirmed, nobody came."""

import pytest

from services.matching.application.commands import CheckIn, CheckOut
from services.matching.application.serving import check_in, check_out
from services.matching.domain.assignment import AssignmentState
from services.matching.domain.need import NeedState
from services.matching.domain.proposal import ProposalState
from shared.kernel.clock import SetClock
from shared.kernel.ids import RandomIds
from tests.web.coordination_site import ELDER, STAFF, CoordinationSite, a_coordination_site


@pytest.fixture
def site(databases: str, clock: SetClock, ids: RandomIds) -> CoordinationSite:
    return a_coordination_site(clock, ids)


def test_approving_asks_helpers_and_shows_them_with_reasons(site: CoordinationSite) -> None:
    need, helper = site.asked(site.elder()), site.volunteer("HOME_VISIT")
    staff = site.at_desk()
    assert "Who is asked first, once it is approved" in staff.page(f"/desk/needs/{need.id}")

    staff.send(f"/desk/needs/{need.id}/approve")
    site.world.settle()

    page = staff.page(f"/desk/needs/{need.id}")
    assert "Suggested" in page
    assert "is free then" in page
    assert site.identity.members.get(helper.member_id).name in page
    assert "no services lately" in page


def test_refusing_asks_for_a_reason_that_the_asker_reads(site: CoordinationSite) -> None:
    need, staff = site.asked(site.elder()), site.at_desk()
    empty = staff.send(f"/desk/needs/{need.id}/refuse")
    assert empty.status_code == 422
    assert "Please give a reason" in empty.text
    staff.send(f"/desk/needs/{need.id}/refuse", refusal="请到银行柜台办理")
    assert site.need(need.id).state is NeedState.REFUSED
    assert "请到银行柜台办理" in site.signed_in(ELDER).page("/requests")


def test_a_no_is_shown_without_its_reason(site: CoordinationSite) -> None:
    need, helper = site.asked(site.elder()), site.volunteer("HOME_VISIT")
    staff = site.at_desk()
    staff.send(f"/desk/needs/{need.id}/approve")
    site.world.settle()
    asked = site.matching.proposals.get(need.id)
    site.matching.proposals.save(asked.answered(helper.member_id, ProposalState.DECLINED, "家里有事"))
    page = staff.page(f"/desk/needs/{need.id}")
    assert "Not this time" in page
    assert "家里有事" not in page


def test_one_person_is_invited(site: CoordinationSite) -> None:
    need, helper = site.asked(site.elder()), site.volunteer("HOME_VISIT")
    staff = site.at_desk()
    staff.send(f"/desk/needs/{need.id}/approve")
    assert f"/desk/needs/{need.id}/call/{helper.member_id}" in staff.page(f"/desk/needs/{need.id}")
    staff.send(f"/desk/needs/{need.id}/invite", member_id=helper.member_id)
    invited = site.matching.proposals.get(need.id).of_member(helper.member_id)
    assert invited is not None
    assert invited.state is ProposalState.INVITED


def test_a_spoken_yes_is_noted_and_binds_at_once(site: CoordinationSite) -> None:
    need, helper = site.asked(site.elder()), site.volunteer("HOME_VISIT")
    staff, call = site.at_desk(), f"/desk/needs/{need.id}/call/{helper.member_id}"
    assert staff.get(call).status_code == 409
    staff.send(f"/desk/needs/{need.id}/approve")

    site.world.settle()
    page = staff.page(call)
    assert "138 0000" in page
    assert [each.why for each in site.identity.readings.of(helper.member_id).items] == ["dispatch"]
    without = staff.send(call, note="")
    assert without.status_code == 422
    assert "Please note when and how" in without.text
    staff.send(call, note="九点十分，电话里答应")

    bound = site.matching.assignments.where({"need_id": need.id})
    assert [(each.member_id, each.consent_note) for each in bound] == [
        (helper.member_id, "九点十分，电话里答应")
    ]
    assert site.need(need.id).state is NeedState.FILLED


def test_only_the_phone_of_who_suits_can_be_read(site: CoordinationSite) -> None:
    need, stranger = site.asked(site.elder()), site.world.member("路人")
    staff = site.at_desk()
    staff.send(f"/desk/needs/{need.id}/approve")
    assert staff.get(f"/desk/needs/{need.id}/call/{stranger.member_id}").status_code == 404
    assert site.identity.readings.of(stranger.member_id).items == ()


def served_late(site: CoordinationSite) -> tuple[str, str]:
    """Return a need and its service whose times the volunteer told two hours after it."""
    need, helper = site.asked(site.elder()), site.volunteer("HOME_VISIT")
    site.at_desk().send(f"/desk/needs/{need.id}/approve")
    made = site.world.accepted(helper, site.need(need.id))
    site.world.clock.at = need.ends_at
    site.world.clock.advance(hours=2)
    check_in(site.matching, helper, made.id, CheckIn(at=need.starts_at))
    check_out(site.matching, helper, made.id, CheckOut(at=need.ends_at))
    return need.id, made.id


def test_minutes_told_late_are_confirmed_on_the_phone(site: CoordinationSite) -> None:
    need_id, service_id = served_late(site)
    staff = site.signed_in(STAFF)
    for path in ("/desk", "/desk?show=confirm"):
        assert f"/desk/needs/{need_id}#service-{service_id}" in staff.page(path)
    confirm = f"/desk/needs/{need_id}/services/{service_id}/confirm"

    less = staff.send(confirm, minutes="30")
    assert less.status_code == 422
    assert "Please give a reason" in less.text
    assert 'value="30"' in less.text
    more = staff.send(confirm, minutes="46")
    assert "The minutes must be between 1 and 45" in more.text
    staff.send(confirm, minutes="30", difference="提前走了")

    assert site.matching.assignments.get(service_id).state is AssignmentState.CONFIRMED
    assert staff.page("/desk").count(f"#service-{service_id}") == 0


def test_a_service_of_another_need_is_not_found(site: CoordinationSite) -> None:
    _, service_id = served_late(site)
    other = site.asked(
        site.identity.members.get("elder"), starts_at=site.world.now(hours=1), ends_at=site.world.now(hours=2)
    )
    staff = site.signed_in(STAFF)
    sent = staff.send(f"/desk/needs/{other.id}/services/{service_id}/confirm", minutes="45")
    assert sent.status_code == 404
    assert site.matching.assignments.get(service_id).state is AssignmentState.CHECKED_OUT


def test_whoever_did_not_come_is_recorded_and_others_are_asked(site: CoordinationSite) -> None:
    need, helper = site.asked(site.elder()), site.volunteer("HOME_VISIT")
    staff = site.at_desk()
    staff.send(f"/desk/needs/{need.id}/approve")
    made = site.world.accepted(helper, site.need(need.id))
    path = f"/desk/needs/{need.id}/services/{made.id}/no-show"
    assert staff.send(path).status_code == 409
    site.world.clock.at = need.starts_at
    staff.send(path)
    assert site.matching.assignments.get(made.id).state is AssignmentState.NO_SHOW
    assert site.need(need.id).state is NeedState.OPEN


def test_a_need_is_withdrawn_with_its_reason(site: CoordinationSite) -> None:
    need, staff = site.asked(site.elder()), site.at_desk()
    staff.send(f"/desk/needs/{need.id}/withdraw", withdrawal="家人回来了")
    assert (site.need(need.id).state, site.need(need.id).reason) == (NeedState.WITHDRAWN, "家人回来了")
