"""The desk of long days: hours beyond what stands by itself, agreed to or taken back."""

from dataclasses import dataclass

from services.ledger.application.context import Ledger
from services.ledger.application.long_days import can_agree, long_days, settle_hours
from services.ledger.application.refusing import check_answer
from services.ledger.domain.waiting_lines import WaitingLine
from shared.events.fields import CommunityCode
from shared.identity.actor import Actor
from shared.kernel.words import Words
from shared.packs.saying import KindName
from shared.web.api import SIGNED_IN
from shared.web.pages import Pages, Shown, Visit

ON_A_PAGE = 20


@dataclass(frozen=True, slots=True, kw_only=True)
class LongDaysQuery:
    """Of which book; one's own community unless said otherwise."""

    community: CommunityCode | None = None


class LongDays:
    """The list of hours that wait, and what is done with them."""

    def __init__(self, ledger: Ledger, kind_name: KindName) -> None:
        """Bind the ledger."""
        self.ledger, self.kind_name = ledger, kind_name

    def show(self, visit: Visit[LongDaysQuery]) -> Shown:
        """Show the hours that wait."""
        code = visit.query.community or visit.actor.community_code
        community = self.ledger.identity.communities.get(code)
        page = long_days(self.ledger, visit.actor, code, limit=ON_A_PAGE, after=visit.after)
        names = self.ledger.identity.people.names(each.member_id for each in page.items)
        return visit.show(
            "ledger/long_days.html",
            community=community,
            lines=[self._row(visit.actor, each, names) for each in page.items],
            next=f"/rules/long-days?community={code}&after={page.next}" if page.next else None,
        )

    def _row(self, actor: Actor, line: WaitingLine, names: dict[str, str]) -> dict[str, object]:
        may = can_agree(actor, line.level, line.community_code) and line.member_id != actor.member_id
        kind = self.kind_name(line.service_kind) or Words(line.service_kind, line.service_kind)
        return {"line": line, "who": names.get(line.member_id, "–"), "kind": kind, "may": may}

    def agree(self, visit: Visit[object]) -> Shown:
        """Agree to hours."""
        return self._settle(visit, Words("已同意，正在计入", "Agreed; they are being credited"), agrees=True)

    def refuse(self, visit: Visit[object]) -> Shown:
        """Take hours back."""
        return self._settle(visit, Words("已退回，不计入", "Taken back; they are not credited"), agrees=False)

    def _settle(self, visit: Visit[object], said: Words, *, agrees: bool) -> Shown:
        line, outcome = settle_hours(self.ledger, visit.actor, visit.path["hours_id"], agrees=agrees)
        if outcome.answer is not None:
            check_answer(outcome.answer)
        return visit.go(f"/rules/long-days?community={line.community_code}", said)


def long_days_pages(ledger: Ledger, kind_name: KindName) -> Pages:
    """Return the pages of long days."""
    made, desk = Pages("ledger"), LongDays(ledger, kind_name)
    made.get("/rules/long-days", may=SIGNED_IN, query=LongDaysQuery)(desk.show)
    made.post("/rules/long-days/<hours_id>/agree", may=SIGNED_IN)(desk.agree)
    made.post("/rules/long-days/<hours_id>/refuse", may=SIGNED_IN)(desk.refuse)
    return made
