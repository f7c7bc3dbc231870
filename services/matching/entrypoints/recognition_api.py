"""The API of stars and medals."""

from services.matching.application.context import Matching
from services.matching.application.recognition import awarding
from services.matching.application.recognition.commands import (
    AnswerObjection,
    AskForAward,
    AwardsQuery,
    BoardQuery,
    Object,
    RefuseAward,
    ShowOnBoard,
    WithdrawAward,
)
from services.matching.application.recognition.showing import (
    AwardView,
    RecognitionView,
    award_views,
    awards_for_desk,
    awards_published,
    honour_board,
    recognition_of,
)
from services.matching.domain.recognition.award import Award
from shared.identity.actor import Actor
from shared.identity.permissions import Permission
from shared.storage.paging import Page
from shared.web.api import PUBLIC, SIGNED_IN, Api, Call, Nothing


def recognition_api(m: Matching) -> Api:
    """Return the routes of recognition."""
    api = Api("matching")
    _read(api, m)
    _own(api, m)
    _decided(api, m)
    return api


def _one(m: Matching, actor: Actor, award: Award) -> AwardView:
    return award_views(m, actor, (award,))[0]


def _read(api: Api, m: Matching) -> None:
    @api.get(
        "/recognition", gives=RecognitionView, may=SIGNED_IN, says="What one has reached, and what comes next"
    )
    def own(call: Call[Nothing]) -> RecognitionView:
        return recognition_of(m, call.actor)

    @api.get(
        "/awards",
        query=AwardsQuery,
        gives=AwardView,
        paged=True,
        may=Permission.CONFIRM_AS_STAFF,
        says="Stars and medals of a community in a state, for its staff",
    )
    def listed(call: Call[AwardsQuery]) -> Page[AwardView]:
        return awards_for_desk(m, call.actor, call.query, limit=call.limit, after=call.after)

    @api.get(
        "/awards/published",
        query=BoardQuery,
        gives=AwardView,
        paged=True,
        may=PUBLIC,
        says="What a community publishes for objections before it is given",
    )
    def published(call: Call[BoardQuery]) -> Page[AwardView]:
        return awards_published(m, call.somebody, call.query, limit=call.limit, after=call.after)

    @api.get(
        "/awards/board",
        query=BoardQuery,
        gives=AwardView,
        paged=True,
        may=PUBLIC,
        says="A community's honour board: those who want to stand there",
    )
    def board(call: Call[BoardQuery]) -> Page[AwardView]:
        return honour_board(m, call.somebody, call.query, limit=call.limit, after=call.after)


def _own(api: Api, m: Matching) -> None:
    @api.post(
        "/awards",
        takes=AskForAward,
        gives=AwardView,
        may=SIGNED_IN,
        status=201,
        says="Ask for the next level",
    )
    def ask(call: Call[AskForAward]) -> AwardView:
        return _one(m, call.actor, awarding.ask_for_award(m, call.actor, call.body))

    @api.post(
        "/awards/<id>/board",
        takes=ShowOnBoard,
        gives=AwardView,
        may=SIGNED_IN,
        says="Stand on the honour board, or no longer",
    )
    def show(call: Call[ShowOnBoard]) -> AwardView:
        return _one(m, call.actor, awarding.show_on_board(m, call.actor, call.path["id"], call.body))

    @api.post(
        "/awards/<id>/objections",
        takes=Object,
        gives=AwardView,
        may=SIGNED_IN,
        says="Say what one has against an award while it is published; staff alone read it",
    )
    def object_to(call: Call[Object]) -> AwardView:
        return _one(m, call.actor, awarding.object_to_award(m, call.actor, call.path["id"], call.body))


def _decided(api: Api, m: Matching) -> None:
    @api.post(
        "/awards/<id>/publish", gives=AwardView, may=SIGNED_IN, says="Publish it for objections, as staff"
    )
    def publish(call: Call[Nothing]) -> AwardView:
        return _one(m, call.actor, awarding.publish_award(m, call.actor, call.path["id"]))

    @api.post("/awards/<id>/give", gives=AwardView, may=SIGNED_IN, says="Give it after its term, as staff")
    def give(call: Call[Nothing]) -> AwardView:
        return _one(m, call.actor, awarding.give_award(m, call.actor, call.path["id"]))

    @api.post(
        "/awards/<id>/answer",
        takes=AnswerObjection,
        gives=AwardView,
        may=SIGNED_IN,
        says="Answer an objection",
    )
    def answer(call: Call[AnswerObjection]) -> AwardView:
        return _one(m, call.actor, awarding.answer_objection(m, call.actor, call.path["id"], call.body))

    @api.post(
        "/awards/<id>/refuse",
        takes=RefuseAward,
        gives=AwardView,
        may=SIGNED_IN,
        says="Do not give it, as staff",
    )
    def refuse(call: Call[RefuseAward]) -> AwardView:
        return _one(m, call.actor, awarding.refuse_award(m, call.actor, call.path["id"], call.body))

    @api.post(
        "/awards/<id>/withdraw",
        takes=WithdrawAward,
        gives=AwardView,
        may=SIGNED_IN,
        says="Take it back because of false hours, with a ban, as staff",
    )
    def withdraw(call: Call[WithdrawAward]) -> AwardView:
        return _one(m, call.actor, awarding.withdraw_award(m, call.actor, call.path["id"], call.body))
