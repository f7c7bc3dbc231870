"""A sheet of residents comes in by the rules that staff follow: good rows go in, bad rows come back to be mended."""

from threading import Barrier, Thread

import pytest

from services.matching.adapters.tables import faulty_sheet, lines_in
from services.matching.application.importing import taking
from services.matching.application.importing.columns import sheet_of
from services.matching.application.importing.kinds import KINDS, importer
from services.matching.application.register.closing import close_file
from shared.identity.actor import Actor
from shared.kernel.clock import SetClock
from shared.kernel.errors import Forbidden, NotFound, Unavailable
from shared.kernel.ids import RandomIds
from tests.application.importing_world import brought_in, counts, why
from tests.application.matching_world import HERE, THERE, World, a_world

HEADER = "社区代码,姓名,电话,住址\n"
GOOD = f"{HERE},王桂英,13900001111,一号楼\n{HERE},刘福,,二号楼\n"


@pytest.fixture
def world(databases: str, clock: SetClock, ids: RandomIds) -> World:
    return a_world(clock, ids)


@pytest.fixture
def staff(world: World) -> Actor:
    return world.staff()


def unsent(world: World) -> int:
    return world.identity.members.count({"unsent_at": {"$gte": 0}})


def test_the_same_sheet_twice_changes_nothing_and_a_dry_run_changes_nothing_at_all(
    world: World, staff: Actor
) -> None:
    assert counts(brought_in(world.m, staff, "members", HEADER + GOOD, is_dry_run=True)) == (2, 0, 0)
    assert unsent(world) == 0
    assert counts(brought_in(world.m, staff, "members", HEADER + GOOD)) == (2, 0, 0)
    assert counts(brought_in(world.m, staff, "members", HEADER + GOOD)) == (0, 2, 0)
    assert unsent(world) == 2
    (kept,) = world.identity.members.where({"phone": "+8613900001111"})
    assert (kept.name, kept.address, kept.recorded_by, kept.password_hash, kept.version) == (
        "王桂英",
        "一号楼",
        staff.member_id,
        None,
        1,
    )


def test_bad_rows_come_back_with_what_to_mend_and_good_ones_go_in(world: World, staff: Actor) -> None:
    bad = f"{HERE},,13900002222,\n{HERE},钱多,12,\n{THERE},孙远,,\n999999999999,周无,,\n{HERE},吴式,,=1+1\n"
    outcome = brought_in(world.m, staff, "members", HEADER + GOOD + bad)
    assert counts(outcome) == (2, 0, 5)
    assert [said.partition(":")[0] for _, said in outcome.faulty] == [
        f"第 {number} 行 · row {number}" for number in (4, 5, 6, 7, 8)
    ]
    said = why(outcome)
    assert (said[0].partition("：")[0], said[1].partition("：")[0]) == ("姓名", "电话")
    assert "公式" in said[4]
    back = faulty_sheet(
        ("社区代码", "姓名", "电话", "住址"), [(row.cells, text) for row, text in outcome.faulty]
    )
    assert counts(brought_in(world.m, staff, "members", back)) == (0, 0, 5)
    mended = back.decode("utf-8-sig").replace(f"{HERE},钱多,12", f"{HERE},钱多,13900003333")
    assert counts(brought_in(world.m, staff, "members", mended)) == (1, 0, 4)


def test_who_stands_twice_in_a_sheet_is_taken_once(world: World, staff: Actor) -> None:
    twice = f"{HERE},王桂英,13900001111,一号楼\n{HERE},王桂英,139 0000 1111,三号楼\n"
    outcome = brought_in(world.m, staff, "members", HEADER + GOOD + twice)
    assert counts(outcome) == (2, 1, 1)
    assert why(outcome)[0].startswith("与第 2 行是同一条记录")


def test_who_is_in_the_register_under_another_address_is_pointed_to(world: World, staff: Actor) -> None:
    brought_in(world.m, staff, "members", HEADER + GOOD)
    moved = HEADER + f"{HERE},王桂英,13900001111,九号楼\n{HERE},王小英,13900001111,一号楼\n"
    assert counts(brought_in(world.m, staff, "members", moved)) == (1, 0, 1)


def test_who_was_erased_is_not_brought_back(world: World, staff: Actor) -> None:
    brought_in(world.m, staff, "members", HEADER + GOOD)
    (kept,) = world.identity.members.where({"phone": "+8613900001111"})
    close_file(world.identity, world.m, staff, kept.id)
    assert counts(brought_in(world.m, staff, "members", HEADER + GOOD)) == (0, 2, 0)
    assert world.identity.members.where({"phone": "+8613900001111"}) == []


def test_two_imports_of_the_same_sheet_at_once_take_each_row_once(world: World, staff: Actor) -> None:
    text = HEADER + "".join(f"{HERE},周{number},,{number} 号楼\n" for number in range(600))
    together, outcomes = Barrier(2), []

    def bring() -> None:
        together.wait()
        outcomes.append(brought_in(world.m, staff, "members", text))

    threads = [Thread(target=bring) for _ in range(2)]
    for each in threads:
        each.start()
    for each in threads:
        each.join()
    assert sum(each.added for each in outcomes) == 600
    assert sum(each.known for each in outcomes) == 600
    assert unsent(world) == 600


def test_an_import_that_died_in_the_middle_is_finished_by_the_next(world: World, staff: Actor) -> None:
    text = HEADER + "".join(f"{HERE},周{number},,{number} 号楼\n" for number in range(600))

    def die(done: int, _: int) -> None:
        if done >= taking.AT_ONCE:
            raise Unavailable(part="documents")

    kind = KINDS["members"]
    sheet = sheet_of(kind.columns, lines_in("sheet", text.encode()))
    with pytest.raises(Unavailable):
        taking.import_sheet(world.m, staff, kind, sheet, is_dry_run=False, progress=die)
    assert unsent(world) == 250
    assert counts(brought_in(world.m, staff, "members", text)) == (350, 250, 0)


def test_a_hundred_thousand_rows_are_read_in_a_moment() -> None:
    text = HEADER + "".join(f"{HERE},周{number},,{number} 号楼\n" for number in range(100_000))
    sheet = sheet_of(KINDS["members"].columns, lines_in("sheet", text.encode()))
    assert (len(sheet.rows), sheet.rows[-1].number) == (100_000, 100_001)


def test_only_who_may_record_residents_imports_them(world: World) -> None:
    with pytest.raises(Forbidden):
        brought_in(world.m, world.member(), "members", HEADER + GOOD)


def test_only_an_account_imports(world: World, staff: Actor) -> None:
    phone = world.identity.members.get(staff.member_id).phone
    assert importer(world.identity, str(phone)).member_id == staff.member_id
    with pytest.raises(NotFound):
        importer(world.identity, "13900009999")
