"""The catalogue and redemptions over HTTP. It translates and nothing more."""

from dataclasses import dataclass

from services.ledger.application.redeeming.catalogue import (
    AmendEntry,
    ListService,
    amend_entry,
    catalogue_page,
    list_service,
)
from services.ledger.application.redeeming.context import Redeeming
from services.ledger.application.redeeming.ordering import OrderRedemption, order, withdraw
from services.ledger.application.redeeming.showing import (
    EntryView,
    RedemptionView,
    entry_view,
    redemption_view,
    redemptions_in,
    redemptions_of,
    seen,
)
from services.ledger.domain.redeeming.redemption import Redemption, RedemptionState
from services.ledger.entrypoints.pools_api import pools_api
from shared.events.fields import CommunityCode, Id
from shared.identity.permissions import Permission
from shared.storage.paging import Page
from shared.web.api import PUBLIC, SIGNED_IN, Answer, Api, Call, Nothing

CREATED, NOT_YET = 201, 202


@dataclass(frozen=True, slots=True, kw_only=True)
class CatalogueQuery:
    """Of which community."""

    community_code: CommunityCode


@dataclass(frozen=True, slots=True, kw_only=True)
class RedemptionsQuery:
    """Whose: one's own, those of a person one acts for, or a whole community's in one state or all."""

    member_id: Id | None = None
    community_code: CommunityCode | None = None
    state: RedemptionState | None = None


def catalogue_api(r: Redeeming) -> Api:
    """Return the routes over the catalogue, mounted at ``/api/ledger/v1``."""
    api = Api("ledger")

    @api.get(
        "/catalogue",
        query=CatalogueQuery,
        gives=EntryView,
        paged=True,
        may=PUBLIC,
        says="What can be redeemed in a community",
    )
    def catalogue(call: Call[CatalogueQuery]) -> Page[EntryView]:
        page = catalogue_page(r, call.query.community_code, limit=call.limit, after=call.after)
        return Page(items=tuple(entry_view(r, each) for each in page.items), next=page.next)

    @api.post(
        "/catalogue",
        takes=ListService,
        gives=EntryView,
        may=Permission.REDEEM_FOR_RESIDENT,
        status=CREATED,
        says="Put a service into the catalogue",
    )
    def list_entry(call: Call[ListService]) -> EntryView:
        return entry_view(r, list_service(r, call.actor, call.body, call.new_id()))

    @api.patch(
        "/catalogue/<entry_id>",
        takes=AmendEntry,
        gives=EntryView,
        may=Permission.REDEEM_FOR_RESIDENT,
        says="Change an entry, withdraw it or put it back",
    )
    def amend(call: Call[AmendEntry]) -> EntryView:
        return entry_view(r, amend_entry(r, call.actor, call.path["entry_id"], call.body))

    return api


def redemptions_api(r: Redeeming) -> Api:
    """Return the routes over redemptions."""
    api = Api("ledger")

    @api.post(
        "/redemptions",
        takes=OrderRedemption,
        gives=RedemptionView,
        may=SIGNED_IN,
        status=CREATED,
        says="Redeem a service with one's own credits, or as staff for a resident or from the pool",
    )
    def order_one(call: Call[OrderRedemption]) -> Answer:
        return _answer(r, call, order(r, call.actor, call.body, call.new_id()))

    @api.get(
        "/redemptions",
        query=RedemptionsQuery,
        gives=RedemptionView,
        paged=True,
        may=SIGNED_IN,
        says="One's own redemptions, or those of a community, newest first",
    )
    def redemptions(call: Call[RedemptionsQuery]) -> Page[RedemptionView]:
        page = _asked_for(r, call)
        return Page(items=tuple(redemption_view(r, call.actor, each) for each in page.items), next=page.next)

    @api.get(
        "/redemptions/<redemption_id>", gives=RedemptionView, may=SIGNED_IN, says="How a redemption stands"
    )
    def redemption(call: Call[Nothing]) -> RedemptionView:
        return redemption_view(r, call.actor, seen(r, call.actor, call.path["redemption_id"]))

    @api.post(
        "/redemptions/<redemption_id>/withdraw",
        gives=RedemptionView,
        may=SIGNED_IN,
        says="Take a redemption back; the credits are free again once its need is closed",
    )
    def take_back(call: Call[Nothing]) -> RedemptionView:
        return redemption_view(r, call.actor, withdraw(r, call.actor, call.path["redemption_id"]))

    return api


def _asked_for(r: Redeeming, call: Call[RedemptionsQuery]) -> Page[Redemption]:
    query, limit, after = call.query, call.limit, call.after
    if query.community_code is not None:
        return redemptions_in(r, call.actor, query.community_code, query.state, limit=limit, after=after)
    member_id = query.member_id or call.actor.member_id
    return redemptions_of(r, call.actor, member_id, limit=limit, after=after)


def _answer(r: Redeeming, call: Call[OrderRedemption], redemption: Redemption) -> Answer:
    """Return 201, or 202 with where to look while the ledger is still at it."""
    waits = redemption.state is RedemptionState.ORDERED
    return Answer(
        view=redemption_view(r, call.actor, redemption),
        status=NOT_YET if waits else CREATED,
        headers={"Location": f"/api/ledger/v1/redemptions/{redemption.id}"},
    )


def redeeming_apis(r: Redeeming) -> tuple[Api, ...]:
    """Return the APIs of redeeming."""
    return (catalogue_api(r), redemptions_api(r), pools_api(r))
