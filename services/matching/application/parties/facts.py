"""The facts told of parties."""

from services.matching.domain.parties.party import Party
from shared.events import parties as told


def party_registered(party: Party) -> told.PartyRegistered:
    """Return that a party waits for review."""
    return told.PartyRegistered(
        party_id=party.id,
        community_code=party.community_code,
        party_kind=party.kind,
        registered_by=party.registered_by,
    )


def party_reviewed(party: Party, by: str) -> told.PartyReviewed:
    """Return how a party stands since staff decided."""
    return told.PartyReviewed(
        party_id=party.id,
        community_code=party.community_code,
        party_kind=party.kind,
        registered_by=party.registered_by,
        reviewed_by=by,
        state=party.state,
    )


def party_staff_changed(party: Party, member_id: str, by: str) -> told.PartyStaffChanged:
    """Return that someone acts for a party now, or no longer."""
    return told.PartyStaffChanged(
        party_id=party.id,
        community_code=party.community_code,
        member_id=member_id,
        acts=member_id in party.staff_ids,
        changed_by=by,
    )
