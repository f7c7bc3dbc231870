"""The API of pairings: asked for, answered by both, contacts told, ended."""

from services.matching.application.context import Matching
from services.matching.application.pairing import agreeing
from services.matching.application.pairing.commands import (
    AnswerPairing,
    AskPairing,
    EndPairing,
    PairingsQuery,
    TellContact,
)
from services.matching.application.pairing.showing import (
    PairingView,
    pairing_shown,
    pairing_view,
    pairings_listed,
)
from shared.storage.paging import Page
from shared.web.api import SIGNED_IN, Api, Call, Nothing


def pairings_api(m: Matching) -> Api:
    """Return the routes of pairings."""
    api = Api("matching")
    _read(api, m)
    _changed(api, m)
    return api


def _read(api: Api, m: Matching) -> None:
    @api.get(
        "/pairings",
        query=PairingsQuery,
        gives=PairingView,
        paged=True,
        may=SIGNED_IN,
        says="One's own pairings, a resident's one acts for, or as staff a community's; newest first",
    )
    def listed(call: Call[PairingsQuery]) -> Page[PairingView]:
        return pairings_listed(m, call.actor, call.query, limit=call.limit, after=call.after)

    @api.get("/pairings/<id>", gives=PairingView, may=SIGNED_IN, says="One pairing with its contacts")
    def shown(call: Call[Nothing]) -> PairingView:
        return pairing_shown(m, call.actor, call.path["id"])


def _changed(api: Api, m: Matching) -> None:
    @api.post(
        "/pairings",
        takes=AskPairing,
        gives=PairingView,
        may=SIGNED_IN,
        status=201,
        says="Ask that a helper keeps to a resident, as the resident, a delegate or staff; both agree",
    )
    def ask(call: Call[AskPairing]) -> PairingView:
        asked = agreeing.ask_pairing(m, call.actor, call.body, call.new_id())
        return pairing_view(m, call.actor, asked)

    @api.post(
        "/pairings/<id>/answer",
        takes=AnswerPairing,
        gives=PairingView,
        may=SIGNED_IN,
        says="Say yes or no for one's own side, or as staff what the resident said aloud",
    )
    def answer(call: Call[AnswerPairing]) -> PairingView:
        answered = agreeing.answer_pairing(m, call.actor, call.path["id"], call.body)
        return pairing_view(m, call.actor, answered)

    @api.post("/pairings/<id>/end", takes=EndPairing, gives=PairingView, may=SIGNED_IN, says="End a pairing")
    def end(call: Call[EndPairing]) -> PairingView:
        ended = agreeing.end_pairing(m, call.actor, call.path["id"], call.body)
        return pairing_view(m, call.actor, ended)

    @api.post(
        "/pairings/<id>/contacts",
        takes=TellContact,
        gives=PairingView,
        may=SIGNED_IN,
        says="Say that the two were in touch; nothing of what was said is kept",
    )
    def contact(call: Call[TellContact]) -> PairingView:
        told = agreeing.tell_contact(m, call.actor, call.path["id"], call.body)
        return pairing_view(m, call.actor, told)
