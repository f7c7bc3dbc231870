"""The pages of projects and shifts: for everyone, for those who sign up, for who runs them, for who reviews."""

from services.matching.application.context import Matching
from services.matching.entrypoints.project_pages.editing import editing_pages
from services.matching.entrypoints.project_pages.evidence import evidence_pages
from services.matching.entrypoints.project_pages.finding import finding_projects_pages
from services.matching.entrypoints.project_pages.presence import presence_pages
from services.matching.entrypoints.project_pages.project import project_pages
from services.matching.entrypoints.project_pages.settling import settling_pages
from services.matching.entrypoints.project_pages.shift import shift_pages
from shared.web.pages import Pages

__all__ = ["pages_of_projects"]


def pages_of_projects(m: Matching) -> tuple[Pages, ...]:
    """Return the pages of this package."""
    return (
        finding_projects_pages(m),
        editing_pages(m),
        project_pages(m),
        shift_pages(m),
        presence_pages(m),
        settling_pages(m),
        evidence_pages(m),
    )
