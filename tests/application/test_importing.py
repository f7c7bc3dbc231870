"""A sheet of residents comes in by the command that staff use: good rows go in, bad rows come back to be mended."""

import csv
from pathlib import Path

import pytest
from openpyxl import Workbook

from services.importing.members import COLUMNS, Outcome, UnknownColumns, import_members, importer
from services.importing.sheets import TO_MEND, NotATable, rows_of, write_faulty, write_template
from shared.identity.actor import Actor
from shared.identity.member import Member
from shared.identity.opening import Identity
from shared.identity.roles import Grant, Role, Scope, ScopeKind
from shared.kernel.clock import SetClock
from shared.kernel.errors import NotFound
from shared.kernel.ids import RandomIds
from tests.application.register_world import FAR, HOME, an_identity

STAFF_PHONE = "+8613700000001"
HEADER = "社区代码,姓名,电话,住址\n"
GOOD = f"{HOME},王桂英,13800001111,一号楼\n{HOME},刘福,,二号楼\n"


@pytest.fixture
def identity(databases: str, clock: SetClock, ids: RandomIds) -> Identity:
    opened = an_identity(clock, ids)
    point = opened.communities.known(HOME).point
    grant = Grant(role=Role.COMMUNITY_STAFF, scope=Scope(kind=ScopeKind.COMMUNITY, code=HOME))
    opened.members.add(
        Member(
            id="staff",
            community_code=HOME,
            point=point,
            name="陈工",
            phone=STAFF_PHONE,
            password_hash="x",
            grants=(grant,),
            created_at=clock.now(),
            changed_at=clock.now(),
        )
    )
    return opened


@pytest.fixture
def actor(identity: Identity) -> Actor:
    return importer(identity, "１３７ 0000 0001")


def a_sheet(folder: Path, text: str, encoding: str = "utf-8", name: str = "sheet.csv") -> Path:
    file = folder / name
    file.write_bytes(text.encode(encoding))
    return file


def brought_in(identity: Identity, actor: Actor, file: Path, *, is_dry_run: bool = False) -> Outcome:
    return import_members(identity, actor, rows_of(file), is_dry_run=is_dry_run, progress=lambda *_: None)


def counts(outcome: Outcome) -> tuple[int, int, int]:
    return outcome.added, outcome.known, len(outcome.faulty)


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030"])
@pytest.mark.parametrize("delimiter", [",", ";", "\t"])
def test_a_sheet_reads_the_same_however_it_was_saved(tmp_path: Path, encoding: str, delimiter: str) -> None:
    rows = rows_of(a_sheet(tmp_path, (HEADER + GOOD + ",,,\n").replace(",", delimiter), encoding))
    assert [(row.number, row.cells["姓名"], row.cells["电话"]) for row in rows] == [
        (2, "王桂英", "13800001111"),
        (3, "刘福", ""),
    ]


def test_a_workbook_reads_like_a_sheet(tmp_path: Path, identity: Identity, actor: Actor) -> None:
    book = Workbook()
    sheet = book.active
    assert sheet is not None
    for line in (
        ("Community code", "Name", "Phone"),
        (int(HOME), "王桂英", 13800001111),
        (HOME, "刘福", None),
    ):
        sheet.append(line)
    book.save(tmp_path / "book.xlsx")
    assert counts(brought_in(identity, actor, tmp_path / "book.xlsx")) == (2, 0, 0)


def test_the_same_sheet_twice_changes_nothing(tmp_path: Path, identity: Identity, actor: Actor) -> None:
    file = a_sheet(tmp_path, HEADER + GOOD)
    assert counts(brought_in(identity, actor, file, is_dry_run=True)) == (2, 0, 0)
    assert identity.members.where({"phone": "+8613800001111"}) == []
    assert counts(brought_in(identity, actor, file)) == (2, 0, 0)
    assert counts(brought_in(identity, actor, file)) == (0, 2, 0)
    (kept,) = identity.members.where({"phone": "+8613800001111"})
    assert (kept.name, kept.address, kept.recorded_by, kept.password_hash) == (
        "王桂英",
        "一号楼",
        "staff",
        None,
    )


def test_bad_rows_come_back_with_what_to_mend_and_good_ones_go_in(
    tmp_path: Path, identity: Identity, actor: Actor
) -> None:
    bad = f"{HOME},,13800002222,\n{HOME},钱多,12,=1+1\n{FAR},孙远,,\n999999999999,周无,,\n"
    outcome = brought_in(identity, actor, a_sheet(tmp_path, HEADER + GOOD + bad))
    assert counts(outcome) == (2, 0, 4)
    assert [why.partition(":")[0] for _, why in outcome.faulty] == [
        f"第 {number} 行 · row {number}" for number in (4, 5, 6, 7)
    ]
    assert "姓名" in outcome.faulty[0][1]
    assert "电话" in outcome.faulty[1][1]
    back = tmp_path / "back.csv"
    write_faulty(back, outcome.faulty)
    assert back.stat().st_mode & 0o077 == 0
    lines = list(csv.DictReader(back.read_text("utf-8-sig").splitlines()))
    assert lines[1]["住址"] == "'=1+1"
    assert lines[3][TO_MEND].startswith("第 7 行")
    assert counts(brought_in(identity, actor, back)) == (0, 0, 4)


def test_a_header_nobody_understands_is_refused_before_anything_is_written(
    tmp_path: Path, identity: Identity, actor: Actor
) -> None:
    with pytest.raises(UnknownColumns) as refused:
        brought_in(identity, actor, a_sheet(tmp_path, "姓名,身高\n王桂英,160\n"))
    assert (refused.value.facts["unknown"], refused.value.facts["missing"]) == ("身高", "社区代码")
    assert counts(brought_in(identity, actor, a_sheet(tmp_path, ""))) == (0, 0, 0)


def test_only_an_account_imports(identity: Identity) -> None:
    with pytest.raises(NotFound):
        importer(identity, "13900009999")


def test_what_is_no_table_is_refused(tmp_path: Path) -> None:
    for content in (b"PK\x03\x04 no workbook", b"\xff\xff\xff"):
        (tmp_path / "bad").write_bytes(content)
        with pytest.raises(NotATable):
            rows_of(tmp_path / "bad")
    with pytest.raises(NotATable):
        rows_of(tmp_path / "nowhere.csv")


def test_a_template_has_the_columns_that_are_read(tmp_path: Path) -> None:
    write_template(tmp_path / "t.csv", COLUMNS.values())
    assert (tmp_path / "t.csv").read_text("utf-8-sig").strip() == HEADER.strip()
