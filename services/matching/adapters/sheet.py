"""A sheet for a spreadsheet program: every cell is a text or a number, never a formula."""

import io
from collections.abc import Iterable, Sequence

from openpyxl import Workbook
from openpyxl.cell.cell import Cell
from openpyxl.styles import Font
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.worksheet import Worksheet

Value = str | int | None
MOST_TITLE = 31
WIDEST = 40


def sheet_bytes(title: str, head: Sequence[Sequence[Value]], rows: Iterable[Sequence[Value]]) -> bytes:
    """Return an XLSX of one sheet.

    A text stays a text whatever it begins with: ``=``, ``+``, ``-`` or ``@`` start no formula in it.

    Args:
        title: Name of the sheet; what a sheet may not be named with is left out.
        head: First lines, in bold; the last of them names the columns.
        rows: What follows.
    """
    book = Workbook()
    sheet = book.active
    assert isinstance(sheet, Worksheet)
    sheet.title = "".join(sign for sign in title if sign not in "[]:*?/\\'")[:MOST_TITLE] or "Sheet"
    lines = [*head, *rows]
    for number, line in enumerate(lines, start=1):
        for place, value in enumerate(line, start=1):
            _put(sheet.cell(row=number, column=place), value, bold=number <= len(head))
    for place in range(1, max(len(line) for line in lines) + 1):
        longest = max(
            len(str(line[place - 1] or "")) for line in lines[len(head) - 1 :] if len(line) >= place
        )
        sheet.column_dimensions[get_column_letter(place)].width = min(WIDEST, longest * 2 + 2)
    kept = io.BytesIO()
    book.save(kept)
    return kept.getvalue()


def _put(cell: object, value: Value, *, bold: bool) -> None:
    assert isinstance(cell, Cell)
    if value is not None:
        cell.value = value
    if isinstance(value, str):
        cell.data_type = "s"
        cell.quotePrefix = value[:1] in "=+-@" and bool(value)
    cell.font = Font(bold=bold)
