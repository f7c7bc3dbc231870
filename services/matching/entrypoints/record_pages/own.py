"""Service records, one's own or for staff somebody's: the list, and each with all its lawful fields."""

from dataclasses import dataclass

from services.matching.application.context import Matching
from services.matching.application.records.commands import RecordsQuery
from services.matching.application.records.showing import record_shown, records_listed
from shared.events.fields import Id
from shared.web.api import SIGNED_IN
from shared.web.pages import Pages, Shown, Visit

ON_A_PAGE = 30


@dataclass(frozen=True, slots=True, kw_only=True)
class WhoseRecords:
    """Whose records; none is one's own."""

    member: Id | None = None


class OwnRecords:
    """What is shown of records."""

    def __init__(self, m: Matching) -> None:
        """Bind coordination."""
        self.m = m

    def show_all(self, visit: Visit[WhoseRecords]) -> Shown:
        """Show somebody's records."""
        member_id = visit.query.member
        page = records_listed(
            self.m, visit.actor, RecordsQuery(member_id=member_id), limit=ON_A_PAGE, after=visit.after
        )
        own = member_id in (None, visit.actor.member_id)
        here = "/records" if own else f"/records?member={member_id}"
        return visit.show(
            "records/list.html",
            records=page.items,
            member_id=None if own else member_id,
            who=None if own else self.m.people.get(str(member_id)).name,
            next=f"{here}{'?' if own else '&'}after={page.next}" if page.next else None,
        )

    def show(self, visit: Visit[object]) -> Shown:
        """Show one record."""
        record = record_shown(self.m, visit.actor, visit.path["id"])
        own = record.member_id == visit.actor.member_id
        return visit.show("records/record.html", record=record, can=record.can, own=own)


def record_pages(m: Matching) -> Pages:
    """Return the pages of records for those whose service it is, and for staff."""
    pages, own = Pages("matching"), OwnRecords(m)
    pages.get("/records", may=SIGNED_IN, query=WhoseRecords)(own.show_all)
    pages.get("/records/<id>", may=SIGNED_IN)(own.show)
    return pages
