"""Who may give which role to whom, and where: never beyond one's own scope, never above oneself."""

from services.matching.domain.register.errors import (
    BeyondOwnScope,
    NoSuchGrant,
    RoleNotGranted,
    ScopeDoesNotFit,
)
from shared.identity.permissions import HasGrants, Permission, grants_with
from shared.identity.roles import Grant, Role, Scope, ScopeKind
from shared.kernel.errors import FieldFault

_AREA = frozenset(
    {ScopeKind.ALL, ScopeKind.CITY, ScopeKind.DISTRICT, ScopeKind.SUB_DISTRICT, ScopeKind.COMMUNITY}
)
_IN_ORGANISATION = frozenset({ScopeKind.ORGANISATION, ScopeKind.COMMUNITY, ScopeKind.DISTRICT})

SCOPES_OF: dict[Role, frozenset[ScopeKind]] = {
    Role.VOLUNTEER: frozenset(),
    Role.RESIDENT: frozenset(),
    Role.DELEGATE: frozenset(),
    Role.SOCIAL_WORKER: _AREA - {ScopeKind.ALL},
    Role.GRID_WORKER: frozenset({ScopeKind.GRID, ScopeKind.COMMUNITY}),
    Role.COMMUNITY_STAFF: _AREA,
    Role.ORGANISATION_STAFF: _IN_ORGANISATION,
    Role.CHARITY_STAFF: _IN_ORGANISATION,
    Role.OVERSEER: _AREA,
    Role.AUDITOR: _AREA,
    Role.OPERATOR: frozenset({ScopeKind.ALL}),
}
"""The kinds of scope each role may be given in; roles without any are never given."""

_OF_THE_COMMUNITY = frozenset(
    {
        Role.COMMUNITY_STAFF,
        Role.GRID_WORKER,
        Role.SOCIAL_WORKER,
        Role.ORGANISATION_STAFF,
        Role.CHARITY_STAFF,
    }
)
GIVEN_BY: dict[Role, frozenset[Role]] = {
    Role.COMMUNITY_STAFF: _OF_THE_COMMUNITY,
    Role.OVERSEER: _OF_THE_COMMUNITY | {Role.OVERSEER},
    Role.OPERATOR: _OF_THE_COMMUNITY | {Role.OVERSEER, Role.AUDITOR, Role.OPERATOR},
}
"""Which roles each role may give; whoever audits is appointed by none of those audited."""


def check_role_fits(role: Role, scope: Scope) -> None:
    """Pass if the role may be given in this kind of scope.

    Raises:
        RoleNotGranted: If it is never given.
        ScopeDoesNotFit: If the scope is of another kind.
    """
    if not SCOPES_OF[role]:
        raise RoleNotGranted(role=role.value)
    if scope.kind not in SCOPES_OF[role]:
        fault = FieldFault(
            field="scope", code=ScopeDoesNotFit.code, zh=ScopeDoesNotFit.zh, en=ScopeDoesNotFit.en
        )
        raise ScopeDoesNotFit(faults=(fault,))


def can_manage(who: HasGrants, role: Role, scope: Scope, *, home: str) -> bool:
    """Tell whether someone may give or take a role in a scope.

    Args:
        who: With the roles they hold.
        role: To be given or taken.
        scope: Where.
        home: Community of the member concerned; an organisation's staff are managed where they live.
    """
    return any(
        role in GIVEN_BY.get(own.role, frozenset())
        and (own.scope.covers(home) if scope.kind is ScopeKind.ORGANISATION else own.scope.contains(scope))
        for own in grants_with(who.grants, Permission.MANAGE_STAFF)
    )


def check_can_manage(who: HasGrants, role: Role, scope: Scope, *, home: str) -> None:
    """Pass if :func:`can_manage`.

    Raises:
        BeyondOwnScope: Otherwise.
    """
    if not can_manage(who, role, scope, home=home):
        raise BeyondOwnScope(role=role.value, scope=scope.text)


def with_grant(grants: tuple[Grant, ...], fresh: Grant) -> tuple[Grant, ...]:
    """Return the grants with a fresh one, which takes the place of one for the same role and scope."""
    return (*without_grant(grants, fresh.role, fresh.scope), fresh)


def without_grant(grants: tuple[Grant, ...], role: Role, scope: Scope) -> tuple[Grant, ...]:
    """Return the grants without those for this role and scope."""
    return tuple(each for each in grants if (each.role, each.scope) != (role, scope))


def grant_held(grants: tuple[Grant, ...], role: Role, scope: Scope) -> Grant:
    """Return the grant for this role and scope.

    Raises:
        NoSuchGrant: If there is none.
    """
    for grant in grants:
        if (grant.role, grant.scope) == (role, scope):
            return grant
    raise NoSuchGrant(role=role.value, scope=scope.text)
