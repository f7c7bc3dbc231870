"""The pages of who runs a shift: presence, minutes, the code on the screen."""

import io

import pytest

from services.matching.domain.projects.rules import code_at
from services.matching.domain.projects.shift import ShiftState
from services.matching.domain.proposal import Proposal, ProposalSet, ProposalState, Reason
from services.matching.entrypoints.project_pages.presence import typed_people
from shared.identity.roles import Role
from shared.kernel.clock import CHINA, SetClock
from shared.kernel.ids import RandomIds
from tests.application.project_world import PARTY, a_party
from tests.application.register_world import HOME
from tests.application.test_shift_evidence import a_picture
from tests.web.coordination_site import CoordinationSite, a_coordination_site
from tests.web.project_site import ORGANISER, REVIEWER, a_posted, a_volunteer
from tests.web.register_site import Visitor


@pytest.fixture
def site(databases: str, clock: SetClock, ids: RandomIds) -> CoordinationSite:
    made = a_coordination_site(clock, ids)
    made.matching.parties.add(a_party(clock.now(), "organiser", PARTY, HOME))
    return made


@pytest.fixture
def organiser(site: CoordinationSite) -> Visitor:
    return site.at_desk(ORGANISER, role=Role.ORGANISATION_STAFF, scope=f"org.{PARTY}")


@pytest.fixture
def reviewer(site: CoordinationSite) -> Visitor:
    return site.at_desk(REVIEWER)


def test_the_presence_screen_signs_in_the_list_and_those_without_phones(
    site: CoordinationSite, organiser: Visitor, reviewer: Visitor
) -> None:
    shift = a_posted(site, organiser, reviewer)
    here = f"/shifts/{shift.id}"
    volunteer = a_volunteer(site)
    volunteer.send(f"{here}/sign-up", role="helper")
    site.world.clock.at = shift.starts_at
    assert "钱一" in organiser.page(f"{here}/presence")
    assert volunteer.get(f"{here}/presence").status_code == 403

    nobody = organiser.send(f"{here}/presence/in")
    assert (nobody.status_code, "Please tick or write down" in nobody.text) == (422, True)
    wrong = organiser.send(f"{here}/presence/in", people="王大爷\n51140226000000000")
    assert (wrong.status_code, "Line 2" in wrong.text, "王大爷" in wrong.text) == (422, True, True)
    organiser.send(f"{here}/presence/in", member_id="volunteer", people="王大爷 0833-1234567")
    shown = organiser.page(f"{here}/presence")
    assert ("Not registered" in shown, shown.count("王大爷") > 1) == (True, True)

    named = next(each for each in site.matching.shifts.get(shift.id).attendees if each.member_id is None)
    number = site.identity.members.get(site.member("third", phone="13900000022").id).volunteer_number
    assert organiser.send(f"{here}/presence/claim", attendee_id=named.id, number="V1").status_code == 422
    organiser.send(f"{here}/presence/claim", attendee_id=named.id, number=number)
    assert "Not registered: please match" not in organiser.page(f"{here}/presence")
    site.world.clock.advance(minutes=60)
    organiser.send(f"{here}/presence/out")
    assert all(each.out_at for each in site.matching.shifts.get(shift.id).attendees)


def test_what_is_entered_late_asks_why(site: CoordinationSite, organiser: Visitor, reviewer: Visitor) -> None:
    shift = a_posted(site, organiser, reviewer)
    here = f"/shifts/{shift.id}/presence"
    site.world.clock.at = shift.ends_at
    site.world.clock.advance(hours=30)
    at = f"{shift.starts_at.astimezone(CHINA):%Y-%m-%dT%H:%M}"
    late = organiser.send(f"{here}/in", people="王大爷", at=at)
    assert (late.status_code, "field-reason-fault" in late.text) == (422, True)
    organiser.send(f"{here}/in", people="王大爷", at=at, reason="当天停电")
    late = organiser.send(f"{here}/out", out_at=f"{shift.ends_at.astimezone(CHINA):%Y-%m-%dT%H:%M}")
    assert (late.status_code, "field-out_reason-fault" in late.text) == (422, True)


def test_somebody_is_taken_off_the_list_with_a_reason(
    site: CoordinationSite, organiser: Visitor, reviewer: Visitor
) -> None:
    shift = a_posted(site, organiser, reviewer)
    a_volunteer(site).send(f"/shifts/{shift.id}/sign-up", role="helper")
    here = f"/shifts/{shift.id}/presence"
    assert organiser.send(f"{here}/remove", member_id="volunteer").status_code == 422
    organiser.send(f"{here}/remove", member_id="volunteer", removal="名额调整")
    assert site.matching.shifts.get(shift.id).seats == ()


def test_one_signs_in_with_the_code_on_the_screen(
    site: CoordinationSite, organiser: Visitor, reviewer: Visitor
) -> None:
    shift = a_posted(site, organiser, reviewer)
    here = f"/shifts/{shift.id}"
    volunteer = a_volunteer(site)
    volunteer.send(f"{here}/sign-up", role="helper")
    site.world.clock.at = shift.starts_at
    code = code_at(shift, shift.starts_at)
    screen = organiser.page(f"{here}/code")
    assert (f"{code[:3]} {code[3:]}" in screen, 'http-equiv="refresh"' in screen) == (True, True)
    assert volunteer.get(f"{here}/code").status_code == 403

    assert volunteer.send(f"{here}/check-in", code="000000").status_code == 422
    volunteer.send(f"{here}/check-in", code=code)
    assert "Check out" in volunteer.page(here)
    volunteer.send(f"{here}/check-out")
    assert site.matching.shifts.get(shift.id).attendees[0].out_at is not None


def test_minutes_are_agreed_to_for_everyone_on_one_screen(
    site: CoordinationSite, organiser: Visitor, reviewer: Visitor
) -> None:
    shift = a_posted(site, organiser, reviewer)
    here = f"/shifts/{shift.id}"
    assert "The attendance list is empty" in organiser.page(f"{here}/settle")
    for number in range(3):
        a_volunteer(site, f"v{number}", f"1390000003{number}").send(f"{here}/sign-up", role="helper")
    site.world.clock.at = shift.starts_at
    organiser.send(f"{here}/presence/in", member_id=["v0", "v1", "v2"], people="王大爷")
    site.world.clock.at = shift.ends_at
    organiser.send(f"{here}/presence/out")
    first, second, *_ = (each.id for each in site.matching.shifts.get(shift.id).attendees if each.member_id)
    assert "Agree for 3 people" in organiser.page(f"{here}/settle")

    for typed in ("200", "x", "9" * 400):
        wrong = organiser.send(f"{here}/settle", **{f"minutes.{first}": typed, f"reason.{first}": "x"})
        assert (wrong.status_code, "钱一" in wrong.text) == (422, True)
    why = organiser.send(f"{here}/settle", **{f"minutes.{second}": "30"})
    assert (why.status_code, 'value="30"' in why.text) == (422, True)
    organiser.send(f"{here}/settle", **{f"minutes.{second}": "30", f"reason.{second}": "早退"})

    agreed = [each.agreed for each in site.matching.shifts.get(shift.id).attendees if each.agreed]
    assert sorted(each.minutes for each in agreed) == [30, 120, 120]
    assert "Nothing waits for you" in organiser.page(f"{here}/settle")
    assert a_volunteer(site).get(f"{here}/settle").status_code == 403


def test_a_shift_is_cancelled_with_a_reason_that_everyone_sees(
    site: CoordinationSite, organiser: Visitor, reviewer: Visitor
) -> None:
    shift = a_posted(site, organiser, reviewer)
    here = f"/shifts/{shift.id}"
    without = organiser.send(f"{here}/cancel")
    assert (without.status_code, "field-reason-fault" in without.text) == (422, True)
    organiser.send(f"{here}/cancel", reason="下雨")
    assert site.matching.shifts.get(shift.id).state is ShiftState.CANCELLED
    assert "下雨" in site.visitor().page(here)


def test_a_reviewer_of_another_community_sees_that_queue_only(
    site: CoordinationSite, organiser: Visitor, reviewer: Visitor
) -> None:
    elsewhere = site.at_desk("13900000040", scope="511402001002")
    assert elsewhere.get(f"/desk/projects?community={HOME}").status_code == 403
    assert "No project waits for review" in elsewhere.page("/desk/projects")


def test_a_typed_list_is_read_line_by_line() -> None:
    read = typed_people("王大爷\n\n李 奶奶，139 0000 1111\n ５１１４０２２６００００００００ \nv123456")
    assert [(each.name, each.phone, each.number) for each in read] == [
        ("王大爷", "", ""),
        ("李 奶奶", "139 0000 1111", ""),
        ("", "", "51140226" + "0" * 8),
        ("", "", "v123456"),
    ]


def test_the_evidence_pack_is_made_and_taken_away_in_pages(
    site: CoordinationSite, organiser: Visitor, reviewer: Visitor
) -> None:
    shift = a_posted(site, organiser, reviewer)
    here = f"/shifts/{shift.id}"
    assert "No photo yet" in organiser.page(f"{here}/evidence")
    assert organiser.send(f"{here}/evidence").status_code == 422
    for content in (b"no photo at all", b"\xff" * (8 * 1024 * 1024 + 1)):
        wrong = organiser.send(f"{here}/evidence", photos=(io.BytesIO(content), "a.jpg"))
        assert (wrong.status_code, "photo" in wrong.text) == (422, True)
    too_much = organiser.send(f"{here}/evidence", photos=(io.BytesIO(b"\xff" * 34 * 1024 * 1024), "a.jpg"))
    assert too_much.status_code == 413

    big = a_picture("PNG", size=(900, 900))
    added = organiser.send(
        f"{here}/evidence", photos=[(io.BytesIO(big), "a.png"), (io.BytesIO(a_picture()), "b.jpg")]
    )
    assert (added.status_code, added.location) == (303, f"{here}/evidence")
    one, other = site.matching.shifts.get(shift.id).photo_ids
    assert f"{here}/photos/{one}" in organiser.page(f"{here}/evidence")
    shown = organiser.get(f"{here}/photos/{one}")
    assert (shown.mimetype, shown.data[:2]) == ("image/jpeg", b"\xff\xd8")
    organiser.send(f"{here}/photos/{other}/remove")
    for file in ("attendance.xlsx", "evidence.zip"):
        given = organiser.get(f"{here}/{file}")
        assert (given.status_code, given.headers["Content-Disposition"]) == (
            200,
            f'attachment; filename="{file}"',
        )
    outsider = a_volunteer(site)
    for path in ("evidence", "attendance.xlsx", "evidence.zip", f"photos/{one}"):
        assert outsider.get(f"{here}/{path}").status_code == 403


def test_a_form_shown_again_is_sent_to_where_it_belongs(
    site: CoordinationSite, organiser: Visitor, reviewer: Visitor
) -> None:
    shift = a_posted(site, organiser, reviewer)
    here = f"/shifts/{shift.id}"
    again = organiser.send(f"{here}/presence/in")
    assert f'action="{here}/presence/in"' in again.text
    again = organiser.send(f"{here}/cancel")
    assert f'action="{here}/cancel"' in again.text
    a_volunteer(site).send(f"{here}/sign-up", role="helper")
    site.world.clock.at = shift.starts_at
    organiser.send(f"{here}/presence/in", member_id="volunteer")
    organiser.send(f"{here}/presence/out")
    assert f'action="{here}/settle"' in organiser.page(f"{here}/settle")


def test_who_is_invited_reads_why_until_they_have_signed_up(
    site: CoordinationSite, organiser: Visitor, reviewer: Visitor
) -> None:
    shift = a_posted(site, organiser, reviewer)
    volunteer = a_volunteer(site)
    reason = Reason(code="times", zh="在您填写的空闲时间内", en="Within the times you set")
    made = Proposal(
        id=f"{shift.id}.volunteer",
        member_id="volunteer",
        state=ProposalState.PROPOSED,
        reasons=(reason,),
        at=site.world.now(),
    )
    asked = ProposalSet(id=shift.id, community_code=shift.community_code, proposals=(made,))
    site.matching.shift_invitations.add(asked)
    assert "Within the times you set" in volunteer.page(f"/shifts/{shift.id}")
    assert "Within the times you set" not in organiser.page(f"/shifts/{shift.id}")
    volunteer.send(f"/shifts/{shift.id}/sign-up", role="helper")
    assert "Within the times you set" not in volunteer.page(f"/shifts/{shift.id}")
