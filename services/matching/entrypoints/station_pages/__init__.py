"""The pages of stations: found by everyone, kept by who runs them."""

from services.matching.application.context import Matching
from services.matching.entrypoints.station_pages.finding import finding_station_pages
from services.matching.entrypoints.station_pages.station import station_pages
from shared.web.pages import Pages

__all__ = ["pages_of_stations"]


def pages_of_stations(m: Matching) -> tuple[Pages, ...]:
    """Return the pages of this package."""
    return (finding_station_pages(m), station_pages(m))
