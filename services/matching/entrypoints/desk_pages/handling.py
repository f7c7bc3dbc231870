"""Handling one need at the desk: look at it, approve or refuse it, see who was asked, take it back."""

from services.matching.application.commands import Decision, ReviewNeed, WithdrawNeed
from services.matching.application.context import Matching
from services.matching.application.desk import (
    AskedView,
    candidates_for_staff,
    need_at_desk,
    proposals_for_staff,
    spoken_number,
)
from services.matching.application.needs import review_need, withdraw_need
from services.matching.application.queries import assignments_seen, need_brief, shown_need
from services.matching.domain.errors import ReasonRequired
from services.matching.domain.proposal import ProposalState
from services.matching.domain.register.errors import one_fault
from services.matching.entrypoints.desk_pages.spoken import reason_words, time_left
from services.matching.entrypoints.desk_pages.typed import RefusalForm, WithdrawalForm
from services.matching.entrypoints.giving_pages.parts import parts_with_offers
from shared.identity.permissions import Permission
from shared.kernel.words import Words
from shared.web.api import Nothing
from shared.web.pages import Pages, Shown, Visit

MOST_SERVICES = 50
_AGAIN = frozenset({ProposalState.DECLINED, ProposalState.CLOSED, ProposalState.PROPOSED})


class Handling:
    """The page of one need at the desk."""

    def __init__(self, m: Matching) -> None:
        """Bind coordination."""
        self.m = m

    def show(self, visit: Visit[object]) -> Shown:
        """Show everything staff need to decide; phone and address only when asked for, for that is logged."""
        actor, need = visit.actor, need_at_desk(self.m, visit.actor, visit.path["id"])
        with_contact = visit.values.get("contact") == "on"
        view = (shown_need if with_contact else need_brief)(self.m, actor, need)
        bound = self.m.assignments.where({"need_id": need.id}, limit=MOST_SERVICES)
        asked = proposals_for_staff(self.m, actor, need.id)
        may_invite = actor.may(Permission.DISPATCH, need.community_code)
        suggested = candidates_for_staff(self.m, actor, need.id) if may_invite else ()
        posters = self.m.people.names([need.posted_by])
        return visit.show(
            "desk/need.html",
            need=view,
            number=spoken_number(need.id),
            clock=time_left(view, self.m.clock.now(), visit.language),
            with_contact=with_contact,
            posted_by=posters.get(need.posted_by, "–"),
            services=assignments_seen(self.m, actor, tuple(bound)),
            suggested_for=parts_with_offers(self.m, visit, view),
            asked=[_line(each, visit.language) for each in asked],
            suggested=[_line(each, visit.language) for each in suggested],
            waiting=sum(1 for each in asked if each.state in (ProposalState.PROPOSED, ProposalState.INVITED)),
        )

    def approve(self, visit: Visit[Nothing]) -> Shown:
        """Open the need."""
        review_need(self.m, visit.actor, visit.path["id"], ReviewNeed(decision=Decision.APPROVE))
        return visit.go(
            f"/desk/needs/{visit.path['id']}",
            Words("已通过，正在问合适的人", "Approved; suitable people are being asked"),
        )

    def refuse(self, visit: Visit[RefusalForm]) -> Shown:
        """Refuse the need, with the reason its asker reads."""
        decision = ReviewNeed(decision=Decision.REFUSE, reason=visit.body.refusal)
        try:
            review_need(self.m, visit.actor, visit.path["id"], decision)
        except ReasonRequired as missing:
            raise one_fault("refusal", missing.code, missing.zh, missing.en) from missing
        return visit.go(
            f"/desk/needs/{visit.path['id']}",
            Words("已退回，求助的人会看到原因", "Refused; whoever asked sees why"),
        )

    def withdraw(self, visit: Visit[WithdrawalForm]) -> Shown:
        """Take the need back."""
        withdraw_need(self.m, visit.actor, visit.path["id"], WithdrawNeed(reason=visit.body.withdrawal))
        return visit.go(f"/desk/needs/{visit.path['id']}", Words("已撤回", "Withdrawn"))


def _line(asked: AskedView, language: str) -> dict[str, object]:
    return {
        "id": asked.member_id,
        "name": asked.name,
        "number": asked.volunteer_number,
        "state": asked.state,
        "can_call": asked.state is not ProposalState.ACCEPTED,
        "can_invite": asked.state is None or asked.state in _AGAIN,
        "reasons": [reason_words(each).say(language) for each in asked.reasons],
    }


def handling_pages(m: Matching) -> Pages:
    """Return the page of one need at the desk, and what is sent from it about the need."""
    pages, handling = Pages("matching"), Handling(m)
    pages.get("/desk/needs/<id>", may=Permission.SEE_DESK)(handling.show)
    pages.post("/desk/needs/<id>/approve", may=Permission.REVIEW_NEED, again=handling.show)(handling.approve)
    pages.post("/desk/needs/<id>/refuse", may=Permission.REVIEW_NEED, takes=RefusalForm, again=handling.show)(
        handling.refuse
    )
    pages.post(
        "/desk/needs/<id>/withdraw", may=Permission.SEE_DESK, takes=WithdrawalForm, again=handling.show
    )(handling.withdraw)
    return pages
