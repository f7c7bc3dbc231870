"""Rows written into a file as they come: none of them waits in memory, and the file appears whole or not at all."""

import csv
import json
import os
import tempfile
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from enum import StrEnum
from pathlib import Path
from types import MappingProxyType
from typing import TYPE_CHECKING

from openpyxl import Workbook
from openpyxl.cell import WriteOnlyCell

from services.matching.adapters.tables import plain_cell
from shared.kernel.errors import RuleBroken

if TYPE_CHECKING:
    from openpyxl.worksheet._write_only import WriteOnlyWorksheet

Cell = str | int
Row = Sequence[Cell]


class Format(StrEnum):
    """What a file is written as."""

    CSV = "csv"
    XLSX = "xlsx"
    JSON = "json"


class CannotWrite(RuleBroken):
    """The file cannot be written."""

    code = "cannot-write"
    zh = "写不了文件 {file}：请检查文件夹是否存在、磁盘是否已满"
    en = "The file {file} cannot be written: see whether its folder exists and the disk has room"


def write_rows(file: Path, form: Format, header: Sequence[str], rows: Iterable[Row]) -> int:
    """Write rows under a header, and return how many; nobody else may read the file.

    A file of that name is replaced once the last row is written, and stays as it was if that fails.

    Raises:
        CannotWrite: If the folder is missing, or the disk full.
    """
    counted = _Counted(rows)
    with _whole(file) as unfinished:
        _WRITERS[form](unfinished, header, counted)
    return counted.count


class _Counted:
    """Rows that count themselves while they pass."""

    def __init__(self, rows: Iterable[Row]) -> None:
        self.count, self._rows = 0, rows

    def __iter__(self) -> Iterator[Row]:
        for row in self._rows:
            self.count += 1
            yield row


@contextmanager
def _whole(file: Path) -> Iterator[Path]:
    try:
        handle, name = tempfile.mkstemp(dir=file.parent, prefix=f".{file.name}.")
        os.close(handle)
        unfinished = Path(name)
        try:
            yield unfinished
            with unfinished.open("rb") as written:
                os.fsync(written.fileno())
            unfinished.replace(file)
        finally:
            unfinished.unlink(missing_ok=True)
    except OSError as cause:
        raise CannotWrite(file=file.name) from cause


def _write_csv(file: Path, header: Sequence[str], rows: Iterable[Row]) -> None:
    with file.open("w", encoding="utf-8-sig", newline="") as out:
        writer = csv.writer(out)
        writer.writerow([plain_cell(name) for name in header])
        writer.writerows([_csv_cell(cell) for cell in row] for row in rows)


def _csv_cell(cell: Cell) -> Cell:
    return plain_cell(cell) if isinstance(cell, str) else cell


def _write_json(file: Path, header: Sequence[str], rows: Iterable[Row]) -> None:
    with file.open("w", encoding="utf-8") as out:
        before = "[\n"
        for row in rows:
            out.write(before + json.dumps(dict(zip(header, row, strict=True)), ensure_ascii=False))
            before = ",\n"
        out.write("[]\n" if before == "[\n" else "\n]\n")


def _write_xlsx(file: Path, header: Sequence[str], rows: Iterable[Row]) -> None:
    book = Workbook(write_only=True)
    sheet: WriteOnlyWorksheet = book.create_sheet("Linli")
    sheet.append([_text(sheet, name) for name in header])
    for row in rows:
        sheet.append([_text(sheet, cell) if isinstance(cell, str) else cell for cell in row])
    book.save(file)


def _text(sheet: "WriteOnlyWorksheet", text: str) -> object:
    """Return a cell that stays a text whatever it begins with."""
    cell = WriteOnlyCell(sheet, value=text)
    cell.data_type = "s"
    return cell


_WRITERS: Mapping[Format, Callable[[Path, Sequence[str], Iterable[Row]], None]] = MappingProxyType(
    {Format.CSV: _write_csv, Format.XLSX: _write_xlsx, Format.JSON: _write_json}
)
