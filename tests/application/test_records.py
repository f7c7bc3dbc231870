"""A record is entered once, read by whom it concerns, corrected with its history, and withdrawn where there was no service."""

from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest

from services.ledger.application.hearing import facts_of
from services.ledger.domain.drafting import Asked
from services.ledger.domain.instructions import Verb
from services.matching.application.records import entering
from services.matching.application.records.commands import (
    AnswerCorrection,
    AskRecordCorrection,
    RecordsDeskQuery,
    RecordsQuery,
    WithdrawRecord,
)
from services.matching.application.records.correcting import (
    answer_correction,
    ask_correction,
    corrections_asked,
    withdraw_record,
)
from services.matching.application.records.desk import corrections_for_desk, services_due
from services.matching.application.records.showing import record_shown, records_listed
from services.matching.domain.certificates.certificate import CertificateState
from services.matching.domain.records.correction import CorrectionState
from services.matching.domain.records.errors import (
    CorrectionWaits,
    NothingAsked,
    OwnRecord,
    RecordWithdrawn,
    TooManyCorrections,
)
from services.matching.domain.records.record import MOST_CORRECTIONS, NEXT_STATES, Grade, RecordState
from services.notify.domain.routing import routes
from shared.events.contract import parse
from shared.events.ledger import HoursWaiting, MinutesCredited, RecordMinutes
from shared.events.records import RecordChanged, RecordCorrected
from shared.events.service import ServiceConfirmed
from shared.kernel.clock import SetClock, unix_millis
from shared.kernel.errors import Forbidden, NotFound
from shared.kernel.ids import RandomIds, derived_id
from shared.kernel.working_days import end_of_term
from tests.application.matching_world import HERE, THERE, World, a_world
from tests.application.project_world import ProjectWorld, here
from tests.application.test_certificates import a_record, taken
from tests.application.test_matching_api import Callers
from tests.ledger_facts import records_of

WRONG = AskRecordCorrection(what="时长应为 120 分钟")
RIGHT = AnswerCorrection(correct=True, answer="签到表为证", minutes=120, content="清扫楼道和车棚")


@pytest.fixture
def world(databases: str, clock: SetClock, ids: RandomIds) -> World:
    return a_world(clock, ids)


def instruction_of(told: RecordCorrected) -> Asked:
    """Return what the ledger is asked by a correction."""
    (record,) = records_of(told)
    (asked,) = facts_of(parse(record.headers, record.body), record)
    assert isinstance(asked, Asked)
    return asked


def test_a_confirmed_service_is_entered_once_with_every_lawful_field(world: World) -> None:
    helper, need = world.volunteer(), world.need()
    world.confirmed(helper, need, world.actor(need.resident_id))
    told = [each for each in world.settle() if isinstance(each, ServiceConfirmed)]
    entering.when_service_confirmed_enter_record(world.m, told[0])

    (shown,) = records_listed(world.m, helper, RecordsQuery()).items

    assert (shown.minutes, shown.grade, shown.credited_minutes) == (45, Grade.RECEIVER, None)
    assert "东坡" in shown.place or shown.place
    assert (shown.organisation, shown.in_charge) == (shown.place, world.m.people.get(need.posted_by).name)
    assert not shown.was_late
    credit = MinutesCredited(
        transfer_id="t-1",
        record_id=shown.id,
        community_code=HERE,
        member_id=helper.member_id,
        minutes=45,
        served_at=shown.served_at,
        shard=0,
        block=1,
    )
    for _ in range(2):
        entering.when_minutes_credited_note(world.m, credit)
    assert record_shown(world.m, helper, shown.id).credited_minutes == 45


def test_what_the_record_says_is_credited_follows_the_ledger_to_its_newest_block(world: World) -> None:
    record = a_record(world, world.member(), minutes=600)
    at: dict[str, Any] = {"community_code": HERE, "member_id": record.member_id, "shard": 0}
    entering.when_hours_waiting_note(
        world.m,
        HoursWaiting(
            record_id=record.id, transfer_id="t-1", minutes=120, served_at=record.served_at, block=1, **at
        ),
    )

    def stands(minutes: int, block: int, transfer_id: str = "t-1") -> int | None:
        fact = RecordMinutes(transfer_id=transfer_id, minutes=minutes, block=block, **at)
        entering.when_record_minutes_note(world.m, fact)
        return record_shown(world.m, world.staff(), record.id).credited_minutes

    assert record_shown(world.m, world.staff(), record.id).credited_minutes == 0
    assert stands(600, 3) == 600
    assert (stands(480, 2), stands(480, 3), stands(90, 9, "t-2")) == (600, 600, 600)
    assert stands(0, 4) == 0


def test_a_resident_who_asked_themselves_leaves_nobody_in_charge_but_who_reviewed(world: World) -> None:
    helper, need = world.volunteer(), world.need()
    service = world.confirmed(helper, need, world.actor(need.resident_id))
    alone = replace(service, posted_by=service.resident_id)
    (orphan,) = entering.records_of_needs(world.m, [replace(alone, need_id="no-such-need")])
    assert orphan.in_charge_id is None
    world.m.needs.save(replace(world.m.needs.get(need.id), reviewed_by="reviewer"))
    (reviewed,) = entering.records_of_needs(world.m, [alone])
    assert reviewed.in_charge_id == "reviewer"
    assert entering.kind_in_chinese("NO_SUCH_KIND") == "NO_SUCH_KIND"


def test_a_record_is_corrected_as_asked_and_what_it_said_is_kept(world: World) -> None:
    helper, staff = world.member(), world.staff()
    record = a_record(world, helper)
    paper = taken(world, helper)
    asked = ask_correction(world.m, helper, record.id, WRONG)
    assert ask_correction(world.m, helper, record.id, WRONG) == asked
    with pytest.raises(CorrectionWaits):
        ask_correction(world.m, helper, record.id, AskRecordCorrection(what="地点也不对"))
    assert corrections_asked(world.m, HERE) == 1
    assert [each.id for each in corrections_for_desk(world.m, staff, RecordsDeskQuery()).items] == [record.id]

    done = answer_correction(world.m, staff, record.id, RIGHT)

    (correction,) = record_shown(world.m, helper, record.id).corrections
    assert (done.minutes, done.content, done.place) == (120, "清扫楼道和车棚", "社区广场")
    assert correction.before == {"minutes": "90", "content": "清扫楼道"}
    assert (correction.state, correction.answer) == (CorrectionState.CORRECTED, "签到表为证")
    assert corrections_asked(world.m, HERE) == 0
    with pytest.raises(NothingAsked):
        answer_correction(world.m, staff, record.id, RIGHT)
    facts = world.settle()
    assert world.m.certificates.get(paper.id).state is CertificateState.REVOKED
    heard = sorted(
        each.kind.value for fact in facts if isinstance(fact, RecordChanged) for each in routes(fact)
    )
    assert heard == ["record-corrected"]
    (told,) = (each for each in facts if isinstance(each, RecordCorrected))
    correction_asked = instruction_of(told)
    (step,) = correction_asked.instruction.steps
    assert (step.verb, step.minutes, step.terms) == (Verb.CORRECT, 30, record.service_kind)
    assert correction_asked.instruction.effective_at_millis == unix_millis(record.served_at)
    assert told.asked_by != told.approved_by
    assert taken(world, helper, "c-2").statement.minutes == 120  # type: ignore[union-attr]  # -- just made


def test_a_correction_is_refused_with_the_reason_and_can_be_asked_again(world: World) -> None:
    helper, staff = world.member(), world.staff()
    record = a_record(world, helper)
    taken(world, helper)
    ask_correction(world.m, helper, record.id, WRONG)

    refused = AnswerCorrection(correct=False, answer="签退为准", minutes=200)
    assert answer_correction(world.m, staff, record.id, refused).minutes == 90

    assert len(ask_correction(world.m, helper, record.id, WRONG).corrections) == 2
    assert not [each for each in world.settle() if isinstance(each, RecordCorrected)]
    assert world.m.certificates.get("c-1").state is CertificateState.ISSUED


def test_only_the_volunteer_asks_and_only_other_staff_answer(world: World) -> None:
    helper, staff = world.member(), world.staff()
    record, own = a_record(world, helper), a_record(world, staff)
    with pytest.raises(NotFound):
        ask_correction(world.m, staff, record.id, WRONG)
    ask_correction(world.m, staff, own.id, WRONG)
    with pytest.raises(OwnRecord):
        answer_correction(world.m, staff, own.id, RIGHT)
    with pytest.raises(OwnRecord):
        withdraw_record(world.m, staff, own.id, WithdrawRecord(reason="测试"))
    for stranger in (world.member(), world.staff(THERE)):
        with pytest.raises(Forbidden):
            answer_correction(world.m, stranger, record.id, RIGHT)
        with pytest.raises(NotFound):
            record_shown(world.m, stranger, record.id)
        with pytest.raises(Forbidden):
            services_due(world.m, stranger, HERE)


def test_a_withdrawn_record_counts_no_more_and_the_ledger_takes_it_back(world: World) -> None:
    helper, staff = world.member(), world.staff()
    record = a_record(world, helper)
    other = a_record(world, helper, "other")
    paper = taken(world, helper)
    because = WithdrawRecord(reason="当天没有到场")

    gone = withdraw_record(world.m, staff, record.id, because)

    assert withdraw_record(world.m, staff, record.id, because) == gone
    assert record_shown(world.m, helper, record.id).withdrawn_because == "当天没有到场"
    with pytest.raises(RecordWithdrawn):
        ask_correction(world.m, helper, record.id, WRONG)
    with pytest.raises(RecordWithdrawn):
        answer_correction(world.m, staff, record.id, RIGHT)
    facts = world.settle()
    (told,) = (each for each in facts if isinstance(each, RecordCorrected))
    (step,) = instruction_of(told).instruction.steps
    assert (step.verb, step.about) == (Verb.CORRECT, derived_id("transfer", record.id))
    assert step.minutes == -record.minutes
    assert world.m.certificates.get(paper.id).state is CertificateState.REVOKED
    stated = taken(world, helper, "c-2").statement
    assert stated is not None
    assert [each.record_id for each in stated.lines] == [other.id]


def test_a_record_holds_so_many_corrections_and_no_more(world: World) -> None:
    helper, staff = world.member(), world.staff()
    record = a_record(world, helper)
    for _ in range(MOST_CORRECTIONS):
        ask_correction(world.m, helper, record.id, WRONG)
        answer_correction(world.m, staff, record.id, AnswerCorrection(correct=False, answer="不变"))
    with pytest.raises(TooManyCorrections):
        ask_correction(world.m, helper, record.id, WRONG)


def test_staff_are_warned_three_working_days_before_the_ten_are_over(
    databases: str, clock: SetClock, ids: RandomIds
) -> None:
    """Source: 民政部令67号 11."""
    projects = ProjectWorld(a_world(clock, ids))
    world, staff = projects.world, projects.community
    served = world.checked_out(world.volunteer(), world.need())
    shift = projects.shift()
    projects.present(projects.organiser, shift, *here(world.member("孙三")))
    projects.clock.at += timedelta(days=1)

    due = services_due(world.m, staff, HERE)

    assert {each.url for each in due} == {f"/assignments/{served.id}", f"/shifts/{shift.id}"}
    assert not any(each.is_near or each.is_over for each in due)
    projects.clock.at = due[0].due_at - timedelta(days=1)
    assert services_due(world.m, staff, HERE)[0].is_near
    assert not services_due(world.m, staff, HERE)[0].is_over
    projects.clock.at = due[0].due_at
    assert services_due(world.m, staff, HERE)[0].is_over
    assert served.check_out is not None
    assert due[0].due_at == end_of_term(served.check_out.at, 10)


def test_a_record_that_came_late_says_so(world: World) -> None:
    helper = world.member()
    record = a_record(world, helper, served_at=world.now(hours=-24 * 30))
    assert record_shown(world.m, helper, record.id).was_late


def test_the_api_asks_answers_and_withdraws(world: World) -> None:
    callers, helper, staff = Callers(world), world.member(), world.staff()
    record = a_record(world, helper)
    path = f"/records/{record.id}"
    assert callers.call(helper, "POST", f"{path}/corrections", {"what": "时长不对"})[1]["can"] == []
    assert len(callers.call(staff, "GET", "/records/corrections")[1]["items"]) == 1
    answer = {"correct": True, "answer": "核对无误", "minutes": 60}
    assert callers.call(staff, "POST", f"{path}/answer", answer)[1]["minutes"] == 60
    assert callers.call(staff, "POST", f"{path}/withdraw", {"reason": "重复"})[1]["state"] == "WITHDRAWN"
    assert callers.call(helper, "POST", f"{path}/corrections", {"what": "时长不对"})[0] == 422


def test_states_have_arrows_and_words() -> None:
    assert set(NEXT_STATES) == set(RecordState)
    assert all(each.words.zh for kind in (RecordState, Grade, CorrectionState) for each in kind)
