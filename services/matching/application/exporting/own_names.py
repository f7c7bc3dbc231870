"""A community's own names of columns: written line by line, each wrong line named with its number, kept once they are all right."""

from collections.abc import Iterable, Mapping
from types import MappingProxyType

from services.matching.adapters.tables import Line, lines_in
from services.matching.application.context import Matching
from services.matching.application.exporting.fields import FIELDS
from services.matching.application.exporting.mappings import MOST_NAME, Columns
from services.matching.domain.exporting.own_names import NamedColumn, OwnNames
from services.matching.domain.register.errors import one_fault
from shared.identity.actor import Actor
from shared.identity.permissions import Permission
from shared.kernel.errors import AlreadyThere, StaleWrite
from shared.kernel.words import Words

MOST_COMPLAINTS = 10
CELLS = 3
OWN = "own"
"""What a community's own names are called where one chooses among mappings."""
_HEADS = frozenset({"kind", "类别"})
KIND_CALLED: Mapping[str, str] = MappingProxyType(
    {**{kind: kind for kind in FIELDS}, "成员": "members", "服务记录": "records", "服务时长": "hours"}
)


def names_written(file_name: str, content: bytes) -> tuple[NamedColumn, ...]:
    """Return the columns that a sheet of three columns states: kind, field, name; a header may stand above.

    Raises:
        NotATable: If it is no sheet.
        BadInput: If a line is wrong, with the numbers of the first ten, or there is none.
    """
    named: list[NamedColumn] = []
    wrong: list[Words] = []
    for line in _without_head(lines_in(file_name, content)):
        column = _column(line)
        why = _fault(line, column, named)
        if why is None:
            named.append(column)
        else:
            wrong.append(Words(f"第 {line.number} 行：{why.zh}", f"Row {line.number}: {why.en}"))
    if wrong or not named:
        raise _refused(wrong)
    return tuple(named)


def _refused(wrong: list[Words]) -> Exception:
    told = wrong[:MOST_COMPLAINTS]
    if not told:
        return one_fault(
            "rows",
            "required",
            "请至少写一行：类别,字段,列名",
            "Please write at least one row: kind,field,name",
        )
    return one_fault(
        "rows", "mapping", "；".join(each.zh for each in told), "; ".join(each.en for each in told)
    )


def _without_head(lines: list[Line]) -> Iterable[Line]:
    is_head = bool(lines) and lines[0].cells[0].casefold() in _HEADS
    return lines[1:] if is_head else lines


def _column(line: Line) -> NamedColumn:
    """Return what a line says, whether it is right or not."""
    kind, field, name = (*line.cells, "", "", "")[:CELLS]
    return NamedColumn(kind=KIND_CALLED.get(kind.casefold(), kind), field=field.casefold(), name=name)


def _fault(line: Line, column: NamedColumn, earlier: list[NamedColumn]) -> Words | None:
    """Return why a line cannot be taken, or None."""
    if any(line.cells[CELLS:]) or column.kind not in FIELDS:
        return Words(
            "应为三格：类别（members、records 或 hours）、字段、列名",
            "It has three cells: kind (members, records or hours), field, name",
        )
    if column.field not in FIELDS[column.kind]:
        able = FIELDS[column.kind]
        return Words(
            f"没有字段 {column.field}；可用：{'、'.join(able)}",
            f"There is no field {column.field}; there are: {', '.join(able)}",
        )
    if not 1 <= len(column.name) <= MOST_NAME:
        return Words(f"列名应为 1 至 {MOST_NAME} 个字", f"A name has 1 to {MOST_NAME} characters")
    return _repeated(column, earlier)


def _repeated(column: NamedColumn, earlier: list[NamedColumn]) -> Words | None:
    same = [each for each in earlier if each.kind == column.kind]
    if any(each.field == column.field for each in same):
        return Words(f"字段 {column.field} 前面已有", f"The field {column.field} stands above already")
    if any(each.name == column.name for each in same):
        return Words(f"列名“{column.name}”前面已有", f"The name “{column.name}” stands above already")
    return None


def keep_own_names(
    m: Matching, actor: Actor, community_code: str, columns: tuple[NamedColumn, ...], *, is_provisional: bool
) -> OwnNames:
    """Keep the names of a community's columns in the place of those before; kept again, nothing changes.

    Raises:
        Forbidden: If the actor exports nothing from there.
        UnknownCommunity: If there is no such community.
    """
    code = m.communities.known(community_code).code
    actor.check_may(Permission.EXPORT_PERSONAL_DATA, code)
    before = m.export_names.find(code)
    if before and (before.columns, before.is_provisional) == (columns, is_provisional):
        return before
    after = OwnNames(
        id=code,
        version=before.version if before else 0,
        columns=columns,
        is_provisional=is_provisional,
        changed_by=actor.member_id,
        changed_at=m.clock.now(),
    )
    return m.export_names.save(after) if before else _first(m, after)


def forget_own_names(m: Matching, actor: Actor, community_code: str) -> None:
    """Let go of the names of a community's columns; where there are none, nothing changes.

    Raises:
        Forbidden: If the actor exports nothing from there.
        UnknownCommunity: If there is no such community.
    """
    if names_kept(m, m.communities.known(community_code).code) is None:
        actor.check_may(Permission.EXPORT_PERSONAL_DATA, community_code)
        return
    keep_own_names(m, actor, community_code, (), is_provisional=True)


def names_kept(m: Matching, community_code: str) -> OwnNames | None:
    """Return the names that a community gives to its columns, if it has any."""
    names = m.export_names.find(community_code)
    return names if names is not None and names.columns else None


def _first(m: Matching, names: OwnNames) -> OwnNames:
    try:
        return m.export_names.add(names)
    except AlreadyThere as cause:
        raise StaleWrite(kind="OwnNames", id=names.id) from cause


def own_columns(m: Matching, community_code: str, kind: str) -> Columns:
    """Return the names that a community gives to the columns of a kind of export.

    Raises:
        BadInput: If it has none for this kind.
    """
    names = names_kept(m, community_code)
    columns = names.of_kind(kind) if names else {}
    if not columns:
        raise one_fault(
            "mapping",
            "mapping",
            "本社区还没有为这一类写列名，请先写好，或选择其他列名",
            "The community has named no columns for this kind; write them first, or choose other names",
        )
    return columns


def as_rows(names: OwnNames) -> str:
    """Return the columns as one writes them, a line each."""
    return "\n".join(f"{each.kind},{each.field},{each.name}" for each in names.columns)
