"""What a whole book holds, over HTTP, for those who keep it or look over it."""

from dataclasses import dataclass

from services.ledger.application.books import book_totals
from services.ledger.application.context import Ledger
from services.ledger.application.movers import check_can_see_corrections
from services.ledger.domain.accounts import AccountKind
from shared.events.fields import CommunityCode, Count, SignedMinutes
from shared.web.api import SIGNED_IN, Api, Call, Nothing


@dataclass(frozen=True, slots=True, kw_only=True)
class KindView:
    """What all accounts of one kind hold together."""

    kind: AccountKind
    accounts: Count
    service_minutes: SignedMinutes
    credit_minutes: SignedMinutes
    held_minutes: SignedMinutes


@dataclass(frozen=True, slots=True, kw_only=True)
class EndingView:
    """Members' free credits that end in a month; without one they never end."""

    month: str | None
    minutes: Count


@dataclass(frozen=True, slots=True, kw_only=True)
class BookTotalsView:
    """A book as a whole; it sums to zero."""

    community_code: CommunityCode
    kinds: tuple[KindView, ...]
    outstanding: tuple[EndingView, ...]
    sum_minutes: SignedMinutes


def books_api(ledger: Ledger) -> Api:
    """Return the route over whole books."""
    api = Api("ledger")

    @api.get(
        "/books/<community_code>",
        gives=BookTotalsView,
        may=SIGNED_IN,
        says="What a community's book holds by kind of account, and when its members' credits end",
    )
    def book(call: Call[Nothing]) -> BookTotalsView:
        check_can_see_corrections(call.actor, call.path["community_code"])
        totals = book_totals(ledger, call.path["community_code"])
        return BookTotalsView(
            community_code=totals.community_code,
            kinds=tuple(
                KindView(**{name: getattr(each, name) for name in KindView.__dataclass_fields__})
                for each in totals.kinds
            ),
            outstanding=tuple(
                EndingView(month=each.month, minutes=each.minutes) for each in totals.outstanding
            ),
            sum_minutes=totals.sum_minutes,
        )

    return api
