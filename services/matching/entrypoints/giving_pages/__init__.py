"""The pages of those who give: what is asked for, their goods, funds and venues, and where it all went."""

from services.matching.application.context import Matching
from services.matching.entrypoints.giving_pages.days import day_pages
from services.matching.entrypoints.giving_pages.offers import offer_pages
from services.matching.entrypoints.giving_pages.parts import part_pages
from shared.web.pages import Pages

__all__ = ["pages_of_giving"]


def pages_of_giving(m: Matching) -> tuple[Pages, ...]:
    """Return the pages of this package."""
    return (part_pages(m), offer_pages(m), day_pages(m))
