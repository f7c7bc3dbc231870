"""The desk of closed accounts: what they still hold, handed to an heir or left to the pool."""

from dataclasses import dataclass
from typing import Annotated

from services.ledger.application.closed_accounts import (
    HandToHeir,
    closed_accounts,
    hand_to_heir,
    leave_to_pool,
)
from services.ledger.application.context import Ledger
from services.ledger.application.giving import NameTyped, PhoneTyped
from services.ledger.domain.accounts import book_of, kind_of
from services.ledger.entrypoints.giving_api import check_posted
from shared.events.fields import CommunityCode, Text
from shared.kernel.errors import NotFound
from shared.kernel.words import Words
from shared.web.api import SIGNED_IN
from shared.web.pages import Pages, Shown, Visit


@dataclass(frozen=True, slots=True, kw_only=True)
class ClosedQuery:
    """Of which book; one's own community unless said otherwise."""

    community: CommunityCode | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class HeirForm:
    """Who the heir is, and what was shown."""

    phone: PhoneTyped
    name: NameTyped
    shown: Annotated[str, Text(least=2, most=100)]


class ClosedAccounts:
    """The list, and what is done with what stands in it."""

    def __init__(self, ledger: Ledger) -> None:
        """Bind the ledger."""
        self.ledger = ledger

    def show(self, visit: Visit[ClosedQuery]) -> Shown:
        """Show what closed accounts hold."""
        return self._of(visit, visit.query.community or visit.actor.community_code)

    def again(self, visit: Visit[object]) -> Shown:
        """Show it once more when what was sent was not accepted."""
        return self._of(visit, _book(visit))

    def _of(self, visit: Visit[ClosedQuery] | Visit[object], code: str) -> Shown:
        return visit.show(
            "ledger/closed_accounts.html",
            community=self.ledger.identity.communities.get(code),
            accounts=closed_accounts(self.ledger, visit.actor, code),
        )

    def heir(self, visit: Visit[HeirForm]) -> Shown:
        """Hand what an account holds to an heir."""
        form = visit.body
        asked = HandToHeir(phone=form.phone, name=form.name, shown=form.shown)
        posted = check_posted(
            hand_to_heir(self.ledger, visit.actor, visit.path["account"], asked, visit.new_id())
        )
        return self._done(visit, Words("已转给亲属", "Handed to the relative"), posted=posted)

    def pool(self, visit: Visit[object]) -> Shown:
        """Leave what an account holds to the pool."""
        posted = check_posted(leave_to_pool(self.ledger, visit.actor, visit.path["account"], visit.new_id()))
        return self._done(visit, Words("已转入互助池", "Given to the pool"), posted=posted)

    @staticmethod
    def _done(visit: Visit[HeirForm] | Visit[object], said: Words, *, posted: bool) -> Shown:
        later = Words("已提交，正在记账", "Sent; it is being posted")
        return visit.go(f"/rules/closed-accounts?community={_book(visit)}", said if posted else later)


def _book(visit: Visit[HeirForm] | Visit[object]) -> str:
    account = visit.path["account"]
    if kind_of(account) is None:
        raise NotFound(kind="Account", id=account)
    return book_of(account)


def closed_accounts_pages(ledger: Ledger) -> Pages:
    """Return the pages of closed accounts."""
    made, desk = Pages("ledger"), ClosedAccounts(ledger)
    made.get("/rules/closed-accounts", may=SIGNED_IN, query=ClosedQuery)(desk.show)
    path = "/rules/closed-accounts/<account>"
    made.post(f"{path}/heir", may=SIGNED_IN, takes=HeirForm, again=desk.again)(desk.heir)
    made.post(f"{path}/pool", may=SIGNED_IN)(desk.pool)
    return made
