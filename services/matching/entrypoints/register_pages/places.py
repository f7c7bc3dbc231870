"""Which community somebody means: chosen from the list, or only typed."""

from services.matching.domain.register.errors import one_fault
from shared.identity.communities import Communities, Community
from shared.identity.permissions import HasGrants, Permission, grants_with

SUGGESTED = 8
"""Communities shown to choose from."""


def community_meant(communities: Communities, code: str, typed: str) -> Community:
    """Return the community chosen, or the only one that what was typed can mean.

    Raises:
        UnknownCommunity: If the code is nobody's.
        BadInput: If nothing was chosen, and what was typed means none or several.
    """
    if code:
        return communities.known(code)
    found = suggested(communities, typed)
    if len(found) == 1:
        return found[0]
    if found:
        raise one_fault(
            "community_code",
            "several-communities",
            "有几个同名或相近的社区，请选择您的社区",
            "Several communities have such a name; please choose yours",
        )
    raise one_fault(
        "community_code",
        "no-such-community",
        "没有找到这个社区，请换个写法，例如只写社区名",
        "We found no such community; please try another way, such as its name alone",
    )


def suggested(communities: Communities, typed: str) -> list[Community]:
    """Return the communities that what was typed may mean, best first; none for nothing."""
    return communities.search(typed, limit=SUGGESTED) if typed.strip() else []


def own_communities(communities: Communities, who: HasGrants, permission: Permission) -> list[Community]:
    """Return the communities in which someone holds a permission, the first few where there are many."""
    found: dict[str, Community] = {}
    for grant in grants_with(who.grants, permission):
        within = communities.search(district=grant.scope.code[:12] or None, limit=SUGGESTED)
        found.update((each.code, each) for each in within)
    return list(found.values())[:SUGGESTED]
