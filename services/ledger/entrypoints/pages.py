"""The ledger's pages: a member's hours, the public proof, the auditor's desk."""

from collections import defaultdict
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import datetime

from flask import Response

from services.ledger.application.accounts import books_of, statement, totals_of
from services.ledger.application.context import Ledger
from services.ledger.application.long_days import waiting_minutes
from services.ledger.application.proof import Proofs
from services.ledger.application.readers import read_account
from services.ledger.application.signing import newest_signed
from services.ledger.domain.accounts import Unit
from services.ledger.domain.filtering import EntryFilter
from services.ledger.domain.lines import Entry
from services.ledger.entrypoints.account_pages import account_pages, passbook_pages, words_of
from services.ledger.entrypoints.audit_pages import audit_pages
from services.ledger.entrypoints.book_pages import book_pages
from services.ledger.entrypoints.closed_accounts_pages import closed_accounts_pages
from services.ledger.entrypoints.giving_pages import giving_pages
from services.ledger.entrypoints.honour_pages import honour_pages
from services.ledger.entrypoints.long_days_pages import long_days_pages
from services.ledger.entrypoints.outstanding_pages import outstanding_pages
from services.ledger.entrypoints.rules_pages import rules_pages
from shared.events.fields import Id
from shared.kernel.clock import CHINA
from shared.kernel.words import Words
from shared.web.api import PUBLIC, SIGNED_IN, Nothing
from shared.web.pages import Pages, Visit

ServiceName = Callable[[str], Words | None]
"""Gives the name of a kind of service by its code."""

ON_A_PAGE = 20
MONTHS_SHOWN = 6
_FOR_MONTHS = 200


@dataclass(frozen=True, slots=True, kw_only=True)
class HoursQuery:
    """Whose hours: one's own, or those of a person one may see."""

    member: Id | None = None


def pages(ledger: Ledger, service_name: ServiceName) -> tuple[Pages, ...]:
    """Return the pages of the service."""
    proofs = Proofs(ledger)
    return (
        _hours(ledger, service_name),
        account_pages(ledger),
        passbook_pages(ledger),
        giving_pages(ledger),
        honour_pages(ledger),
        book_pages(ledger),
        outstanding_pages(ledger),
        _proof(ledger, proofs),
        audit_pages(ledger, proofs),
        rules_pages(ledger, service_name),
        long_days_pages(ledger, service_name),
        closed_accounts_pages(ledger),
    )


def _hours(ledger: Ledger, service_name: ServiceName) -> Pages:
    made = Pages("ledger")

    @made.get("/hours", may=SIGNED_IN, query=HoursQuery)
    def hours(visit: Visit[HoursQuery]) -> Response:
        member_id = read_account(ledger, visit.actor, visit.query.member or visit.actor.member_id)
        page = statement(
            ledger, member_id, EntryFilter(unit=Unit.SERVICE), limit=ON_A_PAGE, after=visit.after
        )
        recent = statement(ledger, member_id, EntryFilter(unit=Unit.SERVICE), limit=_FOR_MONTHS).items
        own = member_id == visit.actor.member_id
        return visit.show(
            "ledger/hours.html",
            own=own,
            member_id=member_id,
            who=None if own else ledger.identity.people.get(member_id).name,
            totals=totals_of(ledger, member_id),
            waiting=waiting_minutes(ledger, member_id),
            books=[(_place(ledger, each.community_code), each) for each in books_of(ledger, member_id)],
            entries=[_shown(ledger, service_name, each) for each in page.items],
            months=_months(recent, ledger.clock.now()) if recent else [],
            is_first=visit.after is None,
            next=_next(page.next, visit.query.member),
        )

    return made


def _proof(ledger: Ledger, proofs: Proofs) -> Pages:
    made = Pages("ledger")

    @made.get("/proof", may=PUBLIC)
    def proof(visit: Visit[Nothing]) -> Response:
        return visit.show("ledger/proof.html", proof=proofs.proof(), signed=newest_signed(ledger))

    return made


def _next(after: str | None, member: str | None) -> str | None:
    if after is None:
        return None
    return f"/hours?after={after}" + (f"&member={member}" if member else "")


def _place(ledger: Ledger, community_code: str) -> str:
    found = ledger.identity.communities.find(community_code)
    return found.full_name if found else community_code


def _shown(ledger: Ledger, service_name: ServiceName, entry: Entry) -> dict[str, object]:
    return {
        "entry": entry,
        "name": service_name(entry.service_kind) or words_of(entry),
        "place": _place(ledger, entry.community_code),
    }


def _months(entries: Iterable[Entry], now: datetime) -> list[dict[str, object]]:
    """Return the hours of each of the latest six months, oldest first; a month without service is zero."""
    minutes: defaultdict[str, int] = defaultdict(int)
    for entry in entries:
        minutes[f"{entry.effective_at.astimezone(CHINA):%Y.%m}"] += entry.minutes
    this = now.astimezone(CHINA)
    count = [this.year * 12 + this.month - 1 - back for back in reversed(range(MONTHS_SHOWN))]
    months = [f"{each // 12}.{each % 12 + 1:02d}" for each in count]
    return [{"label": month[2:], "value": round(minutes[month] / 60, 1)} for month in months]
