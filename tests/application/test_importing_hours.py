"""Hours of another system become records of an organiser's word, with who looked at them and why, and are credited once."""

import pytest

from services.matching.application.audit import is_all_told, served_records
from services.matching.domain.importing.earlier_service import Proof
from services.matching.domain.need import RecordedAs
from shared.events.service import ServiceConfirmed
from shared.identity.actor import Actor
from shared.identity.member import MemberStatus
from shared.kernel.clock import SetClock
from shared.kernel.ids import RandomIds
from tests.application.importing_world import brought_in, counts, why
from tests.application.matching_world import HERE, THERE, World, a_world

HEADER = "志愿者编号,手机号,姓名,社区代码,服务类型,服务开始时间,服务时长小时,服务时长分钟,记录性质,服务组织,原系统编号,补录原因\n"
END = "东门志愿队,{ref},原系统停用"


@pytest.fixture
def world(databases: str, clock: SetClock, ids: RandomIds) -> World:
    return a_world(clock, ids)


@pytest.fixture
def staff(world: World) -> Actor:
    return world.staff()


def a_row(volunteer: str = "V000002,", name: str = "赵志", length: str = "1.5,", **told: str) -> str:
    kind, at = told.get("kind", "PHONE_CARE"), told.get("at", "2025-05-01 09:00")
    end = f"东门志愿队,{told.get('ref', '')},{told.get('reason', '原系统停用')}"
    return f"{volunteer},{name},{told.get('code', HERE)},{kind},{at},{length},{told.get('as_', '')},{end}\n"


def test_hours_become_records_with_reviewer_and_reason_and_are_told_once(world: World, staff: Actor) -> None:
    volunteer = world.volunteer()
    sheet = HEADER + a_row() + a_row(",13800000002", length=",45", at="2025-05-02", ref="B-1", as_="履职")
    assert counts(brought_in(world.m, staff, "hours", sheet, is_dry_run=True)) == (2, 0, 0)
    assert counts(brought_in(world.m, staff, "hours", sheet)) == (2, 0, 0)
    assert counts(brought_in(world.m, staff, "hours", sheet)) == (0, 2, 0)
    kept = sorted(
        world.m.earlier_services.where({"member_id": volunteer.member_id}), key=lambda each: -each.minutes
    )
    assert [
        (each.minutes, each.recorded_as, each.proof, each.reviewed_by, each.reason, each.reference)
        for each in kept
    ] == [
        (90, RecordedAs.VOLUNTEER, Proof.ORGANISER_ADDED, staff.member_id, "原系统停用", ""),
        (45, RecordedAs.DUTY, Proof.ORGANISER_ADDED, staff.member_id, "原系统停用", "B-1"),
    ]
    told = [each for each in world.settle() if isinstance(each, ServiceConfirmed)]
    assert sorted((each.minutes, each.confirmed_by, each.member_id) for each in told) == [
        (45, "ORGANISER_ADDED", volunteer.member_id),
        (90, "ORGANISER_ADDED", volunteer.member_id),
    ]
    assert {each.record_id for each in told} == {each.id for each in served_records(world.m)}
    assert is_all_told(world.m)


def test_the_same_service_with_other_minutes_is_not_taken_over_what_stands(
    world: World, staff: Actor
) -> None:
    world.volunteer()
    brought_in(world.m, staff, "hours", HEADER + a_row())
    outcome = brought_in(world.m, staff, "hours", HEADER + a_row(length="2,"))
    assert counts(outcome) == (0, 0, 1)
    assert why(outcome)[0].startswith("系统里已有这条记录")
    within = brought_in(world.m, staff, "hours", HEADER + a_row(ref="C-1") + a_row(ref="C-1", length="2,"))
    assert counts(within) == (1, 0, 1)


def test_a_row_against_a_rule_comes_back_with_the_rule(world: World, staff: Actor) -> None:
    world.volunteer()
    world.volunteer(status=MemberStatus.CLOSED)
    rows = {
        "没有这个志愿者": a_row("V999999,"),
        "没有这个志愿者编号": a_row("V000003,"),
        "这个编号或手机号属于另一位": a_row(name="钱多"),
        "请填写服务时长": a_row(length=","),
        "请填写服务时长：": a_row(length="1.5,60"),
        "服务时间在将来": a_row(at="2026-11-23 08:50"),
        "没有这种服务": a_row(kind="NOTHING"),
        "您没有权限": a_row(code=THERE),
        "没有代码为": a_row(code="999999999999"),
        "补录原因": a_row(reason=""),
        "服务时长小时": a_row(length="25,"),
    }
    outcome = brought_in(world.m, staff, "hours", HEADER + "".join(rows.values()))
    assert counts(outcome) == (0, 0, len(rows))
    assert [
        said.startswith(start)
        for said, start in zip(why(outcome), rows, strict=True)
        if start != "没有这种服务"
    ] == [True] * (len(rows) - 1)


def test_nobody_enters_their_own_hours(world: World, staff: Actor) -> None:
    outcome = brought_in(world.m, staff, "hours", HEADER + a_row("V000001,", "陈工"))
    assert counts(outcome) == (0, 0, 1)
    assert "不能" in why(outcome)[0]
