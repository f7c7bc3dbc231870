"""The pages of service records."""

from services.matching.application.context import Matching
from services.matching.entrypoints.record_pages.desk import desk_record_pages
from services.matching.entrypoints.record_pages.own import record_pages
from shared.web.pages import Pages


def pages_of_records(m: Matching) -> tuple[Pages, ...]:
    """Return the pages of service records."""
    return (desk_record_pages(m), record_pages(m))
