"""The API of twinnings: proposed by one side, agreed by the other, visits recorded, ended."""

from services.matching.application.context import Matching
from services.matching.application.twinning import agreeing
from services.matching.application.twinning.commands import (
    AnswerTwinning,
    EndTwinning,
    ProposeTwinning,
    TellVisit,
    TwinningsQuery,
)
from services.matching.application.twinning.showing import (
    TwinningView,
    twinning_shown,
    twinning_view,
    twinnings_listed,
)
from shared.storage.paging import Page
from shared.web.api import PUBLIC, SIGNED_IN, Api, Call, Nothing


def twinnings_api(m: Matching) -> Api:
    """Return the routes of twinnings."""
    api = Api("matching")
    _read(api, m)
    _changed(api, m)
    return api


def _read(api: Api, m: Matching) -> None:
    @api.get(
        "/twinnings",
        query=TwinningsQuery,
        gives=TwinningView,
        paged=True,
        may=PUBLIC,
        says="The twinnings of a community or of a body, newest first; its own people see proposals, too",
    )
    def listed(call: Call[TwinningsQuery]) -> Page[TwinningView]:
        return twinnings_listed(m, call.somebody, call.query, limit=call.limit, after=call.after)

    @api.get("/twinnings/<id>", gives=TwinningView, may=PUBLIC, says="One twinning with its visits")
    def shown(call: Call[Nothing]) -> TwinningView:
        return twinning_shown(m, call.somebody, call.path["id"])


def _changed(api: Api, m: Matching) -> None:
    @api.post(
        "/twinnings",
        takes=ProposeTwinning,
        gives=TwinningView,
        may=SIGNED_IN,
        status=201,
        says="Propose a twinning as staff of the body or of the community; the other side answers",
    )
    def propose(call: Call[ProposeTwinning]) -> TwinningView:
        proposed = agreeing.propose_twinning(m, call.actor, call.body, call.new_id())
        return twinning_view(m, call.actor, proposed)

    @api.post(
        "/twinnings/<id>/answer",
        takes=AnswerTwinning,
        gives=TwinningView,
        may=SIGNED_IN,
        says="Agree to what the other side proposed, or say no with a reason",
    )
    def answer(call: Call[AnswerTwinning]) -> TwinningView:
        answered = agreeing.answer_twinning(m, call.actor, call.path["id"], call.body)
        return twinning_view(m, call.actor, answered)

    @api.post(
        "/twinnings/<id>/end", takes=EndTwinning, gives=TwinningView, may=SIGNED_IN, says="End a twinning"
    )
    def end(call: Call[EndTwinning]) -> TwinningView:
        ended = agreeing.end_twinning(m, call.actor, call.path["id"], call.body)
        return twinning_view(m, call.actor, ended)

    @api.post(
        "/twinnings/<id>/visits",
        takes=TellVisit,
        gives=TwinningView,
        may=SIGNED_IN,
        says="Record that the two met on a day",
    )
    def visit(call: Call[TellVisit]) -> TwinningView:
        told = agreeing.tell_visit(m, call.actor, call.path["id"], call.body)
        return twinning_view(m, call.actor, told)
