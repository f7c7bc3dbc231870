"""The API of the parts of needs, and of where an offer went."""

from services.matching.application.context import Matching
from services.matching.application.giving import asking, reserving, settling
from services.matching.application.giving.commands import (
    AskParts,
    ConfirmPart,
    HandOverPart,
    ReleasePart,
    ReservePart,
)
from services.matching.application.giving.queries import account_of, suggestions_for
from services.matching.application.giving.views import AccountView, SuggestionView
from services.matching.application.queries import need_brief
from services.matching.application.views import NeedView
from shared.storage.paging import Page
from shared.web.api import PUBLIC, SIGNED_IN, Api, Call, Nothing


def parts_api(m: Matching) -> Api:
    """Return the routes of parts."""
    api = Api("matching")

    @api.post(
        "/needs/<id>/parts",
        takes=AskParts,
        gives=NeedView,
        may=SIGNED_IN,
        says="Ask for goods, funds, a venue or professional help in a need that is under way, as staff",
    )
    def ask(call: Call[AskParts]) -> NeedView:
        asked = asking.ask_parts(m, call.actor, call.path["id"], call.body, call.new_id())
        return need_brief(m, call.actor, asked)

    @api.get(
        "/needs/<id>/parts/<part>/suggestions",
        gives=SuggestionView,
        paged=True,
        may=SIGNED_IN,
        says="Offers that could answer a part, best first, with the reasons; for those who give, their own",
    )
    def suggested(call: Call[Nothing]) -> Page[SuggestionView]:
        return Page(items=suggestions_for(m, call.actor, call.path["id"], call.path["part"]))

    @api.post(
        "/needs/<id>/parts/<part>/reserve",
        takes=ReservePart,
        gives=NeedView,
        may=SIGNED_IN,
        says="Answer a part; 409 out-of-stock, venue-taken or part-taken if others were faster",
    )
    def reserve(call: Call[ReservePart]) -> NeedView:
        need_id, part_id = call.path["id"], call.path["part"]
        return need_brief(m, call.actor, reserving.reserve_part(m, call.actor, need_id, part_id, call.body))

    @api.post(
        "/needs/<id>/parts/<part>/release",
        takes=ReleasePart,
        gives=NeedView,
        may=SIGNED_IN,
        says="Give a part back, or take back what was returned; it is in stock again, once",
    )
    def release(call: Call[ReleasePart]) -> NeedView:
        need_id, part_id = call.path["id"], call.path["part"]
        return need_brief(m, call.actor, settling.release_part(m, call.actor, need_id, part_id, call.body))

    @api.post(
        "/needs/<id>/parts/<part>/hand-over",
        takes=HandOverPart,
        gives=NeedView,
        may=SIGNED_IN,
        says="Say that it was handed over, in whole or less",
    )
    def hand_over(call: Call[HandOverPart]) -> NeedView:
        need_id, part_id = call.path["id"], call.path["part"]
        return need_brief(m, call.actor, settling.hand_over_part(m, call.actor, need_id, part_id, call.body))

    @api.post(
        "/needs/<id>/parts/<part>/confirm",
        takes=ConfirmPart,
        gives=NeedView,
        may=SIGNED_IN,
        says="Say that it arrived, as who receives it, a delegate, or staff by phone; never as who gives",
    )
    def confirm(call: Call[ConfirmPart]) -> NeedView:
        need_id, part_id = call.path["id"], call.path["part"]
        return need_brief(m, call.actor, settling.confirm_part(m, call.actor, need_id, part_id, call.body))

    @api.get(
        "/offers/<id>/account",
        gives=AccountView,
        may=PUBLIC,
        says="Where a party's goods, funds or venue went: what came in, was given, is left; no names",
    )
    def account(call: Call[Nothing]) -> AccountView:
        return account_of(m, call.somebody, call.path["id"])

    return api
