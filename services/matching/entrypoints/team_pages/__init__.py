"""The pages of teams: found and joined, led, and at a shift."""

from services.matching.application.context import Matching
from services.matching.entrypoints.team_pages.finding import finding_team_pages
from services.matching.entrypoints.team_pages.shift import team_shift_pages
from services.matching.entrypoints.team_pages.team import team_pages
from shared.web.pages import Pages

__all__ = ["pages_of_teams"]


def pages_of_teams(m: Matching) -> tuple[Pages, ...]:
    """Return the pages of this package."""
    return (finding_team_pages(m), team_pages(m), team_shift_pages(m))
