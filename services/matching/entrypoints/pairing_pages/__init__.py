"""The pages of pairing: staff, the helper and the resident see the pairings that concern them, and act on them."""

from services.matching.application.context import Matching
from services.matching.entrypoints.pairing_pages.finding import finding_pairing_pages
from services.matching.entrypoints.pairing_pages.pairing import pairing_pages
from shared.web.pages import Pages

__all__ = ["pages_of_pairing"]


def pages_of_pairing(m: Matching) -> tuple[Pages, ...]:
    """Return the pages of this package."""
    return (finding_pairing_pages(m), pairing_pages(m))
