"""Records are drawn by chance each month, looked at by somebody else, corrected where wrong, and the results published."""

from datetime import timedelta

import pytest

from services.matching.application.checking.commands import (
    DrawSpotCheck,
    JudgeRecord,
    PublishedChecksQuery,
    SpotChecksQuery,
)
from services.matching.application.checking.looking import (
    draw_spot_check,
    judge_record,
    publish_spot_check,
    when_record_found_wrong_ask_correction,
)
from services.matching.application.checking.showing import (
    spot_check_shown,
    spot_checks_for_desk,
    spot_checks_published,
)
from services.matching.application.records.commands import AnswerCorrection, WithdrawRecord
from services.matching.application.records.correcting import answer_correction, withdraw_record
from services.matching.application.records.showing import record_shown
from services.matching.domain.checking.errors import AlreadyJudged, NothingToDraw, OwnCheck, StillToJudge
from services.matching.domain.checking.spot_check import SpotCheck, Verdict
from services.matching.domain.need import RecordedAs
from services.matching.domain.records.errors import OwnFinding
from services.matching.domain.records.record import Grade
from shared.events.checking import SpotCheckChanged
from shared.events.records import RecordCorrected
from shared.identity.actor import Actor
from shared.kernel.clock import SetClock
from shared.kernel.errors import Forbidden, NotFound
from shared.kernel.ids import RandomIds
from tests.application.matching_world import HERE, THERE, World, a_world
from tests.application.test_certificates import a_record

DRAW = DrawSpotCheck(community_code=HERE)
PUBLIC = PublishedChecksQuery(community_code=HERE)


@pytest.fixture
def world(databases: str, clock: SetClock, ids: RandomIds) -> World:
    return a_world(clock, ids)


def a_check(world: World, staff: Actor, records: int = 3) -> SpotCheck:
    """Return a check of so many records that stand for volunteer service, all drawn."""
    helper = world.member("陈晓安")
    for number in range(records):
        a_record(world, helper, f"r-{number}")
    world.clock.at += timedelta(hours=1)
    return draw_spot_check(world.m, staff, DRAW)


def finding(check: SpotCheck, number: int = 0, verdict: Verdict = Verdict.RIGHT) -> JudgeRecord:
    return JudgeRecord(record_id=check.drawn[number].record_id, verdict=verdict, reason="电话问过服务对象")


def test_each_month_draws_once_from_what_was_entered_since(world: World) -> None:
    """Source: 民政部令67号 18-21."""
    staff, helper = world.staff(), world.member("王远")
    with pytest.raises(NothingToDraw):
        draw_spot_check(world.m, staff, DRAW)
    a_record(world, helper, "elsewhere", community_code=THERE)
    a_record(world, helper, "duty", recorded_as=RecordedAs.DUTY)
    check = a_check(world, staff)
    assert (check.records, len(check.drawn), check.left) == (3, 3, 3)
    a_record(world, helper, "later")
    assert draw_spot_check(world.m, staff, DRAW) == check

    world.clock.at += timedelta(days=31)
    after = draw_spot_check(world.m, staff, DRAW)

    assert (after.from_at, [each.record_id for each in after.drawn]) == (
        check.until_at,
        [f"{helper.member_id}-later"],
    )
    asked = SpotChecksQuery(community_code=HERE)
    assert [each.month for each in spot_checks_for_desk(world.m, staff, asked).items] == [
        after.month,
        check.month,
    ]


def test_nobody_looks_at_what_they_served_or_vouched_for(world: World) -> None:
    staff, other = world.staff(), world.staff()
    a_record(world, staff, "own")
    a_record(world, other, "vouched", in_charge_id=staff.member_id, grade=Grade.ORGANISER_ADDED)
    world.clock.at += timedelta(hours=1)
    check = draw_spot_check(world.m, staff, DRAW)
    for number in range(2):
        with pytest.raises(OwnCheck):
            judge_record(world.m, staff, check.id, finding(check, number))
    assert [each.can_judge for each in spot_check_shown(world.m, staff, check.id).drawn] == [False, False]
    for call in (spot_check_shown, publish_spot_check):
        with pytest.raises(Forbidden):
            call(world.m, world.member(), check.id)


def test_what_is_found_stands_and_is_published_in_numbers(world: World) -> None:
    staff = world.staff()
    check = a_check(world, staff, records=2)
    once = judge_record(world.m, staff, check.id, finding(check))
    assert judge_record(world.m, staff, check.id, finding(check)) == once
    with pytest.raises(AlreadyJudged):
        judge_record(world.m, staff, check.id, finding(check, 0, Verdict.NOT_SERVED))
    with pytest.raises(NotFound):
        judge_record(
            world.m, staff, check.id, JudgeRecord(record_id="no", verdict=Verdict.RIGHT, reason="查过")
        )
    with pytest.raises(StillToJudge):
        publish_spot_check(world.m, staff, check.id)
    judge_record(world.m, staff, check.id, finding(check, 1, Verdict.NOT_VOLUNTEERING))
    assert spot_checks_published(world.m, PUBLIC).items == ()

    done = publish_spot_check(world.m, staff, check.id)

    assert publish_spot_check(world.m, staff, check.id) == done
    (shown,) = spot_checks_published(world.m, PUBLIC).items
    assert (shown.records, shown.drawn, shown.left, shown.seed) == (2, 2, 0, check.seed)
    assert {each.verdict: each.records for each in shown.found if each.records} == {
        Verdict.RIGHT: 1,
        Verdict.NOT_VOLUNTEERING: 1,
    }
    assert "陈晓安" not in str(shown)


def test_a_record_found_wrong_is_corrected_by_somebody_else(world: World) -> None:
    finder, staff = world.staff(), world.staff()
    check = a_check(world, finder, records=1)
    judge_record(world.m, finder, check.id, finding(check, 0, Verdict.OTHER_MINUTES))
    told = world.settle()
    (fact,) = [each for each in told if isinstance(each, SpotCheckChanged) and each.record_id]
    when_record_found_wrong_ask_correction(world.m, fact)
    record_id = check.drawn[0].record_id
    (asked,) = world.m.records.get(record_id).corrections
    assert (asked.asked_by, asked.what.endswith("电话问过服务对象")) == (finder.member_id, True)
    answer = AnswerCorrection(correct=True, answer="签到表为证", minutes=60)
    assert record_shown(world.m, finder, record_id).can == ("withdraw",)
    with pytest.raises(OwnFinding):
        answer_correction(world.m, finder, record_id, answer)

    answer_correction(world.m, staff, record_id, answer)

    (corrected,) = [each for each in world.settle() if isinstance(each, RecordCorrected)]
    assert (corrected.asked_by, corrected.approved_by) == (finder.member_id, staff.member_id)


def test_a_record_withdrawn_meanwhile_is_left(world: World) -> None:
    finder, staff = world.staff(), world.staff()
    check = a_check(world, finder, records=1)
    judge_record(world.m, finder, check.id, finding(check, 0, Verdict.NOT_SERVED))
    withdraw_record(world.m, staff, check.drawn[0].record_id, WithdrawRecord(reason="当天没有到场"))
    world.settle()
    assert world.m.records.get(check.drawn[0].record_id).corrections == ()
