"""A day of activity: each need from its posting to its end, as planned."""

from dataclasses import dataclass
from datetime import timedelta

from services.demo.answering import Answering, Taken
from services.demo.client import Caller, Json, Refused
from services.demo.deeds import Deeds
from services.demo.plans import Ending, NeedPlan
from shared.kernel.clock import Clock, iso

_LATE_MINUTES = 75
_MOST_CAME_MINUTES = 55
_TITLES = {
    "HOME_VISIT": "陪老人说说话",
    "PHONE_CARE": "每日电话问安",
    "MEAL_DELIVERY": "送午餐上门",
    "CLINIC_ESCORT": "陪同去医院复查",
    "ERRAND": "代买米面油",
    "PAPERWORK_HELP": "帮忙办理老年证",
    "HOME_CLEANING": "打扫厨房",
    "SMALL_REPAIR": "更换灯泡",
    "DIGITAL_HELP": "教用智能手机",
    "HAIRCUT": "社区义剪",
    "ENVIRONMENT": "清理楼道",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Day:
    """Plays needs.

    Attributes:
        staff: Posts, reviews, confirms.
        answering: Finds who serves.
        deeds: Where it is kept what was acknowledged.
        clock: Times of needs are taken from it.
    """

    staff: Caller
    answering: Answering
    deeds: Deeds
    clock: Clock

    def play(self, plan: NeedPlan) -> None:
        """Bring one need as far as planned; a refusal that should not have been is kept as trouble."""
        try:
            need = self._posted(plan)
            if self._opened(plan, need):
                for taken in self.answering.answered(plan, need):
                    self.serve(plan, taken)
            if plan.ending is Ending.WITHDRAWN:
                for _ in range(2):
                    self._by_staff(need, "withdraw", {"reason": "家人已回来照顾"})
        except Refused as refused:
            self.deeds.trouble(f"need {plan.number}: {refused}")

    def _posted(self, plan: NeedPlan) -> Json:
        poster = plan.asker.caller if plan.as_self else self.staff
        body, key = self._body(plan), f"{self.deeds.run}-need-{plan.number}"
        need = poster.post("/matching/v1/needs", body, key=key)
        self.deeds.need_posted(need)
        if plan.again:
            self.deeds.need_posted(poster.post("/matching/v1/needs", body, key=key))
            other = {**body, "title": "另一件事"}
            self._refused("idempotency-key-reused", poster, "/matching/v1/needs", other, key=key)
        return need

    def _body(self, plan: NeedPlan) -> Json:
        start = self.clock.now() + timedelta(days=plan.ahead_days, minutes=plan.ahead_minutes)
        body: Json = {
            "service_kind": plan.kind,
            "title": _TITLES[plan.kind],
            "details": f"{self.deeds.run} {plan.number}",
            "starts_at": iso(start),
            "ends_at": iso(start + timedelta(minutes=plan.minutes)),
            "expected_minutes": plan.minutes,
            "helpers_wanted": plan.wanted,
        }
        if plan.in_group:
            return body | {"community_code": plan.asker.home.code}
        return body if plan.as_self else body | {"resident_id": self._resident(plan)}

    def _resident(self, plan: NeedPlan) -> str:
        body: Json = {
            "community_code": plan.asker.home.code,
            "name": f"居民{plan.number}",
            "address": f"{plan.asker.home.street}{plan.number + 1}号",
            "point": {"longitude": plan.asker.point.longitude, "latitude": plan.asker.point.latitude},
        }
        key = f"{self.deeds.run}-resident-{plan.number}"
        return str(self.staff.post("/identity/v1/residents", body, key=key)["id"])

    def _opened(self, plan: NeedPlan, need: Json) -> bool:
        """Let staff review what a resident posted; tell whether it is open then."""
        if not plan.as_self:
            return True
        if plan.ending is Ending.REFUSED:
            self._by_staff(need, "review", {"decision": "REFUSE", "reason": "请先联系家人"})
            return False
        for _ in range(2 if plan.again else 1):
            self._by_staff(need, "review", {"decision": "APPROVE"})
        return True

    def _by_staff(self, need: Json, what: str, body: Json) -> None:
        self.staff.post(f"/matching/v1/needs/{need['id']}/{what}", body)

    def serve(self, plan: NeedPlan, taken: Taken) -> None:
        """Let whoever got a place serve as far as planned."""
        path = f"/matching/v1/assignments/{taken.assignment_id}"
        volunteer = taken.volunteer.caller
        if plan.ending in (Ending.ACCEPTED, Ending.WITHDRAWN):
            return
        if plan.ending is Ending.CANCELLED:
            self._tell(plan, volunteer, f"{path}/cancel", {"reason": "临时有事"})
            return
        if plan.ending is Ending.NO_SHOW:
            self._refused("volunteer-cannot-confirm", volunteer, f"{path}/no-show", {})
            self._tell(plan, self.staff, f"{path}/no-show", {"reason": "没有来"})
            return
        came = _LATE_MINUTES if plan.ending is Ending.LATE else min(plan.minutes, _MOST_CAME_MINUTES)
        came = min(came, 118 - plan.ahead_minutes)
        arrived = self.clock.now() - timedelta(minutes=max(0, came))
        self._tell(plan, volunteer, f"{path}/check-in", {"at": iso(arrived)})
        self._tell(plan, volunteer, f"{path}/check-out", {})
        if plan.ending is not Ending.CHECKED_OUT:
            self._confirm(plan, taken, path)

    def _tell(self, plan: NeedPlan, who: Caller, path: str, body: Json) -> None:
        for _ in range(2 if plan.again else 1):
            who.post(path, body)

    def _confirm(self, plan: NeedPlan, taken: Taken, path: str) -> None:
        receiver = plan.asker.caller if plan.as_self else self.staff
        minutes = max(1, plan.minutes - 5) if plan.fewer else plan.minutes
        body: Json = {"minutes": minutes, "reason": "提前做完了" if plan.fewer else ""}
        if plan.again:
            volunteer = taken.volunteer.caller
            self._refused("volunteer-cannot-confirm", volunteer, f"{path}/confirm", body)
        if plan.ending is Ending.LATE and plan.as_self:
            self._refused("late-for-staff", receiver, f"{path}/confirm", body)
        confirmer = self.staff if plan.ending is Ending.LATE else receiver
        self._tell(plan, confirmer, f"{path}/confirm", body)
        self.deeds.minutes_confirmed(taken.assignment_id, taken.volunteer.id, minutes)
        if plan.as_self:
            self._tell(plan, receiver, f"{path}/rating", {"grade": plan.grade, "words": "谢谢"})

    def _refused(self, code: str, who: Caller, path: str, body: Json, *, key: str | None = None) -> None:
        """Ask for what must be refused."""
        try:
            who.post(path, body, key=key)
        except Refused as refused:
            if refused.code != code:
                raise
            self.deeds.refused(refused)
        else:
            self.deeds.trouble(f"{path} was allowed, {code} was expected")
