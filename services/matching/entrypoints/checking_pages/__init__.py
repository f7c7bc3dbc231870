"""The pages of spot checks: the staff's, and the results that anyone reads."""

from services.matching.application.context import Matching
from services.matching.entrypoints.checking_pages.desk import desk_check_pages
from services.matching.entrypoints.checking_pages.results import result_pages
from shared.web.pages import Pages


def pages_of_checking(m: Matching) -> tuple[Pages, ...]:
    """Return the pages of spot checks."""
    return (desk_check_pages(m), result_pages(m))
