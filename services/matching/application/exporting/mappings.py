"""Under which column names a field leaves: what other systems call it is data, and for now provisional."""

import json
from collections.abc import Mapping
from pathlib import Path

from services.matching.application.exporting.fields import FIELDS
from shared.kernel.errors import BadInput, FieldFault, RuleBroken

BUILT_IN = Path(__file__).resolve().parents[4] / "shared" / "data" / "exchange.json"
DEFAULT = "linli"
MOST_BYTES = 256 * 1024
MOST_NAME = 60

Columns = Mapping[str, str]
"""Names of columns by field, in the order of the columns."""


class MappingUnreadable(RuleBroken):
    """The mapping file cannot be read."""

    code = "mapping-unreadable"
    zh = "读不了字段对照文件 {file}；它应是 UTF-8 编码的 JSON，写法见 docs/exporting.md"
    en = "The mapping {file} cannot be read; it is JSON in UTF-8 as docs/exporting.md shows"


def columns_of(kind: str, asked: str = DEFAULT) -> Columns:
    """Return the columns of a kind of export.

    Args:
        kind: ``members``, ``records`` or ``hours``.
        asked: Name of a mapping that comes with the platform, or the path of a file with one.

    Raises:
        MappingUnreadable: If there is no such mapping.
        BadInput: If it has fields or names that cannot be.
    """
    known = _object(BUILT_IN)
    mapping = known.get(asked) or _object(Path(asked))
    return _checked(kind, mapping.get(kind) if isinstance(mapping, dict) else None)


def _object(file: Path) -> dict[str, object]:
    try:
        with file.open("rb") as opened:
            found = json.loads(opened.read(MOST_BYTES).decode("utf-8-sig"))
    except (OSError, ValueError, RecursionError) as cause:
        raise MappingUnreadable(file=file.name) from cause
    if not isinstance(found, dict):
        raise MappingUnreadable(file=file.name)
    return found


def _checked(kind: str, given: object) -> Columns:
    if not isinstance(given, dict) or not given:
        raise _refused(kind, "缺少这一类的字段对照", "The mapping has no columns for this kind")
    names = list(given.values())
    for field, name in given.items():
        if field not in FIELDS[kind]:
            able = "、".join(FIELDS[kind])
            raise _refused(
                f"{kind}.{field}", f"没有这个字段；可用：{able}", f"There is no such field; there are: {able}"
            )
        if not isinstance(name, str) or not name.strip() or len(name) > MOST_NAME or names.count(name) > 1:
            raise _refused(
                f"{kind}.{field}",
                "列名应为 1 至 60 个字，且不重复",
                "A column's name has 1 to 60 characters and stands once",
            )
    return given


def _refused(field: str, zh: str, en: str) -> BadInput:
    return BadInput(faults=(FieldFault(field=field, code="mapping", zh=zh, en=en),))
