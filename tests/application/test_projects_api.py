"""The API of projects and shifts, behind the real door."""

import io
from typing import Any

import pytest
from openpyxl import load_workbook

from services.matching.application.projects.queries import (
    ProjectsQuery,
    ShiftsQuery,
    project_shown,
    projects_listed,
    shifts_listed,
    shifts_of_project,
)
from services.matching.domain.projects.project import ProjectState
from services.matching.domain.projects.shift import ShiftState
from shared.kernel.clock import SetClock, iso
from shared.kernel.errors import Forbidden, NotFound
from shared.kernel.ids import RandomIds
from shared.web.files import XLSX
from tests.application.matching_world import ELSEWHERE, HERE, THERE
from tests.application.project_world import ONE, PARTY, ProjectWorld, a_project_world, here
from tests.application.test_matching_api import ROOT, Callers

NOTICE_SENT = {
    "content": "陪老人读报",
    "conditions": "年满 18 岁",
    "risks": "路上注意车辆",
    "guarantees": "组织方投保",
    "contact_name": "周联络",
    "contact_phone": "0833-1234567",
}


@pytest.fixture
def world(databases: str, clock: SetClock, ids: RandomIds) -> ProjectWorld:
    return a_project_world(clock, ids)


@pytest.fixture
def callers(world: ProjectWorld) -> Callers:
    return Callers(world.world)


def a_project_body(**fields: object) -> dict[str, object]:
    return {
        "party_id": PARTY,
        "community_codes": [HERE],
        "title": "银龄陪伴",
        "service_kind": "ENVIRONMENT",
        "purpose": "每周有人陪",
        "notice": NOTICE_SENT,
        **fields,
    }


def a_shift_body(world: ProjectWorld, **fields: object) -> dict[str, object]:
    return {
        "starts_at": iso(world.world.now(hours=24)),
        "ends_at": iso(world.world.now(hours=26)),
        "address": "社区广场",
        "roles": [
            {"code": "leader", "name": "领队", "places": 1, "leads": True},
            {"code": "helper", "name": "队员", "places": 2},
        ],
        **fields,
    }


def test_a_project_and_its_shift_go_from_draft_to_credited_minutes(
    world: ProjectWorld, callers: Callers
) -> None:
    call, organiser, leader = callers.call, world.organiser, world.world.member("孙领队")
    status, made = call(organiser, "POST", "/projects", a_project_body())
    assert (status, made["state"]) == (201, "DRAFT")
    assert {"amend", "submit", "withdraw"} == set(made["can"])
    path = f"/projects/{made['id']}"
    assert call(organiser, "PATCH", path, {"title": "银龄陪伴二期"})[1]["title"] == "银龄陪伴二期"
    assert call(organiser, "POST", f"{path}/submit")[1]["state"] == "AWAITING_REVIEW"
    assert call(world.community, "GET", path)[1]["can"] == ["review"]
    assert call(world.community, "POST", f"{path}/review", {"decision": "APPROVE"})[1]["state"] == "PUBLISHED"

    status, posted = call(organiser, "POST", f"{path}/shifts", a_shift_body(world, times=2))
    assert (status, len(posted["shifts"])) == (201, 2)
    shift = posted["shifts"][0]
    at = f"/shifts/{shift['id']}"
    assert call(leader, "GET", at)[1]["can"] == ["sign-up"]
    assert call(leader, "POST", f"{at}/sign-up", {"role": "leader"})[1]["my_role"] == "leader"
    assert call(organiser, "PATCH", at, {"note": "带水"})[1]["note"] == "带水"

    world.clock.at = world.m.shifts.get(shift["id"]).starts_at
    people = [{"name": "王大爷"}, {"member_id": world.world.member().member_id}]
    assert call(leader, "POST", f"{at}/check-in", {"people": people})[1]["came"] == 2
    world.clock.advance(minutes=120)
    assert call(leader, "POST", f"{at}/check-out", {})[1]["to_agree"] == 2
    roster = call(leader, "GET", f"{at}/attendance")[1]
    assert [each["can_agree"] for each in roster["attendees"]] == [False, True]

    number = world.world.identity.members.get(world.world.member().member_id).volunteer_number
    named = roster["attendees"][0]["id"]
    claimed = call(organiser, "POST", f"{at}/claim", {"attendee_id": named, "number": number})[1]
    assert claimed["attendees"][0]["number"] == number
    lines = [{"attendee_id": each["id"], "minutes": 120} for each in claimed["attendees"]]
    settled = call(organiser, "POST", f"{at}/settle", {"lines": lines})[1]
    assert (settled["shift"]["state"], [each["minutes"] for each in settled["attendees"]]) == (
        "SETTLED",
        [120, 120],
    )


def test_ending_leaving_and_cancelling_answer_with_what_is_left(
    world: ProjectWorld, callers: Callers
) -> None:
    call, helper, shift = callers.call, world.world.member(), world.shift()
    at = f"/shifts/{shift.id}"
    assert call(helper, "POST", f"{at}/sign-up", {})[1]["places_left"] == 2
    assert call(helper, "POST", f"{at}/leave", {})[1]["places_left"] == 3
    assert call(world.organiser, "POST", f"{at}/cancel", {"reason": "下雨"})[1]["state"] == "CANCELLED"
    waiting = world.submitted()
    path = f"/projects/{waiting.id}"
    assert call(world.organiser, "POST", f"{path}/withdraw", {})[1]["state"] == "WITHDRAWN"
    path = f"/projects/{shift.project_id}"
    assert call(world.organiser, "POST", f"{path}/close", {"reason": "结项"})[1]["reason"] == "结项"
    assert call(helper, "GET", path)[1]["reason"] is None


def test_the_same_key_makes_one_project_and_one_set_of_shifts(world: ProjectWorld, callers: Callers) -> None:
    key = {"Idempotency-Key": "once"}
    made = [callers.call(world.organiser, "POST", "/projects", a_project_body(), **key)[1] for _ in range(2)]
    assert made[0]["id"] == made[1]["id"]
    path = f"/projects/{world.published().id}/shifts"
    body = a_shift_body(world, times=3)
    key = {"Idempotency-Key": "again"}
    posted = [callers.call(world.organiser, "POST", path, body, **key)[1] for _ in range(2)]
    assert posted[0] == posted[1]
    assert len(callers.call(world.organiser, "GET", path)[1]["items"]) == 3


@pytest.mark.parametrize(
    ("fields", "fault"),
    [
        ({"title": "一"}, "title"),
        ({"community_codes": ["1"]}, "community_codes.0"),
        ({"notice": {"risks": "险" * 1501}}, "notice.risks"),
        ({"state": "PUBLISHED"}, "state"),
        ({"made_by": "me"}, "made_by"),
    ],
)
def test_fields_have_limits_and_unknown_ones_are_refused(
    world: ProjectWorld, callers: Callers, fields: dict[str, object], fault: str
) -> None:
    status, told = callers.call(world.organiser, "POST", "/projects", a_project_body(**fields))
    assert (status, told["errors"][0]["field"]) == (422, fault)


def test_who_runs_a_shift_is_given_its_roster_as_a_spreadsheet(world: ProjectWorld, callers: Callers) -> None:
    shift, helper = world.shift(), world.world.member("钱一")
    world.present(world.organiser, shift, *here(helper))
    said = {"Authorization": f"Bearer {world.organiser.member_id}"}
    answer = callers.client.get(f"{ROOT}/shifts/{shift.id}/attendance.xlsx", headers=said)
    assert (answer.status_code, answer.mimetype) == (200, XLSX)
    assert answer.headers["Content-Disposition"] == 'attachment; filename="attendance.xlsx"'
    cells = [cell for row in load_workbook(io.BytesIO(answer.data)).worksheets[0].values for cell in row]
    assert "钱一" in cells


def test_what_others_have_is_not_theirs_to_see_or_do(world: ProjectWorld, callers: Callers) -> None:
    draft, shift, helper = world.draft(), world.shift(), world.world.member("钱不露")
    world.joined(helper, shift)
    rival, stranger, elsewhere = world.staff_of("party-2"), world.world.member(), world.world.staff(ELSEWHERE)

    for who in (rival, stranger, elsewhere):
        assert callers.call(who, "GET", f"/projects/{draft.id}")[0] == 404
        for path in ("attendance", "attendance.xlsx"):
            status, told = callers.call(who, "GET", f"/shifts/{shift.id}/{path}")
            assert (status, "钱不露" in str(told)) == (403, False)
        for deed, body in (
            ("cancel", {"reason": "x"}),
            ("check-in", {"people": [{"name": "谁"}]}),
            ("check-out", {}),
            ("claim", {"attendee_id": "x", "number": "V1"}),
            ("settle", {"lines": []}),
            ("leave", {"member_id": helper.member_id, "reason": "x"}),
        ):
            assert callers.call(who, "POST", f"/shifts/{shift.id}/{deed}", body)[0] == 403
        assert callers.call(who, "PATCH", f"/shifts/{shift.id}", {"note": "x"})[0] == 403
    shown: Any = callers.call(stranger, "GET", f"/shifts/{shift.id}")[1]
    assert ("钱不露" in str(shown), helper.member_id in str(shown), shown["came"]) == (False, False, None)


def test_lists_hold_what_the_asker_may_see(world: ProjectWorld) -> None:
    draft, waiting, public = world.draft(), world.submitted(community_codes=(THERE,)), world.published()
    stranger, reviewer = world.world.member(), world.world.staff(THERE)

    def listed(actor: Any, **query: Any) -> list[str]:
        return [each.id for each in projects_listed(world.m, actor, ProjectsQuery(**query)).items]

    assert set(listed(world.organiser, party_id=PARTY)) == {draft.id, waiting.id, public.id}
    assert listed(world.organiser, party_id=PARTY, state=ProjectState.DRAFT) == [draft.id]
    assert listed(None) == listed(stranger, party_id=PARTY) == [public.id]
    assert listed(stranger, community_code=THERE) == listed(stranger, district_code=HERE[:6]) == [public.id]
    assert listed(reviewer, community_code=THERE, state=ProjectState.AWAITING_REVIEW) == [waiting.id]
    for actor, query in (
        (stranger, {"state": ProjectState.DRAFT}),
        (None, {"community_code": THERE, "state": ProjectState.DRAFT}),
        (stranger, {"community_code": THERE, "state": ProjectState.AWAITING_REVIEW}),
        (reviewer, {"community_code": THERE, "party_id": PARTY, "state": ProjectState.DRAFT}),
    ):
        with pytest.raises(Forbidden):
            listed(actor, **query)
    with pytest.raises(NotFound):
        project_shown(world.m, None, draft.id)
    with pytest.raises(NotFound):
        shifts_of_project(world.m, None, draft.id)


def test_shifts_are_listed_by_place_by_organisation_and_as_ones_own(world: ProjectWorld) -> None:
    shift, helper = world.shift(roles=ONE), world.world.member()
    waiter = world.world.member()
    world.joined(helper, shift)
    world.joined(waiter, shift, wait=True)

    def listed(actor: Any, **query: Any) -> list[str]:
        return [each.id for each in shifts_listed(world.m, actor, ShiftsQuery(**query)).items]

    assert listed(helper) == listed(helper, mine=True) == listed(waiter, mine=True) == [shift.id]
    assert listed(helper, community_code=HERE) == listed(world.organiser, party_id=PARTY) == [shift.id]
    assert listed(helper, district_code=ELSEWHERE[:6]) == listed(helper, state=ShiftState.SETTLED) == []
    assert listed(world.organiser, mine=True) == []
    with pytest.raises(Forbidden):
        listed(helper, party_id=PARTY)
    (mine,) = shifts_listed(world.m, waiter, ShiftsQuery(mine=True)).items
    assert (mine.my_turn, mine.my_role, set(mine.can)) == (1, None, {"leave"})
    (theirs,) = shifts_listed(world.m, world.world.member(), ShiftsQuery()).items
    assert theirs.can == ("wait",)


def test_a_list_page_costs_the_same_with_one_row_and_with_three(
    world: ProjectWorld, monkeypatch: pytest.MonkeyPatch
) -> None:
    reader = world.organiser
    costs = []
    for count in (1, 2):
        for _ in range(count):
            world.shift()
        costs.append(
            (
                _reads(world, monkeypatch, lambda: projects_listed(world.m, reader, ProjectsQuery())),
                _reads(world, monkeypatch, lambda: shifts_listed(world.m, reader, ShiftsQuery())),
            )
        )
    assert costs[0] == costs[1] == (1, 1)


def _reads(world: ProjectWorld, monkeypatch: pytest.MonkeyPatch, ask: Any) -> int:
    """Return how often the stores were read."""
    counted = 0
    with monkeypatch.context() as patch:
        for store in (world.m.projects, world.m.shifts, world.world.identity.members):
            for name in ("page", "find", "get", "get_many", "where"):
                real = getattr(store, name)

                def count(*args: Any, real: Any = real, **kwargs: Any) -> Any:
                    nonlocal counted
                    counted += 1
                    return real(*args, **kwargs)

                patch.setattr(store, name, count)
        ask()
    return counted


def test_a_member_in_service_may_check_out_and_who_came_is_shown_by_name_when_gone(
    world: ProjectWorld, callers: Callers
) -> None:
    shift, helper = world.shift(), world.world.member("钱一")
    world.joined(helper, shift)
    world.clock.at = shift.starts_at
    assert callers.call(helper, "GET", f"/shifts/{shift.id}")[1]["can"] == ["check-in"]
    callers.call(
        world.organiser, "POST", f"/shifts/{shift.id}/check-in", {"people": [{"member_id": helper.member_id}]}
    )
    assert callers.call(helper, "GET", f"/shifts/{shift.id}")[1]["can"] == ["check-out"]
    callers.call(helper, "POST", f"/shifts/{shift.id}/check-out", {})
    world.agreed(world.organiser, shift, 1)
    world.world.identity.members.collection.delete_one({"_id": helper.member_id})

    roster = callers.call(world.organiser, "GET", f"/shifts/{shift.id}/attendance")[1]
    assert (
        roster["seats"][0]["name"],
        roster["attendees"][0]["name"],
        roster["attendees"][0]["minutes"],
    ) == (
        "–",
        "钱一",
        1,
    )
    assert len(here(helper)) == 1
