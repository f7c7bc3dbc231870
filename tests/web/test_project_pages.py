"""The pages of projects and of signing up: each for whom it is, and what is sent from them."""

import pytest

from services.matching.domain.projects.project import ProjectState
from shared.identity.roles import Role
from shared.kernel.clock import SetClock
from shared.kernel.ids import RandomIds
from tests.application.project_world import PARTY, a_party
from tests.application.register_world import HOME
from tests.web.coordination_site import CoordinationSite, a_coordination_site, number_of
from tests.web.project_site import (
    ORGANISER,
    REVIEWER,
    a_posted,
    a_published,
    a_volunteer,
    typed_project,
    typed_shift,
)
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


def test_an_organisation_gets_a_project_published_in_pages_alone(
    site: CoordinationSite, organiser: Visitor, reviewer: Visitor
) -> None:
    assert "Write the first project" in organiser.page("/projects/mine")
    assert "银龄志愿服务队" in organiser.page("/projects/mine")
    organiser.page("/projects/new")
    id_ = number_of(organiser.send("/projects/new", **typed_project()).location)
    assert "Draft" in organiser.page(f"/projects/{id_}")
    assert site.visitor().get(f"/projects/{id_}").status_code == 404

    assert organiser.send(f"/projects/{id_}/submit").location == f"/projects/{id_}"
    assert "Projects to review" in reviewer.page("/desk")
    assert "银龄陪伴" in reviewer.page("/desk/projects")
    assert "Approve and publish" in reviewer.page(f"/projects/{id_}")
    reviewer.send(f"/projects/{id_}/approve")

    assert "银龄陪伴" in site.visitor().page("/projects")
    assert "组织方统一投保意外险" in site.visitor().page(f"/projects/{id_}")
    assert "No project waits for review" in reviewer.page("/desk/projects")


def test_what_is_missing_is_marked_in_the_editor_and_what_was_typed_stays(
    site: CoordinationSite, organiser: Visitor
) -> None:
    made = organiser.send("/projects/new", **typed_project(purpose="", **{"notice.risks": ""}))
    id_ = number_of(made.location)
    answer = organiser.send(f"/projects/{id_}/submit")
    assert answer.location == f"/projects/{id_}/edit?check=on"
    shown = organiser.page(f"/projects/{id_}/edit?check=on")
    assert ("field-purpose-fault" in shown, shown.count("Please fill this in")) == (True, 4)

    faulty = organiser.send(f"/projects/{id_}/edit", **typed_project(title="一", purpose="写好了"))
    assert (faulty.status_code, "写好了" in faulty.text) == (422, True)
    organiser.send(f"/projects/{id_}/edit", **typed_project(title="银龄陪伴二期"))
    assert site.matching.projects.get(id_).title == "银龄陪伴二期"
    assert "Please fill this in" not in organiser.page(f"/projects/{id_}/edit?check=on")


def test_a_refused_project_says_why_and_a_project_is_withdrawn_or_closed(
    site: CoordinationSite, organiser: Visitor, reviewer: Visitor
) -> None:
    id_ = number_of(organiser.send("/projects/new", **typed_project()).location)
    organiser.send(f"/projects/{id_}/submit")
    assert reviewer.send(f"/projects/{id_}/refuse").status_code == 422
    reviewer.send(f"/projects/{id_}/refuse", reason="请补充保险说明")
    assert "请补充保险说明" in organiser.page(f"/projects/{id_}")
    organiser.send(f"/projects/{id_}/withdraw")
    assert site.matching.projects.get(id_).state is ProjectState.WITHDRAWN

    public = a_published(organiser, reviewer)
    organiser.send(f"/projects/{public}/close", reason="结项")
    assert site.matching.projects.get(public).state is ProjectState.CLOSED
    assert "结项" in organiser.page("/projects/mine")


def test_who_acts_for_no_organisation_writes_nothing(site: CoordinationSite, organiser: Visitor) -> None:
    id_ = number_of(organiser.send("/projects/new", **typed_project()).location)
    somebody = a_volunteer(site)
    assert "You act for no organisation yet" in somebody.page("/projects/mine")
    assert "You act for no approved organisation yet" in somebody.page("/projects/new")
    assert somebody.send("/projects/new", **typed_project()).status_code == 403
    assert somebody.get(f"/projects/{id_}/edit").status_code == 404
    assert site.matching.projects.collection.count_documents({}) == 1


def test_shifts_are_posted_once_or_several_times(
    site: CoordinationSite, organiser: Visitor, reviewer: Visitor
) -> None:
    shift = a_posted(site, organiser, reviewer, leaders="0", minutes="60", title="第一次")
    assert ([role.code for role in shift.roles], shift.expected_minutes) == (["helper"], 60)
    path = f"/projects/{shift.project_id}/shifts/new"
    assert "Post a shift" in organiser.page(path)
    again = organiser.send(path, **typed_shift(site, times="3", days_apart="7"))
    assert again.location == f"/projects/{shift.project_id}"
    backwards = organiser.send(path, **typed_shift(site, ends_at="2026-01-01T09:00"))
    assert (backwards.status_code, "社区广场" in backwards.text) == (422, True)
    assert site.matching.shifts.collection.count_documents({}) == 4


def test_a_volunteer_finds_a_shift_signs_up_and_leaves(
    site: CoordinationSite, organiser: Visitor, reviewer: Visitor
) -> None:
    shift = a_posted(site, organiser, reviewer)
    here = f"/shifts/{shift.id}"
    assert "Sign in to sign up" in site.visitor().page(here)
    volunteer = a_volunteer(site)
    for where in ("", "?where=district", "?where=community"):
        assert here in volunteer.page(f"/projects{where}")
    assert volunteer.send(f"{here}/sign-up", role="helper").location == here
    assert "I am signed up" in volunteer.page(here)
    assert here in volunteer.page("/today")
    volunteer.send(f"{here}/leave")
    assert site.matching.shifts.get(shift.id).seats == ()
    assert here not in volunteer.page("/today")


def test_who_has_no_document_is_led_to_it_and_a_full_shift_offers_its_wait_list(
    site: CoordinationSite, organiser: Visitor, reviewer: Visitor
) -> None:
    shift = a_posted(site, organiser, reviewer, leaders="0", helpers="1")
    here = f"/shifts/{shift.id}"
    site.member("new", phone="13900000020")
    assert site.signed_in("13900000020").send(f"{here}/sign-up").location == f"/me/identity?next={here}"
    a_volunteer(site).send(f"{here}/sign-up")
    second = a_volunteer(site, "second", "13900000021")
    assert "Join the wait-list" in second.page(here)
    assert second.send(f"{here}/sign-up").status_code == 409
    second.send(f"{here}/sign-up", wait="on")
    assert "Wait-list: 1" in second.page(here)
    assert "Waiting: 1" in organiser.page(f"{here}/presence")
