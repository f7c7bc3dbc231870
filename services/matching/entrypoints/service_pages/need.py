"""One need: what is asked, how far it has come, and what the visitor may do about it."""

from flask import Response

from services.matching.application.accepting import accept_need
from services.matching.application.caring.showing import visit_of_plan
from services.matching.application.commands import WithdrawNeed
from services.matching.application.context import Matching
from services.matching.application.crediting import why_no_credits
from services.matching.application.desk import spoken_number
from services.matching.application.needs import withdraw_need
from services.matching.application.queries import assignments_seen, need_shown, openable
from services.matching.domain.errors import IdentityRequired
from shared.kernel.words import Words
from shared.web.api import SIGNED_IN, Nothing
from shared.web.pages import Pages, Visit

MOST_SHOWN = 50
"""Services of one need that its page shows."""


def need_pages(m: Matching) -> Pages:
    """Return the page of a need and what is sent from it."""
    made = Pages("matching")

    @made.get("/needs/<id>", may=SIGNED_IN)
    def shown(visit: Visit[Nothing]) -> Response:
        need = need_shown(m, visit.actor, visit.path["id"])
        bound = tuple(m.assignments.where({"need_id": need.id}, limit=MOST_SHOWN)) if need.resident_id else ()
        number = spoken_number(need.id) if need.resident_id else ""
        return visit.show(
            "service/need.html",
            need=need,
            plan=visit_of_plan(m, visit.actor, need.id),
            services=assignments_seen(m, visit.actor, bound),
            openable=openable(m, visit.actor, bound),
            number=number,
            no_credits=why_no_credits(
                m, visit.actor.member_id, need.community_code, need.service_kind, need.starts_at
            )
            if "accept" in need.can
            else None,
        )

    @made.post("/needs/<id>/accept", may=SIGNED_IN)
    def accept(visit: Visit[Nothing]) -> Response:
        try:
            assignment = accept_need(m, visit.actor, visit.path["id"])
        except IdentityRequired as missing:
            here = f"/needs/{visit.path['id']}"
            return visit.go(f"/me/identity?next={here}", Words(missing.say("zh"), missing.say("en")), "wait")
        return visit.go(
            f"/assignments/{assignment.id}", Words("谢谢您！已为您安排好", "Thank you! It is arranged")
        )

    @made.post("/needs/<id>/withdraw", may=SIGNED_IN, takes=WithdrawNeed)
    def withdraw(visit: Visit[WithdrawNeed]) -> Response:
        withdraw_need(m, visit.actor, visit.path["id"], visit.body)
        return visit.back(f"/needs/{visit.path['id']}", Words("已撤回", "Withdrawn"))

    return made
