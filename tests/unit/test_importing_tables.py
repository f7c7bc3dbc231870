"""A table reads the same however it was saved; what is cut short, or is none, is refused before anything is written."""

import io
from pathlib import Path

import pytest
from openpyxl import DEFUSEDXML, Workbook
from openpyxl.worksheet.worksheet import Worksheet

from services.matching.adapters import tables
from services.matching.adapters.tables import (
    TO_MEND,
    NotATable,
    faulty_sheet,
    lines_in,
    lines_of,
    template_sheet,
    write_faulty,
)
from services.matching.application.importing import cells
from services.matching.application.importing.columns import Sheet, UnknownColumns, row_of, sheet_of
from services.matching.application.importing.kinds import KINDS

COLUMNS = KINDS["members"].columns
HEADER = "社区代码,姓名,电话,住址\n"
GOOD = "511402001001,王桂英,13800001111,一号楼\n511402001001,刘福,,二号楼\n"


def a_book(*lines: tuple[str | float | None, ...], merged: str | None = None) -> bytes:
    book = Workbook()
    sheet = book.active
    assert isinstance(sheet, Worksheet)
    for line in lines:
        sheet.append(line)
    if merged:
        sheet.merge_cells(merged)
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def read(content: bytes) -> Sheet:
    return sheet_of(COLUMNS, lines_in("sheet", content))


def given(content: bytes) -> list[tuple[int, dict[str, object]]]:
    return [(row.number, dict(row.given)) for row in read(content).rows]


TWO_PEOPLE = [
    (
        2,
        {"community_code": "511402001001", "name": "王桂英", "phone": "13800001111", "address": "一号楼"},
    ),
    (3, {"community_code": "511402001001", "name": "刘福", "address": "二号楼"}),
]


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030", "gbk", "utf-16"])
@pytest.mark.parametrize("delimiter", [",", ";", "\t"])
def test_a_sheet_reads_the_same_however_it_was_saved(encoding: str, delimiter: str) -> None:
    text = (HEADER + GOOD + ",,,\n").replace(",", delimiter)
    assert given(text.encode(encoding)) == TWO_PEOPLE


def test_a_sheet_whose_only_chinese_stands_at_its_end_is_not_cut_off() -> None:
    content = "community_code,name\n511402001001,刘".encode("gbk")
    assert given(content) == [(2, {"community_code": "511402001001", "name": "刘"})]


def test_a_workbook_reads_like_a_sheet() -> None:
    book = a_book(
        ("Community code", "NAME*", "Phone", "address"),
        (511402001001, "王桂英", 13800001111.0, "一号楼"),
        ("511402001001", "刘福", None, "二号楼"),
    )
    assert given(book) == TWO_PEOPLE


def test_a_merged_title_above_the_header_is_passed_over() -> None:
    book = a_book(
        ("居民信息登记表",),
        (),
        ("社区代码", "姓名（必填）", "联系电话"),
        ("511402001001", "刘福", None),
        merged="A1:C1",
    )
    assert given(book) == [(4, {"community_code": "511402001001", "name": "刘福"})]


@pytest.mark.parametrize(
    ("header", "unknown", "missing"),
    [
        ("姓名,身高", "身高", "社区代码"),
        ("社区代码,姓名,姓名", "姓名", "–"),
        ("社区代码,姓名,,电话", "#3", "–"),
        ("身高,体重", "身高、体重", "社区代码、姓名"),
    ],
)
def test_a_header_that_is_not_understood_is_refused_whole(header: str, unknown: str, missing: str) -> None:
    below = ",".join("甲" * (header.count(",") + 1))
    with pytest.raises(UnknownColumns) as refused:
        read(f"{header}\n{below}\n".encode())
    assert (refused.value.facts["unknown"], refused.value.facts["missing"]) == (unknown, missing)


def test_a_file_without_a_line_is_an_empty_sheet() -> None:
    assert read(b"") == read(b"\n,,\n") == Sheet(header=(), rows=())


def test_a_formula_that_nobody_computed_is_seen_as_one() -> None:
    book = a_book(("社区代码", "姓名", "住址"), ("511402001001", "刘福", "=1+1"))
    assert given(book)[0][1]["address"] == "=1+1"
    assert tables._cell(None, object()) == "="
    assert tables._cell(60.0, 60.0) == "60"
    assert tables._cell(2, "=1+1") == "2"


@pytest.mark.parametrize(
    "content",
    [
        b"PK\x03\x04 no workbook",
        a_book(("社区代码", "姓名"))[:-200],
        b"\xff\xff\xff",
        b"\xff\xfe\x00",
        b"%PDF-1.7",
        b"\xd0\xcf\x11\xe0 old workbook",
        b"<html><table></table></html>",
        (HEADER + GOOD).encode()[:-3],
        (HEADER + '511402001001,"刘').encode(),
        b"\0\0\0\0",
    ],
    ids=["zip", "cut-book", "bytes", "utf-16", "pdf", "xls", "html", "cut-utf-8", "cut-quote", "zeros"],
)
def test_what_is_no_whole_table_is_refused(content: bytes) -> None:
    with pytest.raises(NotATable):
        read(content)


@pytest.mark.parametrize(
    "third", ['511402001001,"刘福', "511402001001," + "刘" * 200_000], ids=["quote", "cell"]
)
def test_a_row_that_cannot_be_read_is_named(third: str) -> None:
    with pytest.raises(NotATable) as refused:
        read(f"{HEADER}{GOOD}{third}\n".encode())
    assert "第 4 行" in refused.value.say("zh")
    assert "row 4" in refused.value.say("en")


def test_a_cell_of_pages_is_refused_by_its_row_and_the_others_go_in() -> None:
    rows = read(f"{HEADER}{GOOD}511402001001,{'刘' * 9_000},,三号楼\n".encode()).rows
    assert [len(row.cells[1]) for row in rows] == [3, 2, tables.MOST_CELL]


def test_no_file_and_a_large_file_are_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    with pytest.raises(NotATable):
        lines_of(tmp_path / "nowhere.csv")
    file = tmp_path / "sheet.csv"
    file.write_text(HEADER + GOOD, encoding="utf-8")
    assert len(lines_of(file)) == 3
    for name in ("MOST_BYTES", "MOST_ROWS"):
        with monkeypatch.context() as limits:
            limits.setattr(tables, name, 1)
            with pytest.raises(NotATable):
                lines_of(file)
    monkeypatch.setattr(tables, "MOST_UNPACKED_BYTES", 10)
    with pytest.raises(NotATable):
        lines_in("book", a_book(("社区代码", "姓名")))


def test_no_entity_of_a_workbook_is_expanded() -> None:
    assert DEFUSEDXML


def test_bad_rows_are_written_so_that_no_spreadsheet_computes_them_and_read_back_the_same(
    tmp_path: Path,
) -> None:
    rows = [(("511402001001", "钱多", "+86 13800001111", "=1+1"), "第 2 行"), (("x", "@y", "", "-"), "w")]
    content = faulty_sheet(("社区代码", "姓名", "电话", "住址"), rows)
    assert content.decode("utf-8-sig").splitlines()[1:] == [
        "511402001001,钱多,+86 13800001111,'=1+1,第 2 行",
        "x,'@y,,'-,w",
    ]
    again = read(content)
    assert [row.cells for row in again.rows] == [cells for cells, _ in rows]
    assert TO_MEND not in again.header
    write_faulty(tmp_path / "back.csv", again.header, rows)
    assert (tmp_path / "back.csv").read_bytes() == content
    assert (tmp_path / "back.csv").stat().st_mode & 0o077 == 0


def test_a_row_kept_with_its_header_reads_as_in_its_sheet() -> None:
    sheet = read((HEADER + GOOD).encode())
    for row in sheet.rows:
        assert row_of(COLUMNS, sheet.header, row.number, row.cells) == row


@pytest.mark.parametrize("kind", KINDS)
def test_a_template_has_the_columns_that_are_read(kind: str) -> None:
    columns = KINDS[kind].columns
    (header,) = lines_in("template", template_sheet(each.words for each in columns.values()))
    assert header.cells == tuple(each.words.zh for each in columns.values())
    assert sheet_of(columns, [header]).rows == ()


def test_cells_are_read_as_people_write_them() -> None:
    assert cells.moment("2026/12/1 9:05") == "2026-12-01T09:05:00+08:00"
    assert cells.moment("２０２６年12月1日 9时") == "2026-12-01T09:00:00+08:00"
    assert cells.moment("2026-12-01 00:00:00") == cells.moment("2026.12.1") == "2026-12-01T00:00:00+08:00"
    assert [cells.moment(each) for each in ("明天", "2026-13-01")] == ["明天", "2026-13-01"]
    assert [cells.number(each) for each in ("６０", "60.0", "1.5", "inf", "x")] == [60, 60, "1.5", "inf", "x"]
    assert [cells.minutes_of_hours(each) for each in ("1.5", "0.333", "x")] == [90, "0.333", "x"]
    assert [cells.service_kind(each) for each in ("errand", "没有这种")] == ["ERRAND", "没有这种"]
