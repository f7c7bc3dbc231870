"""Who acts for a party, and which parties may act."""

from services.matching.application.context import Matching
from services.matching.domain.parties.errors import NotActingForParty, PartyNotApproved
from services.matching.domain.parties.party import Party, PartyState
from shared.identity.permissions import HasGrants
from shared.identity.roles import Role, ScopeKind

STAFF_ROLES = frozenset({Role.ORGANISATION_STAFF, Role.CHARITY_STAFF})


def parties_acted_for(who: HasGrants) -> tuple[str, ...]:
    """Return the ids of the parties someone acts for, in the order the roles were given."""
    held = [
        grant.scope.code
        for grant in who.grants
        if grant.role in STAFF_ROLES and grant.scope.kind is ScopeKind.ORGANISATION and not grant.suspended
    ]
    return tuple(dict.fromkeys(held))


def can_act_for(who: HasGrants, party_id: str) -> bool:
    """Tell whether someone is of a party's staff."""
    return party_id in parties_acted_for(who)


def check_acts_for(who: HasGrants, party_id: str) -> None:
    """Pass if :func:`can_act_for`.

    Raises:
        NotActingForParty: Otherwise.
    """
    if not can_act_for(who, party_id):
        raise NotActingForParty


def approved_party(matching: Matching, party_id: str) -> Party:
    """Return a party that may act.

    Raises:
        NotFound: If there is none of this id.
        PartyNotApproved: If it awaits review, was refused, or is suspended.
    """
    party = matching.parties.get(party_id)
    if party.state is not PartyState.APPROVED:
        raise PartyNotApproved
    return party
