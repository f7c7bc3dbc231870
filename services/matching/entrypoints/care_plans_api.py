"""The API of care plans: drawn up, agreed, changed, paused, resumed, ended; and who comes again and again."""

from services.matching.application.caring import circle, drawing, steering
from services.matching.application.caring.commands import (
    AnswerCarePlan,
    AnswerCompanion,
    AskCompanion,
    CarePlansQuery,
    ChangeCarePlan,
    DrawUpCarePlan,
    EndCarePlan,
    PauseCarePlan,
)
from services.matching.application.caring.showing import plan_shown, plan_view, plans_listed
from services.matching.application.caring.views import CarePlanView
from services.matching.application.context import Matching
from shared.storage.paging import Page
from shared.web.api import SIGNED_IN, Api, Call, Nothing


def care_plans_api(m: Matching) -> Api:
    """Return the routes of care plans."""
    api = Api("matching")
    _read(api, m)
    _drawn(api, m)
    _steered(api, m)
    _accompanied(api, m)
    return api


def _read(api: Api, m: Matching) -> None:
    @api.get(
        "/care-plans",
        query=CarePlansQuery,
        gives=CarePlanView,
        paged=True,
        may=SIGNED_IN,
        says="Plans one is the resident or a companion of, a resident's one acts for, or as staff a community's; newest first",
    )
    def listed(call: Call[CarePlansQuery]) -> Page[CarePlanView]:
        return plans_listed(m, call.actor, call.query, limit=call.limit, after=call.after)

    @api.get(
        "/care-plans/<id>",
        gives=CarePlanView,
        may=SIGNED_IN,
        says="One plan with its visits of the next fortnight",
    )
    def shown(call: Call[Nothing]) -> CarePlanView:
        return plan_shown(m, call.actor, call.path["id"])


def _drawn(api: Api, m: Matching) -> None:
    @api.post(
        "/care-plans",
        takes=DrawUpCarePlan,
        gives=CarePlanView,
        may=SIGNED_IN,
        status=201,
        says="Ask for visits that come again and again, as the resident or a delegate; or draw them up, as staff",
    )
    def draw_up(call: Call[DrawUpCarePlan]) -> CarePlanView:
        return plan_view(m, call.actor, drawing.draw_up(m, call.actor, call.body, call.new_id()))

    @api.post(
        "/care-plans/<id>/answer",
        takes=AnswerCarePlan,
        gives=CarePlanView,
        may=SIGNED_IN,
        says="Say yes or no: the resident's side to what staff drew up, staff to what was asked for",
    )
    def answer(call: Call[AnswerCarePlan]) -> CarePlanView:
        answered = drawing.answer_plan(m, call.actor, call.path["id"], call.body)
        return plan_view(m, call.actor, answered)

    @api.post(
        "/care-plans/<id>/change",
        takes=ChangeCarePlan,
        gives=CarePlanView,
        may=SIGNED_IN,
        says="Let visits be otherwise from a day on, as staff, with the resident's word once it runs",
    )
    def change(call: Call[ChangeCarePlan]) -> CarePlanView:
        changed = drawing.change_plan(m, call.actor, call.path["id"], call.body)
        return plan_view(m, call.actor, changed)


def _steered(api: Api, m: Matching) -> None:
    @api.post(
        "/care-plans/<id>/pause",
        takes=PauseCarePlan,
        gives=CarePlanView,
        may=SIGNED_IN,
        says="Let a plan stand still; visits to come are taken back",
    )
    def pause(call: Call[PauseCarePlan]) -> CarePlanView:
        paused = steering.pause_plan(m, call.actor, call.path["id"], call.body)
        return plan_view(m, call.actor, paused)

    @api.post("/care-plans/<id>/resume", gives=CarePlanView, may=SIGNED_IN, says="Let a plan go on")
    def resume(call: Call[Nothing]) -> CarePlanView:
        return plan_view(m, call.actor, steering.resume_plan(m, call.actor, call.path["id"]))

    @api.post("/care-plans/<id>/end", takes=EndCarePlan, gives=CarePlanView, may=SIGNED_IN, says="End a plan")
    def end(call: Call[EndCarePlan]) -> CarePlanView:
        return plan_view(m, call.actor, steering.end_plan(m, call.actor, call.path["id"], call.body))


def _accompanied(api: Api, m: Matching) -> None:
    @api.post(
        "/care-plans/<id>/companions",
        takes=AskCompanion,
        gives=CarePlanView,
        may=SIGNED_IN,
        says="Ask a volunteer to come again and again; they answer for themselves",
    )
    def ask(call: Call[AskCompanion]) -> CarePlanView:
        return plan_view(m, call.actor, circle.ask_companion(m, call.actor, call.path["id"], call.body))

    @api.post(
        "/care-plans/<id>/companions/answer",
        takes=AnswerCompanion,
        gives=CarePlanView,
        may=SIGNED_IN,
        says="Say as a companion who was asked yes or no; a no later on is leaving",
    )
    def answer(call: Call[AnswerCompanion]) -> CarePlanView:
        answered = circle.answer_companion(m, call.actor, call.path["id"], call.body)
        return plan_view(m, call.actor, answered)

    @api.post(
        "/care-plans/<id>/companions/<member_id>/let-go",
        gives=CarePlanView,
        may=SIGNED_IN,
        says="Take a companion out of the circle, as the resident, a delegate or staff",
    )
    def let_go(call: Call[Nothing]) -> CarePlanView:
        left = circle.let_companion_go(m, call.actor, call.path["id"], call.path["member_id"])
        return plan_view(m, call.actor, left)
