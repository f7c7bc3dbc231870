"""Reading a table from a file of another system, and writing back the rows that must be mended."""

import csv
import io
import zipfile
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, cast

from openpyxl import load_workbook
from openpyxl.utils.exceptions import InvalidFileException

from shared.kernel.errors import RuleBroken
from shared.kernel.words import Words

if TYPE_CHECKING:
    from openpyxl.worksheet._read_only import ReadOnlyWorksheet

MOST_BYTES = 32 * 1024 * 1024
MOST_UNPACKED_BYTES = 256 * 1024 * 1024
MOST_ROWS = 200_000
MOST_COLUMNS = 100
MOST_CELL = 2_000
TO_MEND = "需修改 · to mend"
"""The column, in the file of rows that were not taken, that says what to mend; it is passed over when read again."""

_FORMULA = ("=", "+", "-", "@", "\t", "\r")
_NO_TABLES = (b"%PDF", b"\xd0\xcf\x11\xe0", b"<", b"{", b"\x89PNG", b"\xff\xd8\xff")
_LONGEST_CHARACTER_BYTES = 4
_PART_BYTES = 1024 * 1024


class NotATable(RuleBroken):
    """The file cannot be read as a table."""

    code = "not-a-table"
    zh = "{file} 不是可以导入的表格：{why_zh}"
    en = "{file} is no table that can be imported: {why}"


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """One line of a table that says something.

    Attributes:
        number: As a spreadsheet counts, from 1.
        cells: Texts, surrounding space removed.
    """

    number: int
    cells: tuple[str, ...]


def lines_of(file: Path) -> list[Line]:
    """Return the lines of a file; as :func:`lines_in`.

    Raises:
        NotATable: If it cannot be read, or is larger than 32 MB or 200,000 rows.
    """
    try:
        if file.stat().st_size > MOST_BYTES:
            raise _refused(file.name, "超过 32 MB，请分成几份", "it is larger than 32 MB, split it")
        content = file.read_bytes()
    except OSError as cause:
        raise _refused(file.name, "读不了这个文件", "it cannot be read") from cause
    return lines_in(file.name, content)


def lines_in(name: str, content: bytes) -> list[Line]:
    """Return the lines of a CSV file (UTF-8, GB18030 or UTF-16; comma, semicolon or tab) or of an XLSX file's first sheet, empty ones left out.

    Args:
        name: Of the file, to speak of it.
        content: Of the file; what it is follows from it, not from its name.

    Raises:
        NotATable: If it is neither, is cut short, or has more than 200,000 rows.
    """
    if content.lstrip().startswith(_NO_TABLES):
        raise _refused(name, "请另存为 XLSX 或 CSV", "save it as XLSX or CSV")
    found = _xlsx_lines(name, content) if content.startswith(b"PK") else _csv_lines(name, content)
    lines = []
    for number, cells in enumerate(found, start=1):
        if number > MOST_ROWS + 1:
            raise _refused(name, "超过 20 万行，请分成几份", "it has more than 200,000 rows, split it")
        told = tuple(_bare(cell) for cell in cells[:MOST_COLUMNS])
        if any(told):
            lines.append(Line(number=number, cells=told))
    return lines


def _refused(name: str, why_zh: str, why: str) -> NotATable:
    return NotATable(file=name, why_zh=why_zh, why=why)


def _bare(cell: str) -> str:
    """Return a cell without surrounding space, and without the sign that :func:`plain_cell` put before it."""
    text = cell.strip()[:MOST_CELL]
    return text[1:] if text.startswith("'") and text[1:].startswith(_FORMULA) else text


def _csv_lines(name: str, content: bytes) -> Iterator[list[str]]:
    text = _text_of(name, content)
    first = text.partition("\n")[0]
    delimiter = max(",;\t", key=first.count)
    row = 1
    try:
        for cells in csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, strict=True):
            yield cells
            row += 1
    except csv.Error as cause:
        raise _refused(
            name,
            f"第 {row} 行的引号没有成对，或有一格过长；文件可能不完整",
            f"in row {row} a quotation mark is missing, or a cell is far too long; the file may be cut short",
        ) from cause


def _text_of(name: str, content: bytes) -> str:
    encodings = ("utf-16",) if content.startswith((b"\xff\xfe", b"\xfe\xff")) else ("utf-8-sig", "gb18030")
    for encoding in encodings:
        try:
            text = content.decode(encoding)
        except UnicodeDecodeError as cause:
            if encoding == "utf-8-sig" and _is_cut_off(content, cause.start):
                raise _refused(
                    name, "文件末尾不完整，请重新导出", "its end is cut off, export it again"
                ) from cause
            continue
        if "\0" not in text:
            return text
    raise _refused(name, "请存为 UTF-8 或 GB18030 编码", "save it as UTF-8 or GB18030")


def _is_cut_off(content: bytes, wrong_from: int) -> bool:
    """Tell whether UTF-8 ends within a character; where all before is ASCII it may as well be another encoding."""
    is_last = len(content) - wrong_from < _LONGEST_CHARACTER_BYTES
    return is_last and not content[:wrong_from].isascii()


def _xlsx_lines(name: str, content: bytes) -> Iterator[list[str]]:
    """Yield the rows of the first sheet as text: computed cells by their value, or by their formula where nobody computed it."""
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as packed:
            if sum(each.file_size for each in packed.infolist()) > MOST_UNPACKED_BYTES:
                raise _refused(name, "解压后过大", "it is too large when unpacked")
            computes = any(_computes(packed, each) for each in packed.namelist() if "worksheets/" in each)
        values = _first_sheet(content, data_only=True)
        if not computes:  # most sheets: reading twice takes twice as long
            yield from ([_cell(value, value) for value in line] for line in values)
            return
        for line, written in zip(values, _first_sheet(content, data_only=False), strict=True):
            yield [_cell(value, formula) for value, formula in zip(line, written, strict=True)]
    except (zipfile.BadZipFile, InvalidFileException, KeyError, IndexError, ValueError, EOFError) as cause:
        raise _refused(name, "不是完整的 XLSX 文件", "it is no whole XLSX file") from cause


def _computes(packed: zipfile.ZipFile, name: str) -> bool:
    """Tell whether a sheet may hold a formula."""
    last = b""
    with packed.open(name) as sheet:
        while part := sheet.read(_PART_BYTES):
            if b"<f" in last + part:
                return True
            last = part[-1:]
    return False


def _first_sheet(content: bytes, *, data_only: bool) -> Iterator[tuple[object, ...]]:
    """Return the rows of the first sheet; openpyxl reads XML by defusedxml, so that no entity is expanded."""
    sheet = load_workbook(io.BytesIO(content), read_only=True, data_only=data_only).worksheets[0]
    cast("ReadOnlyWorksheet", sheet).reset_dimensions()  # what a file says of its own size may be wrong
    return sheet.iter_rows(values_only=True)


def _cell(value: object, written: object) -> str:
    if value is None:
        return "" if written is None else "=" if not isinstance(written, str) else written
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    return str(value)


def write_faulty(file: Path, header: Sequence[str], faulty: Sequence[tuple[Sequence[str], str]]) -> None:
    """Write rows with what is to be mended into a CSV file that spreadsheets open; others cannot read it."""
    file.touch(mode=0o600)
    file.write_bytes(faulty_sheet(header, faulty))


def faulty_sheet(header: Sequence[str], faulty: Iterable[tuple[Sequence[str], str]]) -> bytes:
    """Return rows with what is to be mended as CSV; nothing in it is a formula."""
    rows = ([*map(plain_cell, cells), plain_cell(why)] for cells, why in faulty)
    return _csv([[*header, TO_MEND], *rows])


def template_sheet(columns: Iterable[Words]) -> bytes:
    """Return an empty sheet whose header has these columns, by their Chinese names, as CSV."""
    return _csv([[words.zh for words in columns]])


def _csv(rows: Iterable[Sequence[str]]) -> bytes:
    out = io.StringIO(newline="")
    csv.writer(out).writerows(rows)
    return out.getvalue().encode("utf-8-sig")


def plain_cell(cell: str) -> str:
    """Return a cell that no spreadsheet computes; a telephone number with its plus stays what it is."""
    is_number = cell[1:].replace(" ", "").isdigit()
    return f"'{cell}" if cell.startswith(_FORMULA) and not is_number else cell
