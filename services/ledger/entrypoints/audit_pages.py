"""The auditor's desk: the proof, the signed heads, and of one book what was refused and what was corrected."""

from dataclasses import dataclass
from typing import Annotated

from flask import Response

from services.ledger.application.asking import corrections
from services.ledger.application.context import Ledger
from services.ledger.application.movers import check_can_see_corrections
from services.ledger.application.proof import Proofs
from services.ledger.application.signing import newest_signed, signed_told
from services.ledger.domain.refusals import SENTENCES, Reason
from services.ledger.entrypoints.command_schemas import state_of
from shared.events.fields import Text
from shared.identity.communities import Community
from shared.identity.permissions import Permission
from shared.kernel.words import Words
from shared.web.api import Nothing
from shared.web.pages import Pages, Visit

ON_A_PAGE = 20
STATES = {
    "AWAITING": Words("等待另一人批准", "Waits for a second person"),
    "PENDING": Words("正在记账", "Being posted"),
    "DONE": Words("已记账", "Posted"),
    "REFUSED": Words("账本未接受", "Refused by the ledger"),
    "DECLINED": Words("未获批准", "Not approved"),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class BookQuery:
    """Which book, by its community, and refusals of which kind."""

    community: Annotated[str, Text(most=12, pattern=r"[0-9]*")] = ""
    community_words: Annotated[str, Text(most=60)] = ""
    code: Annotated[str, Text(most=40, pattern=r"[a-z-]*")] = ""


def audit_pages(ledger: Ledger, proofs: Proofs) -> Pages:
    """Return the auditor's pages."""
    made = Pages("ledger")

    @made.get("/audit", may=Permission.SEE_AUDIT)
    def audit(visit: Visit[Nothing]) -> Response:
        return visit.show("ledger/audit.html", proof=proofs.proof(), signed=newest_signed(ledger))

    @made.get("/audit/heads", may=Permission.SEE_AUDIT)
    def heads(visit: Visit[Nothing]) -> Response:
        page = signed_told(ledger, limit=ON_A_PAGE, after=visit.after)
        return visit.show("ledger/heads.html", lines=page.items, next=_older("/audit/heads", page.next))

    @made.get("/audit/refusals", may=Permission.SEE_AUDIT, query=BookQuery)
    def refusals(visit: Visit[BookQuery]) -> Response:
        community = _meant(ledger, visit)
        if community is None:
            return _where(ledger, visit, "/audit/refusals")
        code = visit.query.code
        page = ledger.projections.refusals_of(
            community.code, code=code or None, limit=ON_A_PAGE, after=visit.after
        )
        there = f"/audit/refusals?community={community.code}&code={code}"
        return visit.show(
            "ledger/refusals.html",
            community=community,
            code=code,
            lines=[(each, SENTENCES[Reason(each.code)]) for each in page.items],
            reasons=[(each.value, words) for each, words in SENTENCES.items()],
            next=_older(there, page.next),
        )

    @made.get("/audit/corrections", may=Permission.SEE_AUDIT, query=BookQuery)
    def corrected(visit: Visit[BookQuery]) -> Response:
        community = _meant(ledger, visit)
        if community is None:
            return _where(ledger, visit, "/audit/corrections")
        page = corrections(ledger, community.code, limit=ON_A_PAGE, after=visit.after)
        return visit.show(
            "ledger/corrections.html",
            community=community,
            lines=[(each.command, STATES[state_of(each)]) for each in page.items],
            next=_older(f"/audit/corrections?community={community.code}", page.next),
        )

    return made


def _meant(ledger: Ledger, visit: Visit[BookQuery]) -> Community | None:
    """Return the community asked for, once the auditor may look into its book; without one, the auditor chooses.

    Raises:
        NotFound: If there is no such community.
        Forbidden: If it is not the auditor's to look into.
    """
    if not visit.query.community:
        return None
    community = ledger.identity.communities.get(visit.query.community)
    check_can_see_corrections(visit.actor, community.code)
    return community


def _where(ledger: Ledger, visit: Visit[BookQuery], there: str) -> Response:
    typed = visit.query.community_words
    found = ledger.identity.communities.search(typed) if typed else []
    may = [each for each in found if visit.actor.may(Permission.SEE_AUDIT, each.code)]
    return visit.show("ledger/book.html", there=there, typed=typed, found=may)


def _older(there: str, after: str | None) -> str | None:
    return None if after is None else f"{there}{'&' if '?' in there else '?'}after={after}"
