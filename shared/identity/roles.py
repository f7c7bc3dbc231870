"""Roles a member may hold, and where: a role is always given in a scope."""

import re
from dataclasses import dataclass
from enum import StrEnum

from shared.kernel.errors import BadInput, FieldFault
from shared.kernel.words import Words


class Role(StrEnum):
    """What a member is to the community; the first three follow from what one does and are never granted."""

    VOLUNTEER = "VOLUNTEER"
    RESIDENT = "RESIDENT"
    DELEGATE = "DELEGATE"
    SOCIAL_WORKER = "SOCIAL_WORKER"
    GRID_WORKER = "GRID_WORKER"
    COMMUNITY_STAFF = "COMMUNITY_STAFF"
    ORGANISATION_STAFF = "ORGANISATION_STAFF"
    CHARITY_STAFF = "CHARITY_STAFF"
    OVERSEER = "OVERSEER"
    AUDITOR = "AUDITOR"
    OPERATOR = "OPERATOR"

    @property
    def words(self) -> Words:
        """Return what people call it."""
        return _ROLE_WORDS[self]


_ROLE_WORDS = {
    Role.VOLUNTEER: Words("志愿者", "Volunteer"),
    Role.RESIDENT: Words("居民", "Resident"),
    Role.DELEGATE: Words("代办人", "Delegate"),
    Role.SOCIAL_WORKER: Words("社会工作者", "Social worker"),
    Role.GRID_WORKER: Words("网格员", "Grid worker"),
    Role.COMMUNITY_STAFF: Words("社区工作者", "Community staff"),
    Role.ORGANISATION_STAFF: Words("社会组织工作人员", "Organisation staff"),
    Role.CHARITY_STAFF: Words("慈善组织工作人员", "Charity staff"),
    Role.OVERSEER: Words("主管部门", "Overseer"),
    Role.AUDITOR: Words("审计员", "Auditor"),
    Role.OPERATOR: Words("系统运维", "Operator"),
}


class ScopeKind(StrEnum):
    """How far a role reaches."""

    ALL = "ALL"
    CITY = "CITY"
    DISTRICT = "DISTRICT"
    SUB_DISTRICT = "SUB_DISTRICT"
    COMMUNITY = "COMMUNITY"
    GRID = "GRID"
    ORGANISATION = "ORGANISATION"


_BY_LENGTH = {
    4: ScopeKind.CITY,
    6: ScopeKind.DISTRICT,
    9: ScopeKind.SUB_DISTRICT,
    12: ScopeKind.COMMUNITY,
}
_GRID = re.compile(r"[0-9]{12}-[A-Za-z0-9]{1,12}")
_ORGANISATION = re.compile(r"org\.([A-Za-z0-9-]{1,36})")


@dataclass(frozen=True, slots=True, kw_only=True)
class Scope:
    """Where a role holds.

    Attributes:
        kind: How far it reaches.
        code: Administrative code of 4 (city), 6 (district), 9 (sub-district) or 12 (community) digits; for a grid
            the community's code, a dash and the grid's own; for an organisation its id; empty for ``ALL``.
    """

    kind: ScopeKind
    code: str = ""

    def covers(self, place: str) -> bool:
        """Tell whether a community, or a grid written ``community-grid``, lies within.

        A grid's scope covers its own grid and the community it is part of, no other grid.
        """
        if self.kind is ScopeKind.ORGANISATION:
            return False
        if self.kind is ScopeKind.GRID:
            return place in (self.code, self.community_code)
        return place.startswith(self.code)

    def contains(self, other: "Scope") -> bool:
        """Tell whether whoever holds this scope holds all of the other, too."""
        if self == other or self.kind is ScopeKind.ALL:
            return True
        if ScopeKind.ORGANISATION in (self.kind, other.kind) or self.kind is ScopeKind.GRID:
            return False
        return bool(other.code) and other.code.startswith(self.code)

    @property
    def community_code(self) -> str | None:
        """Return the one community this scope lies in, if there is one."""
        if self.kind in (ScopeKind.COMMUNITY, ScopeKind.GRID):
            return self.code[:12]
        return None

    @property
    def text(self) -> str:
        """Return the scope as events and command lines write it: ``ALL``, a code, or ``org.<id>``."""
        if self.kind is ScopeKind.ALL:
            return "ALL"
        return f"org.{self.code}" if self.kind is ScopeKind.ORGANISATION else self.code


EVERYWHERE = Scope(kind=ScopeKind.ALL)


def scope_of(text: str) -> Scope:
    """Return the scope that :attr:`Scope.text` writes; ``all`` may be in any case.

    Raises:
        BadInput: If the text is no scope.
    """
    text = text.strip()
    if text.upper() == "ALL":
        return EVERYWHERE
    if text.isascii() and text.isdigit() and len(text) in _BY_LENGTH:
        return Scope(kind=_BY_LENGTH[len(text)], code=text)
    if _GRID.fullmatch(text):
        return Scope(kind=ScopeKind.GRID, code=text)
    if found := _ORGANISATION.fullmatch(text):
        return Scope(kind=ScopeKind.ORGANISATION, code=found.group(1))
    raise BadInput(
        faults=(
            FieldFault(
                field="scope",
                code="no-scope",
                zh="范围应为 all、4/6/9/12 位区划代码、社区代码-网格号，或 org.机构编号",
                en="A scope is all, an area code of 4, 6, 9 or 12 digits, community-grid, or org.<id>",
            ),
        )
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class Grant:
    """A role in a scope, held by a member.

    Attributes:
        role: The role.
        scope: Where it holds.
        suspended: Whether it gives nothing for now.
        granted_by: Id of the member who gave it; None when it was made at the command line.
    """

    role: Role
    scope: Scope
    suspended: bool = False
    granted_by: str | None = None
