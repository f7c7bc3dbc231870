"""What a community's spot checks found, in numbers."""

from services.matching.application.checking.commands import PublishedChecksQuery
from services.matching.application.checking.showing import spot_checks_published
from services.matching.application.context import Matching
from services.matching.entrypoints.recognition_pages.typed import PlaceQuery
from shared.web.api import PUBLIC
from shared.web.pages import Pages, Shown, Visit

ON_A_PAGE = 12


class Results:
    """The public results."""

    def __init__(self, m: Matching) -> None:
        """Bind coordination."""
        self.m = m

    def show(self, visit: Visit[PlaceQuery]) -> Shown:
        """Show the published results of a community, the newest first."""
        code = visit.query.community or (visit.somebody.community_code if visit.somebody else "")
        if not code:
            return visit.go("/parties")
        community = self.m.communities.known(code)
        asked = PublishedChecksQuery(community_code=community.code)
        page = spot_checks_published(self.m, asked, limit=ON_A_PAGE, after=visit.after)
        here = f"/spot-checks?community={community.code}"
        return visit.show(
            "checking/results.html",
            community=community,
            checks=page.items,
            next=f"{here}&after={page.next}" if page.next else None,
        )


def result_pages(m: Matching) -> Pages:
    """Return the page of results."""
    pages = Pages("matching")
    pages.get("/spot-checks", may=PUBLIC, query=PlaceQuery)(Results(m).show)
    return pages
