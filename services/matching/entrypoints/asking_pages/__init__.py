"""The pages of those who ask: their requests, asking anew, and changing what was asked."""

from services.matching.application.context import Matching
from services.matching.entrypoints.asking_pages.amending import amending_pages
from services.matching.entrypoints.asking_pages.asking import asking_pages
from services.matching.entrypoints.asking_pages.requests import requests_pages
from shared.identity.opening import Identity
from shared.web.pages import Pages

__all__ = ["pages_of_asking"]


def pages_of_asking(m: Matching, identity: Identity) -> tuple[Pages, ...]:
    """Return the pages of this package.

    Args:
        m: Coordination.
        identity: Who is who; one's own address is offered where somebody comes to the door.
    """
    return (requests_pages(m), asking_pages(m, identity), amending_pages(m))
