"""The pages of enrolment: reporting to a community, and what its staff make of it."""

from services.matching.application.context import Matching
from services.matching.entrypoints.enrolment_pages.desk import enrolment_desk_pages
from services.matching.entrypoints.enrolment_pages.own import own_enrolment_pages
from shared.web.pages import Pages

__all__ = ["pages_of_enrolment"]


def pages_of_enrolment(m: Matching) -> tuple[Pages, ...]:
    """Return the pages of this package."""
    return (own_enrolment_pages(m), enrolment_desk_pages(m))
