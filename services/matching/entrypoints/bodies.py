"""Which bodies somebody may choose from in a form."""

from services.matching.application.context import Matching
from services.matching.application.parties.commands import PartiesQuery
from services.matching.application.parties.showing import own_parties, parties_listed
from services.matching.domain.parties.party import PartyState
from shared.identity.actor import Actor
from shared.identity.permissions import Permission

BODIES_OFFERED = 100


def bodies_at_hand(m: Matching, actor: Actor) -> list[tuple[str, str]]:
    """Return the bodies someone acts for, and as staff those of their community, each with its name."""
    found = [each for each in own_parties(m, actor) if each.state is PartyState.APPROVED]
    code = actor.community_code
    if actor.may(Permission.REVIEW_PARTY, code):
        query = PartiesQuery(community_code=code, state=PartyState.APPROVED)
        found += parties_listed(m, actor, query, limit=BODIES_OFFERED).items
    return list({each.id: (each.id, each.name) for each in found}.values())
