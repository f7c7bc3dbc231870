"""Whoever is signed in and acts now."""

from dataclasses import dataclass

from shared.identity.permissions import Permission, check_may, may
from shared.identity.roles import Grant, Role


@dataclass(frozen=True, slots=True, kw_only=True)
class Actor:
    """A member with a session.

    Attributes:
        member_id: Who acts.
        session_id: Through which session.
        community_code: Home community, 12 digits.
        language: ``zh`` or ``en``.
        name: The actor's own name, to greet by.
        grants: Roles held now, suspended ones left out.
        elderly_mode: Whether pages are shown large and simple.
    """

    member_id: str
    session_id: str
    community_code: str
    language: str = "zh"
    name: str = ""
    grants: tuple[Grant, ...] = ()
    elderly_mode: bool = False

    def may(self, permission: Permission, place: str | None = None) -> bool:
        """Tell whether a role of the actor gives the permission in the community ``place``, or anywhere."""
        return may(self, permission, place)

    def check_may(self, permission: Permission, place: str | None = None) -> None:
        """Pass if the actor may.

        Raises:
            Forbidden: If no role gives the permission there.
        """
        check_may(self, permission, place)

    def holds(self, role: Role) -> bool:
        """Tell whether the actor holds the role in any scope."""
        return any(grant.role is role for grant in self.grants)
