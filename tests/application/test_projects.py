"""Projects of organisations: written, submitted, looked at, published, closed; and their shifts."""

from dataclasses import replace

import pytest

from services.matching.application.commands import Decision
from services.matching.application.projects import projects
from services.matching.application.projects.commands import (
    AmendProject,
    EndProject,
    NoticeText,
    ReviewProject,
)
from services.matching.application.projects.who import check_may_see
from services.matching.domain import errors
from services.matching.domain.parties.errors import PartyNotApproved
from services.matching.domain.parties.party import PartyState
from services.matching.domain.projects import errors as project_errors
from services.matching.domain.projects.project import ProjectState
from services.matching.domain.projects.shift import ShiftState
from shared.events import projects as told
from shared.identity.communities import UnknownCommunity
from shared.kernel.clock import SetClock
from shared.kernel.errors import Forbidden, NotFound
from shared.kernel.ids import RandomIds
from tests.application.matching_world import ELSEWHERE, THERE
from tests.application.project_world import NOTICE, PARTY, ProjectWorld, a_project_world

APPROVE = ReviewProject(decision=Decision.APPROVE)
REFUSE = ReviewProject(decision=Decision.REFUSE, reason="请补充保险说明")


@pytest.fixture
def world(databases: str, clock: SetClock, ids: RandomIds) -> ProjectWorld:
    return a_project_world(clock, ids)


def test_a_project_goes_from_draft_through_review_to_everyone(world: ProjectWorld) -> None:
    draft = world.draft()
    submitted = projects.submit_project(world.m, world.organiser, draft.id)
    published = projects.review_project(world.m, world.community, draft.id, APPROVE)

    assert [each.state for each in (draft, submitted, published)] == [
        ProjectState.DRAFT,
        ProjectState.AWAITING_REVIEW,
        ProjectState.PUBLISHED,
    ]
    assert (published.reviewed_by, published.published_at) == (
        world.community.member_id,
        world.clock.now(),
    )
    assert {type(each) for each in world.world.settle()} == {told.ProjectSubmitted, told.ProjectPublished}


def test_asking_for_the_same_again_changes_nothing(world: ProjectWorld) -> None:
    command, id_ = world.command(), world.m.ids.new()
    made = projects.post_project(world.m, world.organiser, command, id_)
    assert projects.post_project(world.m, world.organiser, command, id_) == made

    waiting = projects.submit_project(world.m, world.organiser, id_)
    assert projects.submit_project(world.m, world.organiser, id_) == waiting

    refused = projects.review_project(world.m, world.community, id_, REFUSE)
    assert projects.review_project(world.m, world.community, id_, REFUSE) == refused

    projects.submit_project(world.m, world.organiser, id_)
    published = projects.review_project(world.m, world.community, id_, APPROVE)
    assert projects.review_project(world.m, world.community, id_, APPROVE) == published


def test_a_notice_that_leaves_something_open_is_not_submitted_and_says_what_is_missing(
    world: ProjectWorld,
) -> None:
    draft = world.draft(purpose="", notice=NoticeText(content="陪老人读报", contact_name="周联络"))

    with pytest.raises(project_errors.NoticeIncomplete) as refused:
        projects.submit_project(world.m, world.organiser, draft.id)

    assert [fault.field for fault in refused.value.faults] == [
        "purpose",
        "notice.conditions",
        "notice.risks",
        "notice.guarantees",
        "notice.contact_phone",
    ]


def test_a_draft_can_be_changed_and_a_refused_one_mended_but_nothing_that_was_submitted(
    world: ProjectWorld,
) -> None:
    draft = world.draft(notice=NoticeText())
    change = AmendProject(
        title="银龄陪伴二期",
        notice=NOTICE,
        community_codes=(THERE,),
        service_kind="CULTURE_SPORT",
        purpose="换个说法",
        certificate_needed=True,
    )
    amended = projects.amend_project(world.m, world.organiser, draft.id, change)
    assert (amended.title, amended.community_code, amended.certificate_needed) == (
        "银龄陪伴二期",
        THERE,
        True,
    )
    assert projects.amend_project(world.m, world.organiser, draft.id, change) == amended

    projects.submit_project(world.m, world.organiser, draft.id)
    with pytest.raises(project_errors.ProjectFixed):
        projects.amend_project(world.m, world.organiser, draft.id, AmendProject(title="再改"))

    there = world.world.staff(THERE)
    refused = projects.review_project(world.m, there, draft.id, REFUSE)
    assert (refused.state, refused.reason) == (ProjectState.REFUSED, "请补充保险说明")
    projects.amend_project(world.m, world.organiser, draft.id, AmendProject(title="改好了"))
    assert projects.submit_project(world.m, world.organiser, draft.id).reason == ""


def test_a_refusal_says_why(world: ProjectWorld) -> None:
    waiting = world.submitted()
    with pytest.raises(errors.ReasonRequired):
        projects.review_project(world.m, world.community, waiting.id, ReviewProject(decision=Decision.REFUSE))


def test_other_organisations_and_other_communities_change_nothing(world: ProjectWorld) -> None:
    others, stranger = world.staff_of("party-2"), world.world.member()
    elsewhere = world.world.staff(ELSEWHERE)
    waiting = world.submitted()

    for who in (others, stranger, world.community, elsewhere):
        with pytest.raises(Forbidden):
            projects.amend_project(world.m, who, waiting.id, AmendProject(title="改名"))
        with pytest.raises(Forbidden):
            projects.withdraw_project(world.m, who, waiting.id, EndProject())
        with pytest.raises(Forbidden):
            projects.post_project(world.m, who, world.command(), world.m.ids.new())
    for who in (others, stranger, world.organiser, elsewhere):
        with pytest.raises(Forbidden):
            projects.review_project(world.m, who, waiting.id, APPROVE)
    for who in (others, stranger, elsewhere):
        with pytest.raises(Forbidden):
            projects.close_project(world.m, who, waiting.id, EndProject())


def test_communities_and_kinds_that_do_not_exist_are_refused(world: ProjectWorld) -> None:
    with pytest.raises(UnknownCommunity):
        world.draft(community_codes=("999999999999",))
    with pytest.raises(project_errors.CommunitiesRequired):
        world.draft(community_codes=())
    with pytest.raises(errors.UnknownServiceKind):
        world.draft(service_kind="NOTHING")


def test_what_is_not_public_is_seen_by_its_organisation_and_its_communities_only(world: ProjectWorld) -> None:
    draft, public = world.draft(), world.published()

    for who in (world.organiser, world.community, world.world.staff(THERE)):
        check_may_see(who, draft)
    for stranger in (None, world.world.member(), world.staff_of("party-2"), world.world.staff(ELSEWHERE)):
        check_may_see(stranger, public)
        with pytest.raises(NotFound):
            check_may_see(stranger, draft)


def test_a_project_is_withdrawn_before_it_is_published_and_closed_afterwards(world: ProjectWorld) -> None:
    waiting, public = world.submitted(), world.published()

    withdrawn = projects.withdraw_project(world.m, world.organiser, waiting.id, EndProject())
    world.world.settle()
    assert projects.withdraw_project(world.m, world.organiser, waiting.id, EndProject()) == withdrawn
    with pytest.raises(errors.IllegalStep):
        projects.withdraw_project(world.m, world.organiser, public.id, EndProject())
    with pytest.raises(errors.IllegalStep):
        projects.close_project(world.m, world.organiser, waiting.id, EndProject())
    assert (
        projects.close_project(world.m, world.community, public.id, EndProject()).state is ProjectState.CLOSED
    )


def test_closing_a_project_cancels_its_shifts_to_come(world: ProjectWorld) -> None:
    public, helper = world.published(), world.world.member()
    coming, begun = (
        world.shift(public),
        world.shift(public, starts_at=world.world.now(hours=1), ends_at=world.world.now(hours=2)),
    )
    world.joined(helper, coming)
    world.world.settle()
    world.clock.at = begun.starts_at

    projects.close_project(world.m, world.organiser, public.id, EndProject(reason="结项"))
    facts = world.world.settle()

    assert {type(each) for each in facts} == {told.ProjectEnded, told.ShiftCancelled}
    assert (world.now(coming).state, world.now(begun).state) == (ShiftState.CANCELLED, ShiftState.OPEN)
    assert world.m.diaries.get(helper.member_id).entries == ()
    with pytest.raises(project_errors.NotPublished):
        world.shift(public)


def test_an_organisation_that_is_suspended_starts_nothing(world: ProjectWorld) -> None:
    draft, public = world.draft(), world.published()
    party = world.m.parties.get(PARTY)
    world.m.parties.save(replace(party, state=PartyState.SUSPENDED))

    for start in (
        world.draft,
        lambda: projects.submit_project(world.m, world.organiser, draft.id),
        lambda: world.shift(public),
    ):
        with pytest.raises(PartyNotApproved):
            start()
