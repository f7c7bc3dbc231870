"""The pages of twinning: found by everyone, proposed, agreed and kept by the two sides."""

from services.matching.application.context import Matching
from services.matching.entrypoints.twinning_pages.finding import finding_twinning_pages
from services.matching.entrypoints.twinning_pages.twinning import twinning_pages
from shared.web.pages import Pages

__all__ = ["pages_of_twinning"]


def pages_of_twinning(m: Matching) -> tuple[Pages, ...]:
    """Return the pages of this package."""
    return (finding_twinning_pages(m), twinning_pages(m))
