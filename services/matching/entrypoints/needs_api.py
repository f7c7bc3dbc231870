"""The API of needs."""

from services.matching.application import accepting, needs
from services.matching.application.commands import (
    AmendNeed,
    DispatchNeed,
    PostNeed,
    ReviewNeed,
    WithdrawNeed,
)
from services.matching.application.context import Matching
from services.matching.application.lists import NeedsQuery
from services.matching.application.queries import (
    assignment_brief,
    need_brief,
    need_shown,
    needs_listed,
)
from services.matching.application.views import AssignmentView, DispatchView, NeedView
from services.matching.domain.proposal import ProposalState, proposal_id
from shared.storage.paging import Page
from shared.web.api import SIGNED_IN, Api, Call, Nothing


def needs_api(m: Matching) -> Api:
    """Return the routes of needs."""
    api = Api("matching")

    @api.post(
        "/needs",
        takes=PostNeed,
        gives=NeedView,
        may=SIGNED_IN,
        status=201,
        says="Post a need, for yourself, as a delegate, or as staff for a resident",
    )
    def post(call: Call[PostNeed]) -> NeedView:
        return need_brief(m, call.actor, needs.post_need(m, call.actor, call.body, call.new_id()))

    @api.get(
        "/needs",
        query=NeedsQuery,
        gives=NeedView,
        paged=True,
        may=SIGNED_IN,
        says="Needs, newest first: open ones near you, your own, or your community's",
    )
    def listed(call: Call[NeedsQuery]) -> Page[NeedView]:
        return needs_listed(m, call.actor, call.query, limit=call.limit, after=call.after)

    @api.get(
        "/needs/<id>",
        gives=NeedView,
        may=SIGNED_IN,
        says="One need; phone and address only for those who may see them, and logged",
    )
    def shown(call: Call[Nothing]) -> NeedView:
        return need_shown(m, call.actor, call.path["id"])

    @api.patch(
        "/needs/<id>",
        takes=AmendNeed,
        gives=NeedView,
        may=SIGNED_IN,
        says="Change a need; once a place is taken only its details",
    )
    def amend(call: Call[AmendNeed]) -> NeedView:
        return need_brief(m, call.actor, needs.amend_need(m, call.actor, call.path["id"], call.body))

    @api.post(
        "/needs/<id>/review",
        takes=ReviewNeed,
        gives=NeedView,
        may=SIGNED_IN,
        says="Approve a need, or refuse it with a reason, as staff of its community",
    )
    def review(call: Call[ReviewNeed]) -> NeedView:
        return need_brief(m, call.actor, needs.review_need(m, call.actor, call.path["id"], call.body))

    @api.post(
        "/needs/<id>/withdraw",
        takes=WithdrawNeed,
        gives=NeedView,
        may=SIGNED_IN,
        says="Withdraw a need; assignments that have not begun are cancelled",
    )
    def withdraw(call: Call[WithdrawNeed]) -> NeedView:
        return need_brief(m, call.actor, needs.withdraw_need(m, call.actor, call.path["id"], call.body))

    @api.post(
        "/needs/<id>/accept",
        gives=AssignmentView,
        may=SIGNED_IN,
        says="Take a place of an open need; 409 need-full if others were faster",
    )
    def accept(call: Call[Nothing]) -> AssignmentView:
        return assignment_brief(m, call.actor, accepting.accept_need(m, call.actor, call.path["id"]))

    @api.post(
        "/needs/<id>/dispatch",
        takes=DispatchNeed,
        gives=DispatchView,
        may=SIGNED_IN,
        says="Invite one person to a need, or record their spoken yes, as staff of its community",
    )
    def dispatch(call: Call[DispatchNeed]) -> DispatchView:
        need_id, member_id = call.path["id"], call.body.member_id
        made = accepting.dispatch_need(m, call.actor, need_id, call.body)
        return DispatchView(
            need_id=need_id,
            member_id=member_id,
            state=ProposalState.ACCEPTED if made else ProposalState.INVITED,
            proposal_id=proposal_id(need_id, member_id),
            assignment_id=made.id if made else None,
        )

    return api
