"""The API of the five parties: registered, reviewed, their people, and the lists of a community."""

from services.matching.application.context import Matching
from services.matching.application.parties.commands import (
    AddPartyStaff,
    AmendParty,
    PartiesQuery,
    RegisterParty,
    ReviewParty,
    SuspendParty,
)
from services.matching.application.parties.registering import amend_party, register_party
from services.matching.application.parties.reviewing import restore_party, review_party, suspend_party
from services.matching.application.parties.showing import parties_listed, party_shown, party_view
from services.matching.application.parties.staff import add_party_staff, remove_party_staff
from services.matching.application.parties.views import PartyView
from shared.identity.permissions import Permission
from shared.storage.paging import Page
from shared.web.api import PUBLIC, SIGNED_IN, Api, Call, Nothing


def parties_api(m: Matching) -> Api:
    """Return the routes of parties."""
    api = Api("matching")
    _own(api, m)
    _decided(api, m)
    _staffed(api, m)
    return api


def _own(api: Api, m: Matching) -> None:
    @api.post(
        "/parties",
        takes=RegisterParty,
        gives=PartyView,
        may=SIGNED_IN,
        status=201,
        says="Register a body by credit code, filing number, or as a team; 409 party-registered names the one that exists",
    )
    def register(call: Call[RegisterParty]) -> PartyView:
        return party_view(m, call.actor, register_party(m, call.actor, call.body, call.new_id()))

    @api.get(
        "/parties",
        query=PartiesQuery,
        gives=PartyView,
        paged=True,
        may=PUBLIC,
        says="The parties that serve a community, newest first, or your own",
    )
    def listed(call: Call[PartiesQuery]) -> Page[PartyView]:
        return parties_listed(m, call.somebody, call.query, limit=call.limit, after=call.after)

    @api.get("/parties/<id>", gives=PartyView, may=PUBLIC, says="One party")
    def shown(call: Call[Nothing]) -> PartyView:
        return party_shown(m, call.somebody, call.path["id"])

    @api.patch(
        "/parties/<id>",
        takes=AmendParty,
        gives=PartyView,
        may=SIGNED_IN,
        says="Change what a party says of itself; a refused one awaits review again",
    )
    def amend(call: Call[AmendParty]) -> PartyView:
        return party_view(m, call.actor, amend_party(m, call.actor, call.path["id"], call.body))


def _decided(api: Api, m: Matching) -> None:
    @api.post(
        "/parties/<id>/review",
        takes=ReviewParty,
        gives=PartyView,
        may=Permission.REVIEW_PARTY,
        says="Approve a party, or refuse it with a reason",
    )
    def review(call: Call[ReviewParty]) -> PartyView:
        return party_view(m, call.actor, review_party(m, call.actor, call.path["id"], call.body))

    @api.post(
        "/parties/<id>/suspend",
        takes=SuspendParty,
        gives=PartyView,
        may=Permission.REVIEW_PARTY,
        says="Let a party do nothing for now",
    )
    def suspend(call: Call[SuspendParty]) -> PartyView:
        return party_view(m, call.actor, suspend_party(m, call.actor, call.path["id"], call.body))

    @api.post(
        "/parties/<id>/restore",
        gives=PartyView,
        may=Permission.REVIEW_PARTY,
        says="Let a suspended party act again",
    )
    def restore(call: Call[Nothing]) -> PartyView:
        return party_view(m, call.actor, restore_party(m, call.actor, call.path["id"]))


def _staffed(api: Api, m: Matching) -> None:
    @api.post(
        "/parties/<id>/staff",
        takes=AddPartyStaff,
        gives=PartyView,
        may=SIGNED_IN,
        says="Let whoever has this phone act for the party, beside you or in your place",
    )
    def added(call: Call[AddPartyStaff]) -> PartyView:
        return party_view(m, call.actor, add_party_staff(m, call.actor, call.path["id"], call.body))

    @api.delete(
        "/parties/<id>/staff/<member_id>",
        may=SIGNED_IN,
        says="Let someone no longer act for the party; the last one stays",
    )
    def removed(call: Call[Nothing]) -> None:
        remove_party_staff(m, call.actor, call.path["id"], call.path["member_id"])
