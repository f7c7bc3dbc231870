"""The pages of joining, of oneself, and of the people of a community."""

from services.matching.application.context import Matching
from services.matching.entrypoints.register_pages.cards import card_pages
from services.matching.entrypoints.register_pages.closing import closing_pages
from services.matching.entrypoints.register_pages.family import family_pages
from services.matching.entrypoints.register_pages.front import front_pages
from services.matching.entrypoints.register_pages.joining import joining_pages
from services.matching.entrypoints.register_pages.me import me_pages
from services.matching.entrypoints.register_pages.offering import offering_pages
from services.matching.entrypoints.register_pages.people import people_pages
from services.matching.entrypoints.register_pages.relatives import relative_pages
from services.matching.entrypoints.register_pages.signing import signing_pages
from services.matching.entrypoints.register_pages.staff import staff_pages
from shared.identity.opening import Identity
from shared.web.pages import Pages


def register_pages(matching: Matching, identity: Identity) -> tuple[Pages, ...]:
    """Return every page of the register.

    Args:
        matching: Offers and needs that stand beside people.
        identity: Who is who.
    """
    return (
        front_pages(identity, matching),
        joining_pages(identity, matching),
        signing_pages(identity),
        me_pages(identity, matching),
        offering_pages(identity, matching),
        family_pages(identity),
        relative_pages(identity),
        people_pages(identity, matching),
        closing_pages(identity, matching),
        card_pages(matching),
        staff_pages(identity),
    )
