"""One care plan: when visits are, who comes again and again, and what the reader may do with it."""

from typing import TypeVar

from services.matching.application.caring import circle, drawing, steering
from services.matching.application.caring.commands import (
    AnswerCarePlan,
    AnswerCompanion,
    AskCompanion,
    ChangeCarePlan,
    EndCarePlan,
    PauseCarePlan,
)
from services.matching.application.caring.showing import plan_shown
from services.matching.application.caring.views import CarePlanView
from services.matching.application.context import Matching
from services.matching.application.pairing.showing import HelperBefore, helpers_before, resident_of
from services.matching.domain.caring.plan import PlanEnd
from services.matching.domain.register.errors import one_fault
from services.matching.entrypoints.care_pages.finding import days_of_week
from services.matching.entrypoints.care_pages.typed import CompanionForm, PlanNoForm, PlanYesForm, VisitsForm
from shared.identity.actor import Actor
from shared.identity.member import day_in_china
from shared.kernel.words import Words
from shared.web.api import SIGNED_IN
from shared.web.pages import Pages, Shown, Visit

B = TypeVar("B")


class CarePlanPage:
    """The page of a plan."""

    def __init__(self, m: Matching) -> None:
        """Bind coordination."""
        self.m = m

    def show(self, visit: Visit[object]) -> Shown:
        """Show it as far as it concerns the reader."""
        plan = plan_shown(self.m, visit.actor, visit.path["id"])
        return visit.show(
            "caring/plan.html",
            plan=plan,
            can=plan.can,
            known=self._known(visit.actor, plan),
            days=days_of_week(visit.language),
            reasons=[(each.value, each.words.say(visit.language)) for each in PlanEnd],
            today=day_in_china(self.m.clock.now()).isoformat(),
        )

    def _known(self, actor: Actor, plan: CarePlanView) -> tuple[HelperBefore, ...]:
        """Return who came to the resident before and is not asked already, for whoever may ask."""
        if "circle" not in plan.can:
            return ()
        asked = {each.volunteer_number for each in plan.companions if each.stands}
        before = helpers_before(self.m, actor, resident_of(self.m, actor, plan.resident_id))
        return tuple(each for each in before if each.volunteer_number not in asked)

    def agree(self, visit: Visit[PlanYesForm]) -> Shown:
        """Say yes."""
        asked = AnswerCarePlan(agree=True, spoken_consent=bool(visit.body.spoken_consent))
        drawing.answer_plan(self.m, visit.actor, visit.path["id"], asked)
        return self._back(visit, Words("已定下来", "Agreed"))

    def refuse(self, visit: Visit[PlanNoForm]) -> Shown:
        """Say no."""
        form = visit.body
        asked = AnswerCarePlan(agree=False, reason=form.reason, spoken_consent=bool(form.spoken_consent))
        drawing.answer_plan(self.m, visit.actor, visit.path["id"], asked)
        return self._back(visit, Words("已答复，谢谢您说明", "Answered, thank you"))

    def change(self, visit: Visit[VisitsForm]) -> Shown:
        """Let visits be otherwise from a day on."""
        form = visit.body
        asked = ChangeCarePlan(visits=form.visits(), spoken_consent=bool(form.spoken_consent))
        drawing.change_plan(self.m, visit.actor, visit.path["id"], asked)
        return self._back(visit, Words("已改好", "Changed"))

    def pause(self, visit: Visit[PlanNoForm]) -> Shown:
        """Let it stand still."""
        steering.pause_plan(self.m, visit.actor, visit.path["id"], PauseCarePlan(reason=visit.body.reason))
        return self._back(
            visit, Words("已暂停，还没开始的上门都取消了", "Paused; visits to come are taken back")
        )

    def resume(self, visit: Visit[object]) -> Shown:
        """Let it go on."""
        steering.resume_plan(self.m, visit.actor, visit.path["id"])
        return self._back(visit, Words("已恢复", "It goes on"))

    def end(self, visit: Visit[PlanNoForm]) -> Shown:
        """End it."""
        steering.end_plan(self.m, visit.actor, visit.path["id"], EndCarePlan(reason=visit.body.reason))
        return self._back(visit, Words("关爱计划已结束", "The care plan has ended"))

    def ask(self, visit: Visit[CompanionForm]) -> Shown:
        """Ask somebody to come again and again."""
        number = visit.body.volunteer_number or visit.body.known
        if not number:
            raise one_fault(
                "volunteer_number",
                "no-helper",
                "请选一位志愿者，或填写志愿者编号",
                "Please choose a helper, or type a volunteer number",
            )
        circle.ask_companion(self.m, visit.actor, visit.path["id"], AskCompanion(volunteer_number=number))
        return self._back(visit, Words("已去问这位志愿者", "The volunteer is asked"))

    def accompany(self, visit: Visit[object]) -> Shown:
        """Say yes to coming again and again."""
        circle.answer_companion(self.m, visit.actor, visit.path["id"], AnswerCompanion(agree=True))
        return self._back(
            visit, Words("谢谢您！有上门时会先问您", "Thank you! You are asked first for visits")
        )

    def leave(self, visit: Visit[object]) -> Shown:
        """Say no to it, now or later on."""
        circle.answer_companion(self.m, visit.actor, visit.path["id"], AnswerCompanion(agree=False))
        return visit.go("/care", Words("已答复，谢谢您", "Answered, thank you"))

    def let_go(self, visit: Visit[object]) -> Shown:
        """Take a companion out of the circle."""
        circle.let_companion_go(self.m, visit.actor, visit.path["id"], visit.path["member_id"])
        return self._back(visit, Words("已去掉", "Taken out"))

    def _back(self, visit: Visit[B], said: Words) -> Shown:
        return visit.go(f"/care/{visit.path['id']}", said)


def care_plan_pages(m: Matching) -> Pages:
    """Return the page of a plan and what is sent from it."""
    pages, page = Pages("matching"), CarePlanPage(m)
    pages.get("/care/<id>", may=SIGNED_IN)(page.show)
    pages.post("/care/<id>/agree", may=SIGNED_IN, takes=PlanYesForm, again=page.show)(page.agree)
    pages.post("/care/<id>/refuse", may=SIGNED_IN, takes=PlanNoForm, again=page.show)(page.refuse)
    pages.post("/care/<id>/change", may=SIGNED_IN, takes=VisitsForm, again=page.show)(page.change)
    pages.post("/care/<id>/pause", may=SIGNED_IN, takes=PlanNoForm, again=page.show)(page.pause)
    pages.post("/care/<id>/resume", may=SIGNED_IN)(page.resume)
    pages.post("/care/<id>/end", may=SIGNED_IN, takes=PlanNoForm, again=page.show)(page.end)
    pages.post("/care/<id>/companions", may=SIGNED_IN, takes=CompanionForm, again=page.show)(page.ask)
    pages.post("/care/<id>/accompany", may=SIGNED_IN)(page.accompany)
    pages.post("/care/<id>/leave", may=SIGNED_IN)(page.leave)
    pages.post("/care/<id>/companions/<member_id>/let-go", may=SIGNED_IN)(page.let_go)
    return pages
