"""The pages of certificates: taken, shown as paper, checked by anyone."""

from services.matching.application.context import Matching
from services.matching.entrypoints.certificate_pages.checking import checking_pages
from services.matching.entrypoints.certificate_pages.own import certificate_pages
from shared.web.pages import Pages


def pages_of_certificates(m: Matching) -> tuple[Pages, ...]:
    """Return the pages of certificates."""
    return (checking_pages(m), certificate_pages(m))
