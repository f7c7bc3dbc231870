"""Where something happened, as who audits an area finds it."""

from shared.identity.actor import Actor
from shared.identity.permissions import Permission, grants_with


def areas_of(community_code: str) -> list[str]:
    """Return every area that a community lies in, under the names that scopes have, widest first."""
    return ["ALL", *(community_code[:digits] for digits in (4, 6, 9, 12))]


def audited_area(actor: Actor) -> str:
    """Return the widest area that somebody audits.

    Raises:
        Forbidden: If they audit nowhere.
    """
    actor.check_may(Permission.SEE_AUDIT)
    scopes = [grant.scope.text for grant in grants_with(actor.grants, Permission.SEE_AUDIT)]
    return min(scopes, key=lambda code: 0 if code == "ALL" else len(code))
