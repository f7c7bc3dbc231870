"""The roles of a shift, held against what they may be together."""

from services.matching.domain.projects.shift import MOST_PLACES, MOST_ROLES, ShiftRole
from shared.kernel.errors import BadInput, FieldFault


def checked_roles(roles: tuple[ShiftRole, ...]) -> tuple[ShiftRole, ...]:
    """Return the roles if they are one to six, each code once, with at most 200 places together.

    Raises:
        BadInput: If not.
    """
    codes = {role.code for role in roles}
    if not 1 <= len(roles) <= MOST_ROLES or len(codes) < len(roles):
        raise _fault("roles", f"请设 1 至 {MOST_ROLES} 个不同的岗位", f"Please name 1 to {MOST_ROLES} roles")
    if sum(role.places for role in roles) > MOST_PLACES:
        raise _fault("roles", f"一个班次最多 {MOST_PLACES} 人", f"A shift takes {MOST_PLACES} people at most")
    return roles


def _fault(field: str, zh: str, en: str) -> BadInput:
    return BadInput(faults=(FieldFault(field=field, code="invalid", zh=zh, en=en),))
