"""The pages of care plans: staff, the resident's side and companions see the plans that concern them, and act on them."""

from services.matching.application.context import Matching
from services.matching.entrypoints.care_pages.finding import finding_care_pages
from services.matching.entrypoints.care_pages.plan import care_plan_pages
from shared.web.pages import Pages

__all__ = ["pages_of_care"]


def pages_of_care(m: Matching) -> tuple[Pages, ...]:
    """Return the pages of this package."""
    return (finding_care_pages(m), care_plan_pages(m))
