"""What coordination does when a party was decided about or its people changed; done twice, it is done once."""

from services.matching.application.context import Matching
from services.matching.application.parties.staff import follow_party
from shared.events import parties as told


def when_party_reviewed_give_roles(m: Matching, fact: told.PartyReviewed) -> None:
    """Give each of an approved party's people the role in its scope."""
    for member_id in m.parties.get(fact.party_id).staff_ids:
        follow_party(m, fact.party_id, member_id, fact.reviewed_by)


def when_party_staff_changed_give_or_take_role(m: Matching, fact: told.PartyStaffChanged) -> None:
    """Give the role to who acts for the party now, or take it from who no longer does."""
    follow_party(m, fact.party_id, fact.member_id, fact.changed_by)
