"""A sheet from a page is checked whole, taken in once it is agreed to, and finished whatever stops in between."""

from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta

import pytest

from services.matching.adapters.tables import lines_in
from services.matching.application.context import Matching
from services.matching.application.importing import runs
from services.matching.application.importing.runs import (
    SentSheet,
    discard_run,
    faulty_of,
    forget_sheets,
    run_of,
    runs_overseen,
    send_in,
    start_run,
    work_on_sheets,
)
from services.matching.domain.errors import IllegalStep
from services.matching.domain.importing.errors import EmptySheet, TooManyRuns
from services.matching.domain.importing.run import COMPLAINTS_KEPT, Batch, Count, ImportRun, ImportState
from services.notify.domain.routing import routes
from shared.events.importing import ImportChanged
from shared.identity.actor import Actor
from shared.identity.member import MemberStatus
from shared.identity.roles import Grant, Role, scope_of
from shared.kernel.clock import SetClock
from shared.kernel.errors import Forbidden, NotFound, StaleWrite, Unavailable
from shared.kernel.ids import RandomIds
from tests.application.matching_world import HERE, THERE, World, a_world

HEADER = "社区代码,姓名,电话,住址\n"
GOOD = "".join(f"{HERE},周{number},,{number} 号楼\n" for number in range(600))
BAD = "".join(f"{HERE},,,{number} 号楼\n" for number in range(30))


@pytest.fixture
def world(databases: str, clock: SetClock, ids: RandomIds) -> World:
    return a_world(clock, ids)


@pytest.fixture
def staff(world: World) -> Actor:
    return world.staff()


def sent(world: World, actor: Actor, text: str = HEADER + GOOD + BAD, run_id: str = "r1") -> ImportRun:
    sheet = SentSheet(kind="members", file_name="居民.csv", content=text.encode())
    return send_in(world.m, actor, sheet, run_id)


def worked(world: World, run_id: str = "r1") -> ImportRun:
    while work_on_sheets(world.m, world.now()):
        pass
    return world.m.import_runs.get(run_id)


def residents(world: World) -> int:
    return world.identity.members.count({"community_code": HERE, "recorded_by": {"$gte": ""}})


def kept_batches(world: World) -> list[Batch]:
    return world.m.import_batches.where({"run_id": "r1"})


def test_a_sheet_is_checked_first_and_written_once_it_is_agreed_to(world: World, staff: Actor) -> None:
    assert sent(world, staff).state is ImportState.CHECKING
    assert sent(world, staff).version == 1
    checked = worked(world)
    assert (checked.state, checked.count) == (ImportState.CHECKED, Count(added=600, faulty=30))
    assert len(checked.complaints) == COMPLAINTS_KEPT
    assert checked.complaints[0].startswith("第 602 行")
    assert residents(world) == 0
    assert start_run(world.m, staff, "r1").state is ImportState.IMPORTING
    assert start_run(world.m, staff, "r1").version == checked.version + 1
    done = worked(world)
    assert (done.state, done.count, done.ended_at) == (
        ImportState.DONE,
        Count(added=600, faulty=30),
        world.now(),
    )
    assert residents(world) == 600
    assert start_run(world.m, staff, "r1") == done
    back = lines_in("back", faulty_of(world.m, staff, "r1"))
    assert (len(back), back[1].cells[0], back[1].cells[4].startswith("第 602 行")) == (31, HERE, True)
    assert sum(len(each.rows) for each in kept_batches(world)) == 30


def test_its_sender_is_told_when_it_is_checked_and_when_it_is_taken_in(world: World, staff: Actor) -> None:
    sent(world, staff, HEADER + BAD)
    worked(world)
    facts = world.settle()
    start_run(world.m, staff, "r1")
    worked(world)
    told = [each for each in (*facts, *world.settle()) if isinstance(each, ImportChanged)]
    assert [(each.started_by, each.state, each.faulty) for each in told] == [
        (staff.member_id, "CHECKED", 30),
        (staff.member_id, "DONE", 30),
    ]
    assert [telling.kind.value for each in told for telling in routes(each)] == [
        "import-checked",
        "import-to-mend",
    ]


def test_a_sheet_that_is_taken_in_at_once_is_not_checked_before(world: World, staff: Actor) -> None:
    sheet = SentSheet(kind="members", file_name="a.csv", content=(HEADER + GOOD).encode(), at_once=True)
    assert send_in(world.m, staff, sheet, "r1").state is ImportState.IMPORTING
    assert (worked(world).state, residents(world)) == (ImportState.DONE, 600)


def test_the_same_sheet_again_changes_nothing(world: World, staff: Actor) -> None:
    for run_id in ("r1", "r2"):
        sent(world, staff, HEADER + GOOD, run_id)
        worked(world)
        start_run(world.m, staff, run_id)
        last = worked(world, run_id)
    assert last.count == Count(known=600)


def stopping(
    monkeypatch: pytest.MonkeyPatch, store: object, when: Callable[[int], bool], fault: Exception
) -> None:
    """Let a store's save fail as if the program died there."""
    save, calls = store.save, []  # type: ignore[attr-defined]  # -- a store of aggregates

    def dying(thing: object, *facts: object) -> object:
        calls.append(thing)
        if when(len(calls)):
            raise fault
        return save(thing, *facts)

    monkeypatch.setattr(store, "save", dying)


@pytest.mark.parametrize("store", ["import_runs", "import_batches"])
def test_a_sheet_whose_work_died_in_the_middle_is_finished_with_the_same_count(
    world: World, staff: Actor, monkeypatch: pytest.MonkeyPatch, store: str
) -> None:
    sent(world, staff)
    worked(world)
    start_run(world.m, staff, "r1")
    with monkeypatch.context() as patched:
        stopping(patched, getattr(world.m, store), lambda call: call == 2, Unavailable(part="documents"))
        with pytest.raises(Unavailable):
            work_on_sheets(world.m, world.now())
    done = worked(world)
    assert (done.state, done.count.rows, done.count.faulty, residents(world)) == (
        ImportState.DONE,
        630,
        30,
        600,
    )
    assert done.count.added == (600 if store == "import_runs" else 350)


def test_who_loses_a_part_to_another_worker_leaves_the_sheet_to_it(
    world: World, staff: Actor, monkeypatch: pytest.MonkeyPatch
) -> None:
    sent(world, staff)
    with monkeypatch.context() as patched:
        stopping(patched, world.m.import_runs, lambda call: call == 2, StaleWrite())
        assert work_on_sheets(world.m, world.now()) == 1
    assert worked(world).count.rows == 630


def test_a_tick_ends_after_some_parts(world: World, staff: Actor, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(runs, "BATCHES_EACH_TICK", 1)
    sent(world, staff)
    assert [work_on_sheets(world.m, world.now()) for _ in range(4)] == [1, 1, 1, 0]


def test_a_sheet_that_is_let_be_leaves_nothing(world: World, staff: Actor) -> None:
    sent(world, staff)
    worked(world)
    assert discard_run(world.m, staff, "r1").state is ImportState.DISCARDED
    assert discard_run(world.m, staff, "r1").rows_erased
    assert (kept_batches(world), residents(world)) == ([], 0)
    with pytest.raises(IllegalStep):
        start_run(world.m, staff, "r1")


def test_a_sheet_discarded_while_it_is_checked_stays_discarded(world: World, staff: Actor) -> None:
    sent(world, staff)
    discard_run(world.m, staff, "r1")
    assert worked(world).state is ImportState.DISCARDED


def test_what_is_being_taken_in_is_not_discarded_and_what_is_not_checked_not_begun(
    world: World, staff: Actor
) -> None:
    sent(world, staff)
    with pytest.raises(IllegalStep):
        start_run(world.m, staff, "r1")
    worked(world)
    start_run(world.m, staff, "r1")
    with pytest.raises(IllegalStep):
        discard_run(world.m, staff, "r1")


def test_rows_that_came_back_are_erased_after_thirty_days_and_the_record_stays(
    world: World, staff: Actor
) -> None:
    sent(world, staff)
    worked(world)
    start_run(world.m, staff, "r1")
    worked(world)
    sent(world, staff, run_id="r2")
    worked(world)
    assert forget_sheets(world.m, world.now(days=29)) == 0
    world.clock.advance(minutes=30 * 24 * 60 + 1)
    assert forget_sheets(world.m, world.now()) == 2
    assert forget_sheets(world.m, world.now()) == 0
    done, waited = world.m.import_runs.get("r1"), world.m.import_runs.get("r2")
    assert (done.state, done.count.added, done.complaints, done.rows_erased) == (
        ImportState.DONE,
        600,
        (),
        True,
    )
    assert waited.state is ImportState.DISCARDED
    assert kept_batches(world) == []
    assert len(lines_in("back", faulty_of(world.m, staff, "r1"))) == 1


def test_a_sheet_is_its_senders_alone(world: World, staff: Actor) -> None:
    sent(world, staff)
    other = world.staff()
    does: tuple[Callable[[Matching, Actor, str], object], ...] = (run_of, start_run, discard_run, faulty_of)
    for each in does:
        with pytest.raises(NotFound):
            each(world.m, other, "r1")
        with pytest.raises(NotFound):
            each(world.m, staff, "r9")


def test_who_lost_the_role_in_between_takes_nothing_in(world: World, staff: Actor) -> None:
    sent(world, staff)
    worked(world)
    start_run(world.m, staff, "r1")
    world.change(staff, status=MemberStatus.SUSPENDED)
    assert worked(world).count == Count(faulty=630)
    assert residents(world) == 0
    with pytest.raises(Forbidden):
        sent(world, replace(staff, grants=()), run_id="r3")


def test_the_record_of_imports_is_for_the_widest_area_somebody_audits(world: World, staff: Actor) -> None:
    sent(world, staff)
    sent(world, world.staff(THERE), run_id="r2")
    for scopes, seen in (
        ((HERE,), {"r1"}),
        ((HERE, "511402"), {"r1", "r2"}),
        (("ALL", HERE), {"r1", "r2"}),
        (("320102",), set()),
    ):
        auditor = replace(
            staff, grants=tuple(Grant(role=Role.AUDITOR, scope=scope_of(each)) for each in scopes)
        )
        assert {each.id for each in runs_overseen(world.m, auditor).items} == seen
    with pytest.raises(Forbidden):
        runs_overseen(world.m, staff)


def test_an_empty_sheet_and_too_many_sheets_are_refused(world: World, staff: Actor) -> None:
    with pytest.raises(EmptySheet):
        sent(world, staff, HEADER)
    for number in range(3):
        sent(world, staff, HEADER + GOOD, f"s{number}")
    with pytest.raises(TooManyRuns):
        sent(world, staff, HEADER + GOOD, "s4")
    assert sent(world, staff, HEADER + GOOD, "s2").id == "s2"
    discard_run(world.m, staff, "s1")
    assert sent(world, staff, HEADER + GOOD, "s4").id == "s4"
    assert timedelta(days=30) == runs.KEPT_FOR
