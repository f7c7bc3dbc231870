"""The API of offers, proposals and kinds of service."""

from services.matching.application import accepting, offers
from services.matching.application.commands import AmendOffer, Decline, MakeOffer
from services.matching.application.context import Matching
from services.matching.application.lists import OffersQuery
from services.matching.application.queries import (
    assignment_brief,
    offer_shown,
    offers_listed,
    proposals_of,
)
from services.matching.application.showing import offer_view, service_kind_view
from services.matching.application.views import (
    AssignmentView,
    DeclinedView,
    OfferView,
    ProposalView,
    ServiceKindView,
)
from services.matching.domain.proposal import ProposalState
from services.matching.domain.service_kinds import SERVICE_KINDS
from shared.storage.paging import Page, part_of
from shared.web.api import PUBLIC, SIGNED_IN, Api, Call, Nothing


def offers_api(m: Matching) -> Api:
    """Return the routes of offers, proposals and kinds of service."""
    api = Api("matching")

    @api.get(
        "/service-kinds",
        gives=ServiceKindView,
        paged=True,
        may=PUBLIC,
        says="The kinds of service there are, with their gates and limits",
    )
    def kinds(call: Call[Nothing]) -> Page[ServiceKindView]:
        found = part_of(SERVICE_KINDS, limit=call.limit, after=call.after)
        return Page(items=tuple(service_kind_view(each) for each in found.items), next=found.next)

    @api.post(
        "/offers",
        takes=MakeOffer,
        gives=OfferView,
        may=SIGNED_IN,
        status=201,
        says="Say which kinds of service you are ready to give",
    )
    def make(call: Call[MakeOffer]) -> OfferView:
        return offer_view(offers.make_offer(m, call.actor, call.body, call.new_id()))

    @api.get(
        "/offers",
        query=OffersQuery,
        gives=OfferView,
        paged=True,
        may=SIGNED_IN,
        says="Your offers, newest first; for staff the open ones of a community",
    )
    def listed(call: Call[OffersQuery]) -> Page[OfferView]:
        return offers_listed(m, call.actor, call.query, limit=call.limit, after=call.after)

    @api.get("/offers/<id>", gives=OfferView, may=SIGNED_IN, says="One offer")
    def shown(call: Call[Nothing]) -> OfferView:
        return offer_view(offer_shown(m, call.actor, call.path["id"]))

    @api.patch(
        "/offers/<id>",
        takes=AmendOffer,
        gives=OfferView,
        may=SIGNED_IN,
        says="Change your offer, pause it, open it again or withdraw it",
    )
    def amend(call: Call[AmendOffer]) -> OfferView:
        return offer_view(offers.amend_offer(m, call.actor, call.path["id"], call.body))

    @api.get(
        "/proposals",
        gives=ProposalView,
        paged=True,
        may=SIGNED_IN,
        says="Needs you are asked for, with the reasons why you, newest first",
    )
    def asked(call: Call[Nothing]) -> Page[ProposalView]:
        return proposals_of(m, call.actor, limit=call.limit, after=call.after)

    @api.post(
        "/proposals/<id>/accept",
        gives=AssignmentView,
        may=SIGNED_IN,
        says="Say yes to a proposal; 409 need-full if others were faster",
    )
    def accept(call: Call[Nothing]) -> AssignmentView:
        return assignment_brief(m, call.actor, accepting.accept_proposal(m, call.actor, call.path["id"]))

    @api.post(
        "/proposals/<id>/decline",
        takes=Decline,
        gives=DeclinedView,
        may=SIGNED_IN,
        says="Say no to a proposal, without consequence",
    )
    def decline(call: Call[Decline]) -> DeclinedView:
        answered = accepting.decline_proposal(m, call.actor, call.path["id"], call.body)
        return DeclinedView(id=call.path["id"], need_id=answered.id, state=ProposalState.DECLINED)

    return api
