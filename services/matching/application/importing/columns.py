"""What a sheet's header means: which column holds which field, however it is called."""

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from services.matching.adapters.tables import TO_MEND, Line
from shared.kernel.errors import RuleBroken
from shared.kernel.words import Words, plain_width

HEADER_WITHIN = 6
"""Above the header there may be a title, in so many lines at most."""
_LEAST_OF_HEADER = 2
_BESIDE_NAME = re.compile(r"[*\s]|[（(].*[)）]$")


class UnknownColumns(RuleBroken):
    """The header has names that mean nothing here, or lacks one that is needed."""

    code = "unknown-columns"
    zh = "表头有误：不认识或重复的列 {unknown}；缺少的列 {missing}；可以先下载模板"
    en = "The header is wrong: unknown or repeated columns {unknown}; missing columns {missing}; begin from the template"


@dataclass(frozen=True, slots=True, kw_only=True)
class Column:
    """A column that a sheet may have.

    Attributes:
        words: Its names; a sheet may also use the field's own.
        says: What is written in it.
        required: Whether a sheet must have it.
        also: Other names it goes by.
        read: Makes the field's value of a cell; what it does not understand it leaves for the field to refuse.
    """

    words: Words
    says: Words
    required: bool = False
    also: tuple[str, ...] = ()
    read: Callable[[str], object] = str


Columns = Mapping[str, Column]


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """One row below the header.

    Attributes:
        number: As a spreadsheet counts, from 1.
        cells: As the file has them, one for each column.
        given: By field, what is not empty.
    """

    number: int
    cells: tuple[str, ...]
    given: Mapping[str, object]


@dataclass(frozen=True, slots=True, kw_only=True)
class Sheet:
    """A table whose header was understood.

    Attributes:
        header: Names as the file has them.
        rows: In the file's order.
    """

    header: tuple[str, ...]
    rows: tuple[Row, ...]


def sheet_of(columns: Columns, lines: Sequence[Line]) -> Sheet:
    """Return the rows of a table by field; titles above the header are passed over.

    Raises:
        UnknownColumns: If the header cannot be understood.
    """
    if not lines:
        return Sheet(header=(), rows=())
    fields = _fields_by_name(columns)
    at = _header_at(fields, lines)
    header, below = lines[at].cells, lines[at + 1 :]
    found = _fields_of(columns, fields, header, below)
    kept = [index for index, name in enumerate(header) if name and name != TO_MEND]
    rows = (_row(columns, found, kept, line) for line in below)
    return Sheet(
        header=tuple(header[index] for index in kept), rows=tuple(row for row in rows if any(row.cells))
    )


def row_of(columns: Columns, header: Sequence[str], number: int, cells: tuple[str, ...]) -> Row:
    """Return one row of a sheet whose header was understood before."""
    fields = _fields_by_name(columns)
    found = {index: fields[_bare(name)] for index, name in enumerate(header)}
    return _row(columns, found, range(len(header)), Line(number=number, cells=cells))


def _fields_by_name(columns: Columns) -> dict[str, str]:
    return {
        _bare(name): field
        for field, column in columns.items()
        for name in (field, column.words.zh, column.words.en, *column.also)
    }


def _bare(name: str) -> str:
    return _BESIDE_NAME.sub("", plain_width(name)).casefold()


def _header_at(fields: Mapping[str, str], lines: Sequence[Line]) -> int:
    """Return the first line that names two columns we know; the first line, if none does."""
    for index, line in enumerate(lines[:HEADER_WITHIN]):
        if sum(1 for name in line.cells if _bare(name) in fields) >= _LEAST_OF_HEADER:
            return index
    return 0


def _fields_of(
    columns: Columns, fields: Mapping[str, str], header: Sequence[str], below: Sequence[Line]
) -> dict[int, str]:
    """Return the field of each column by its place."""
    found: dict[int, str] = {}
    unknown: list[str] = []
    widest = max((len(line.cells) for line in below), default=0)
    for index, name in enumerate((*header, *([""] * (widest - len(header))))):
        field = fields.get(_bare(name))
        if field is not None and field not in found.values():
            found[index] = field
        elif name not in ("", TO_MEND):
            unknown.append(name)
        elif not name and any(line.cells[index : index + 1] not in ((), ("",)) for line in below):
            unknown.append(f"#{index + 1}")
    missing = [
        column.words.zh
        for field, column in columns.items()
        if column.required and field not in found.values()
    ]
    if unknown or missing:
        raise UnknownColumns(unknown="、".join(unknown) or "–", missing="、".join(missing) or "–")
    return found


def _row(columns: Columns, found: Mapping[int, str], kept: Sequence[int], line: Line) -> Row:
    cells = (*line.cells, *([""] * (max(kept, default=0) + 1 - len(line.cells))))
    return Row(
        number=line.number,
        cells=tuple(cells[index] for index in kept),
        given={field: columns[field].read(cells[index]) for index, field in found.items() if cells[index]},
    )
