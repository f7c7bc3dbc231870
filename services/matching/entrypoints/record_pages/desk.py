"""The staff's page of a community's records: what is due, and what is to be answered."""

from dataclasses import dataclass
from typing import Annotated

from services.matching.application.context import Matching
from services.matching.application.records.commands import RecordsDeskQuery
from services.matching.application.records.desk import corrections_for_desk, services_due
from shared.events.fields import Text
from shared.identity.permissions import Permission
from shared.web.pages import Pages, Shown, Visit

ON_A_PAGE = 30


@dataclass(frozen=True, slots=True, kw_only=True)
class RecordsPlace:
    """Of which community; nothing is one's own."""

    community: Annotated[str, Text(most=12, pattern=r"[0-9]*")] = ""


class RecordsDesk:
    """What staff see of records."""

    def __init__(self, m: Matching) -> None:
        """Bind coordination."""
        self.m = m

    def show(self, visit: Visit[RecordsPlace]) -> Shown:
        """Show the services about to miss their term, and the corrections asked for."""
        community = self.m.communities.known(visit.query.community or visit.actor.community_code)
        asked = RecordsDeskQuery(community_code=community.code)
        page = corrections_for_desk(self.m, visit.actor, asked, limit=ON_A_PAGE, after=visit.after)
        here = f"/desk/records?community={community.code}"
        return visit.show(
            "records/desk.html",
            community=community,
            due=services_due(self.m, visit.actor, community.code),
            records=page.items,
            next=f"{here}&after={page.next}" if page.next else None,
        )


def desk_record_pages(m: Matching) -> Pages:
    """Return the staff's page of records."""
    pages = Pages("matching")
    pages.get("/desk/records", may=Permission.CONFIRM_AS_STAFF, query=RecordsPlace)(RecordsDesk(m).show)
    return pages
