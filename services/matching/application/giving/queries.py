"""What can be asked of parts and of offers that are not service."""

from services.matching.application.context import Matching
from services.matching.application.giving.asking import suggested
from services.matching.application.giving.owners import acts_for
from services.matching.application.giving.showing import account_view, suggestion_views
from services.matching.application.giving.views import AccountView, SuggestionView
from services.matching.domain.offer import OfferKind
from shared.identity.actor import Actor
from shared.identity.permissions import Permission
from shared.kernel.errors import NotFound


def suggestions_for(m: Matching, actor: Actor, need_id: str, part_id: str) -> tuple[SuggestionView, ...]:
    """Return what could answer a part, best first; to who gives, their own offers."""
    return suggestion_views(m, suggested(m, actor, need_id, part_id))


def account_of(m: Matching, somebody: Actor | None, offer_id: str) -> AccountView:
    """Return where an offer went: of a party for everyone, of a member for themselves and staff.

    Raises:
        NotFound: If there is none, or it is a member's own and no concern of who asks.
    """
    offer = m.offers.get(offer_id)
    concerned = somebody is not None and (
        acts_for(somebody, offer) or somebody.may(Permission.SEE_DESK, offer.community_code)
    )
    if offer.kind is OfferKind.SERVICE or not (offer.party_id or concerned):
        raise NotFound(kind="Offer", id=offer_id)
    return account_view(m, offer)
