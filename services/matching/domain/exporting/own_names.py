"""The names that a community itself gives to the columns of what leaves it."""

from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class NamedColumn:
    """One column: a field of a kind of export, and what it is called.

    Attributes:
        kind: ``members``, ``records`` or ``hours``.
        field: Which field.
        name: Its name there, 1 to 60 characters.
    """

    kind: str
    field: str
    name: str


@dataclass(frozen=True, slots=True, kw_only=True)
class OwnNames:
    """The columns of a community, in their order.

    Attributes:
        id: The community's code.
        is_provisional: Whether the other system has not agreed to these names yet.
        changed_by: Who wrote them last.
    """

    id: str
    version: int = 0
    columns: tuple[NamedColumn, ...]
    is_provisional: bool
    changed_by: str
    changed_at: datetime

    def of_kind(self, kind: str) -> dict[str, str]:
        """Return the names by field of one kind of export, in their order; empty if it has none."""
        return {each.field: each.name for each in self.columns if each.kind == kind}
