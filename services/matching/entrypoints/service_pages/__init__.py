"""The pages of those who serve: today, the week, what is needed nearby, a need, a service."""

from services.matching.application.context import Matching
from services.matching.entrypoints.service_pages.explaining import explaining_pages
from services.matching.entrypoints.service_pages.finding import finding_pages
from services.matching.entrypoints.service_pages.need import need_pages
from services.matching.entrypoints.service_pages.service import service_pages
from services.matching.entrypoints.service_pages.today import today_pages
from shared.web.pages import Pages

__all__ = ["pages_of_service"]


def pages_of_service(m: Matching) -> tuple[Pages, ...]:
    """Return the pages of this package."""
    return (today_pages(m), finding_pages(m), need_pages(m), service_pages(m), explaining_pages(m))
