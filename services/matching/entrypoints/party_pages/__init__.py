"""The pages of the five parties: registered, run by their people, reviewed by the community, seen by everyone."""

from services.matching.application.context import Matching
from services.matching.entrypoints.party_pages.finding import finding_parties_pages
from services.matching.entrypoints.party_pages.own import own_party_pages
from services.matching.entrypoints.party_pages.party import party_pages
from services.matching.entrypoints.party_pages.registering import registering_pages
from shared.web.pages import Pages

__all__ = ["pages_of_parties"]


def pages_of_parties(m: Matching) -> tuple[Pages, ...]:
    """Return the pages of this package."""
    return (finding_parties_pages(m), registering_pages(m), own_party_pages(m), party_pages(m))
