"""Reading a table from a file of another system, and writing back the rows that must be mended."""

import csv
import io
import zipfile
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from openpyxl import load_workbook
from openpyxl.utils.exceptions import InvalidFileException

from shared.kernel.errors import RuleBroken
from shared.kernel.words import Words

MOST_BYTES = 32 * 1024 * 1024
MOST_UNPACKED_BYTES = 256 * 1024 * 1024
MOST_ROWS = 200_000
TO_MEND = "需修改 · to mend"
"""The column, in the file of rows that were not taken, that says what to mend; it is passed over when read again."""

_ENCODINGS = ("utf-8-sig", "gb18030")
_FORMULA = ("=", "+", "-", "@", "\t", "\r")


class NotATable(RuleBroken):
    """The file cannot be read as a table."""

    code = "not-a-table"
    zh = "{file} 不是可以导入的表格：{why_zh}"
    en = "{file} is no table that can be imported: {why}"


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """One row of a table.

    Attributes:
        number: As a spreadsheet counts, the header being 1.
        cells: Text by header, surrounding space removed.
    """

    number: int
    cells: Mapping[str, str]


def rows_of(file: Path) -> list[Row]:
    """Return the rows of a CSV file (UTF-8 or GB18030; comma, semicolon or tab) or of an XLSX file's first sheet; empty ones left out.

    Raises:
        NotATable: If it cannot be read, or is larger than 32 MB or 200,000 rows.
    """
    try:
        if file.stat().st_size > MOST_BYTES:
            raise NotATable(
                file=file, why_zh="超过 32 MB，请分成几份", why="it is larger than 32 MB, split it"
            )
        content = file.read_bytes()
    except OSError as cause:
        raise NotATable(file=file, why_zh="读不了这个文件", why="it cannot be read") from cause
    lines = _xlsx_lines(file, content) if content.startswith(b"PK") else _csv_lines(file, content)
    header = [cell.strip() for cell in next(lines, [])]
    rows = []
    for number, line in enumerate(lines, start=2):
        if number > MOST_ROWS + 1:
            raise NotATable(
                file=file, why_zh="超过 20 万行，请分成几份", why="it has more than 200,000 rows, split it"
            )
        cells = {name: cell.strip() for name, cell in zip(header, line, strict=False) if name != TO_MEND}
        if any(cells.values()):
            rows.append(Row(number=number, cells=cells))
    return rows


def _csv_lines(file: Path, content: bytes) -> Iterator[list[str]]:
    for encoding in _ENCODINGS:
        try:
            text = content.decode(encoding)
        except UnicodeDecodeError:
            continue
        first = text.partition("\n")[0]
        delimiter = max(",;\t", key=first.count)
        return csv.reader(io.StringIO(text, newline=""), delimiter=delimiter)
    raise NotATable(file=file, why_zh="请存为 UTF-8 或 GB18030 编码", why="save it as UTF-8 or GB18030")


def _xlsx_lines(file: Path, content: bytes) -> Iterator[list[str]]:
    """Yield the rows of the first sheet as text; openpyxl reads XML by defusedxml where that is installed."""
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as packed:
            unpacked_bytes = sum(each.file_size for each in packed.infolist())
        if unpacked_bytes > MOST_UNPACKED_BYTES:
            raise NotATable(file=file, why_zh="解压后过大", why="it is too large when unpacked")
        sheet = load_workbook(io.BytesIO(content), read_only=True, data_only=True).worksheets[0]
    except (zipfile.BadZipFile, InvalidFileException, KeyError, IndexError, ValueError) as cause:
        raise NotATable(file=file, why_zh="不是完整的 XLSX 文件", why="it is no whole XLSX file") from cause
    for line in sheet.iter_rows(values_only=True):
        yield ["" if cell is None else str(cell) for cell in line]


def write_faulty(file: Path, faulty: Sequence[tuple[Row, str]]) -> None:
    """Write rows with what is to be mended into a CSV file that spreadsheets open; nothing in it is a formula, others cannot read it."""
    header = [*faulty[0][0].cells, TO_MEND]
    file.touch(mode=0o600)
    with file.open("w", encoding="utf-8-sig", newline="") as out:
        writer = csv.writer(out)
        writer.writerow(header)
        for row, why in faulty:
            writer.writerow([_plain(cell) for cell in (*row.cells.values(), why)])


def write_template(file: Path, columns: Iterable[Words]) -> None:
    """Write an empty sheet whose header has these columns, by their Chinese names."""
    with file.open("w", encoding="utf-8-sig", newline="") as out:
        csv.writer(out).writerow([words.zh for words in columns])


def _plain(cell: str) -> str:
    """Return a cell that no spreadsheet computes; a telephone number with its plus stays what it is."""
    is_number = cell[1:].replace(" ", "").isdigit()
    return f"'{cell}" if cell.startswith(_FORMULA) and not is_number else cell
