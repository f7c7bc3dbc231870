"""Who may do what: each role's permissions as one table. What the state of things allows is said elsewhere."""

from collections.abc import Iterable
from enum import StrEnum
from typing import Protocol

from shared.identity.roles import Grant, Role
from shared.kernel.errors import Forbidden


class Permission(StrEnum):
    """What a role allows beyond what everyone signed in may do for themselves: ask, offer, serve."""

    SEE_DESK = "SEE_DESK"
    POST_NEED_FOR_OTHERS = "POST_NEED_FOR_OTHERS"
    REVIEW_NEED = "REVIEW_NEED"
    REVIEW_PARTY = "REVIEW_PARTY"
    DISPATCH = "DISPATCH"
    CONFIRM_AS_STAFF = "CONFIRM_AS_STAFF"
    CONFIRM_AS_ORGANISER = "CONFIRM_AS_ORGANISER"
    TAKE_PROFESSIONAL_NEED = "TAKE_PROFESSIONAL_NEED"
    REDEEM_FOR_RESIDENT = "REDEEM_FOR_RESIDENT"
    KEEP_BOOK = "KEEP_BOOK"
    AGREE_TO_LONG_DAYS = "AGREE_TO_LONG_DAYS"
    RECORD_RESIDENT = "RECORD_RESIDENT"
    IMPORT_SHEETS = "IMPORT_SHEETS"
    ADD_COMMUNITY = "ADD_COMMUNITY"
    CONFIRM_DOCUMENT = "CONFIRM_DOCUMENT"
    SEE_PERSONAL_DATA = "SEE_PERSONAL_DATA"
    EXPORT_PERSONAL_DATA = "EXPORT_PERSONAL_DATA"
    MANAGE_STAFF = "MANAGE_STAFF"
    SUSPEND_ACCOUNT = "SUSPEND_ACCOUNT"
    SEE_STATISTICS = "SEE_STATISTICS"
    SEE_AUDIT = "SEE_AUDIT"
    SEE_PROOF = "SEE_PROOF"
    SEE_PARKED = "SEE_PARKED"
    BROADCAST = "BROADCAST"


_P = Permission

PERMISSIONS: dict[Role, frozenset[Permission]] = {
    Role.VOLUNTEER: frozenset(),
    Role.RESIDENT: frozenset(),
    Role.DELEGATE: frozenset(),
    Role.SOCIAL_WORKER: frozenset(
        {
            _P.SEE_DESK,
            _P.POST_NEED_FOR_OTHERS,
            _P.TAKE_PROFESSIONAL_NEED,
            _P.RECORD_RESIDENT,
            _P.IMPORT_SHEETS,
            _P.SEE_PERSONAL_DATA,
        }
    ),
    Role.GRID_WORKER: frozenset(
        {_P.SEE_DESK, _P.POST_NEED_FOR_OTHERS, _P.RECORD_RESIDENT, _P.IMPORT_SHEETS, _P.SEE_PERSONAL_DATA}
    ),
    Role.COMMUNITY_STAFF: frozenset(
        {
            _P.SEE_DESK,
            _P.POST_NEED_FOR_OTHERS,
            _P.REVIEW_NEED,
            _P.REVIEW_PARTY,
            _P.DISPATCH,
            _P.CONFIRM_AS_STAFF,
            _P.CONFIRM_AS_ORGANISER,
            _P.REDEEM_FOR_RESIDENT,
            _P.KEEP_BOOK,
            _P.RECORD_RESIDENT,
            _P.IMPORT_SHEETS,
            _P.CONFIRM_DOCUMENT,
            _P.SEE_PERSONAL_DATA,
            _P.EXPORT_PERSONAL_DATA,
            _P.MANAGE_STAFF,
            _P.SUSPEND_ACCOUNT,
            _P.SEE_STATISTICS,
            _P.BROADCAST,
        }
    ),
    Role.ORGANISATION_STAFF: frozenset({_P.CONFIRM_AS_ORGANISER}),
    Role.CHARITY_STAFF: frozenset(),
    Role.OVERSEER: frozenset(
        {
            _P.IMPORT_SHEETS,
            _P.ADD_COMMUNITY,
            _P.MANAGE_STAFF,
            _P.SUSPEND_ACCOUNT,
            _P.AGREE_TO_LONG_DAYS,
            _P.SEE_STATISTICS,
            _P.SEE_AUDIT,
            _P.SEE_PROOF,
        }
    ),
    Role.AUDITOR: frozenset({_P.SEE_STATISTICS, _P.SEE_AUDIT, _P.SEE_PROOF}),
    Role.OPERATOR: frozenset(
        {_P.IMPORT_SHEETS, _P.ADD_COMMUNITY, _P.MANAGE_STAFF, _P.SUSPEND_ACCOUNT, _P.SEE_PARKED, _P.SEE_PROOF}
    ),
}


class HasGrants(Protocol):
    """Whoever holds roles."""

    @property
    def grants(self) -> tuple[Grant, ...]:
        """Its roles, each in a scope."""


def grants_with(grants: Iterable[Grant], permission: Permission) -> tuple[Grant, ...]:
    """Return those grants, not suspended, whose role gives the permission."""
    return tuple(grant for grant in grants if not grant.suspended and permission in PERMISSIONS[grant.role])


def may(who: HasGrants, permission: Permission, place: str | None = None) -> bool:
    """Tell whether one of the roles gives the permission, in the community ``place`` or, without one, anywhere."""
    return any(place is None or grant.scope.covers(place) for grant in grants_with(who.grants, permission))


def check_may(who: HasGrants, permission: Permission, place: str | None = None) -> None:
    """Pass if :func:`may` says so.

    Raises:
        Forbidden: If no role gives the permission there.
    """
    if not may(who, permission, place):
        raise Forbidden(permission=permission.value, place=place)
