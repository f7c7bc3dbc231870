"""The day of the example: needs in every state, services under way, minutes in the ledger.

What is there already is found by its title, and every step is taken from where its service stands, so that a day that was
begun is finished and nothing is there twice.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from services.demo.client import Caller, Json
from shared.kernel.clock import CHINA, Clock, iso

STAFF, GRID, WORKER, ELDER, SON = "staff", "grid worker", "social worker", "elder", "son"

_STATES = ("ACCEPTED", "CHECKED_IN", "CHECKED_OUT", "CONFIRMED")


@dataclass(frozen=True, slots=True, kw_only=True)
class Serves:
    """How far a helper came with a need.

    Attributes:
        helper: Place in the list of helpers, 0 is 王芳.
        until: State of the service.
        came: Minutes ago.
        left: Minutes ago.
        minutes: Confirmed; None as expected.
        grade: What the receiver gave.
    """

    helper: int
    until: str = "ACCEPTED"
    came: int = 50
    left: int = 5
    minutes: int | None = None
    grade: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Planned:
    """A need of the day.

    Attributes:
        when: ``now``, ``before`` or ``soon``, or days ahead and the hour.
        minutes: Expected, and length of the window.
        by: Who posts it.
        resident: Place in the list of residents; -1 is the elder, None the community or whoever posts it.
        then: What happens to it afterwards: ``approve``, ``refuse``, ``withdraw``.
    """

    kind: str
    title: str
    when: str | tuple[int, int]
    minutes: int
    by: str = STAFF
    resident: int | None = 0
    wanted: int = 1
    details: str = ""
    then: str = ""
    serves: tuple[Serves, ...] = ()


_PLAN = (
    Planned(
        kind="HOME_VISIT",
        title="陪独居的张奶奶说说话",
        when="before",
        minutes=45,
        details="张奶奶爱听川剧，可以一起听一段。",
        serves=(Serves(helper=0, until="CONFIRMED"),),
    ),
    Planned(
        kind="DIGITAL_HELP",
        title="教用智能手机挂号",
        when="soon",
        minutes=45,
        resident=1,
        serves=(Serves(helper=0),),
    ),
    Planned(
        kind="HOME_VISIT",
        title="听我说说年轻时的事",
        when="now",
        minutes=45,
        by=ELDER,
        resident=-1,
        then="approve",
        serves=(Serves(helper=2, until="CONFIRMED", grade=5),),
    ),
    Planned(
        kind="ERRAND",
        title="代买米面油，送到四楼",
        when="now",
        minutes=45,
        resident=-1,
        serves=(Serves(helper=1, until="CHECKED_OUT"),),
    ),
    Planned(
        kind="ERRAND",
        title="取快递，两件",
        when="now",
        minutes=40,
        resident=2,
        serves=(Serves(helper=8, until="CONFIRMED", minutes=30),),
    ),
    Planned(
        kind="MEAL_DELIVERY",
        title="送午餐到三单元",
        when="now",
        minutes=30,
        resident=3,
        serves=(Serves(helper=3, until="CHECKED_OUT", came=95, left=70),),
    ),
    Planned(
        kind="HOME_VISIT",
        title="雨后看望高龄老人",
        when="now",
        minutes=45,
        resident=4,
        serves=(Serves(helper=4, until="CHECKED_IN", came=10),),
    ),
    Planned(
        kind="CLINIC_ESCORT",
        title="陪同去区医院取检查报告",
        when=(1, 8),
        minutes=120,
        resident=5,
        serves=(Serves(helper=5),),
    ),
    Planned(
        kind="HAIRCUT",
        title="社区活动室义剪",
        when=(1, 14),
        minutes=120,
        resident=None,
        wanted=2,
        serves=(Serves(helper=6, until="CANCELLED"), Serves(helper=9)),
    ),
    Planned(
        kind="SMALL_REPAIR",
        title="更换卫生间灯泡",
        when="now",
        minutes=60,
        resident=1,
        by=GRID,
        serves=(Serves(helper=7, until="NO_SHOW"),),
    ),
    Planned(
        kind="CLINIC_ESCORT",
        title="陪同去区医院复查",
        when=(1, 9),
        minutes=180,
        resident=2,
        details="上午九点的号，需要轮椅，医院门口有。",
    ),
    Planned(kind="HOME_VISIT", title="陪何爷爷下象棋", when=(2, 15), minutes=45, resident=5),
    Planned(kind="HOME_CLEANING", title="厨房清洁", when=(2, 10), minutes=90, resident=4, by=GRID),
    Planned(
        kind="ENVIRONMENT",
        title="清理楼道，引导垃圾分类",
        when=(3, 9),
        minutes=120,
        resident=None,
        wanted=6,
        serves=(Serves(helper=10), Serves(helper=11)),
    ),
    Planned(kind="CASEWORK", title="家庭关系个案面谈", when=(2, 14), minutes=60, resident=3, by=WORKER),
    Planned(kind="DIGITAL_HELP", title="教我用手机视频通话", when=(2, 10), minutes=60, by=ELDER, resident=-1),
    Planned(
        kind="CLINIC_ESCORT",
        title="陪母亲去医院复查血压",
        when=(3, 8),
        minutes=180,
        by=SON,
        resident=-1,
        details="母亲走路慢，请提前半小时到。",
    ),
    Planned(
        kind="ERRAND",
        title="请代取一笔存款",
        when=(1, 10),
        minutes=30,
        by=SON,
        resident=-1,
        then="refuse",
    ),
    Planned(kind="HOME_VISIT", title="陪同散步", when=(1, 17), minutes=45, resident=4, then="withdraw"),
    Planned(kind="SMALL_REPAIR", title="换一个灯泡", when="now", minutes=10, resident=3),
)
_REASONS = {
    "refuse": "为了您的财产安全，志愿者不代取现金；请由家人办理，社区可以安排人陪同前往。",
    "withdraw": "家人已回来照顾",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class ExampleDay:
    """Makes the day through the public API.

    Attributes:
        posters: Who posts needs, by the names above.
        residents: Ids of recorded residents.
        elder_id: The resident with an account.
        helpers: Who serves, 王芳 first.
        community_code: Where.
        clock: The platform's.
    """

    posters: Mapping[str, Caller]
    residents: Sequence[str]
    elder_id: str
    helpers: Sequence[Caller]
    community_code: str
    clock: Clock

    def make(self) -> None:
        """Bring every need as far as it is planned."""
        staff = self.posters[STAFF]
        there = {
            str(need["title"]): need
            for need in staff.all_of("/matching/v1/needs", community_code=self.community_code)
        }
        for planned in _PLAN:
            need = there.get(planned.title) or self._posted(planned)
            self._decided(planned, need)
            for serves in planned.serves:
                self._serve(planned, str(need["id"]), serves)

    def _posted(self, planned: Planned) -> Json:
        start = _start(planned.when, self.clock.now())
        body: Json = {
            "service_kind": planned.kind,
            "title": planned.title,
            "details": planned.details,
            "starts_at": iso(start),
            "ends_at": iso(start + timedelta(minutes=planned.minutes)),
            "expected_minutes": planned.minutes,
            "helpers_wanted": planned.wanted,
        }
        if planned.resident is not None:
            body["resident_id"] = self.elder_id if planned.resident < 0 else self.residents[planned.resident]
        return self.posters[planned.by].post("/matching/v1/needs", body)

    def _decided(self, planned: Planned, need: Json) -> None:
        staff, path = self.posters[STAFF], f"/matching/v1/needs/{need['id']}"
        if planned.then == "approve" and need["state"] == "AWAITING_REVIEW":
            staff.post(f"{path}/review", {"decision": "APPROVE"})
        elif planned.then == "refuse":
            staff.post(f"{path}/review", {"decision": "REFUSE", "reason": _REASONS["refuse"]})
        elif planned.then == "withdraw":
            staff.post(f"{path}/withdraw", {"reason": _REASONS["withdraw"]})

    def _serve(self, planned: Planned, need_id: str, serves: Serves) -> None:
        if serves.until in ("CANCELLED", "NO_SHOW") and self._came_to_nothing(need_id, serves):
            return
        helper, now = self.helpers[serves.helper], self.clock.now()
        assignment = helper.post(f"/matching/v1/needs/{need_id}/accept")
        path = f"/matching/v1/assignments/{assignment['id']}"
        if serves.until == "CANCELLED":
            helper.post(f"{path}/cancel", {"reason": "临时有事，抱歉"})
            return
        if serves.until == "NO_SHOW":
            self.posters[STAFF].post(f"{path}/no-show", {"reason": "等了半小时，电话未接"})
            return
        ahead = _STATES[_STATES.index(str(assignment["state"])) + 1 : _STATES.index(serves.until) + 1]
        if "CHECKED_IN" in ahead:
            helper.post(f"{path}/check-in", {"at": iso(now - timedelta(minutes=serves.came))})
        if "CHECKED_OUT" in ahead:
            helper.post(f"{path}/check-out", {"at": iso(now - timedelta(minutes=serves.left))})
        if "CONFIRMED" in ahead:
            self._confirm(planned, path, serves)

    def _came_to_nothing(self, need_id: str, serves: Serves) -> bool:
        mine = self.helpers[serves.helper].all_of("/matching/v1/assignments", side="volunteer")
        return any(each["need_id"] == need_id and each["state"] == serves.until for each in mine)

    def _confirm(self, planned: Planned, path: str, serves: Serves) -> None:
        receiver = self.posters[ELDER if planned.by == ELDER else STAFF]
        body: Json = {"minutes": serves.minutes or planned.minutes}
        if serves.minutes is not None:
            body["reason"] = "提前办完了"
        receiver.post(f"{path}/confirm", body)
        if serves.grade is not None:
            receiver.post(f"{path}/rating", {"grade": serves.grade, "words": "小伙子很耐心，谢谢！"})


def _start(when: str | tuple[int, int], now: datetime) -> datetime:
    """Return when a need of the day starts: near now, but what is 王芳's for today stays today, however late it is."""
    begun = (now - timedelta(minutes=2)).replace(second=0, microsecond=0)
    if isinstance(when, tuple):
        days, hour = when
        day = now.astimezone(CHINA) + timedelta(days=days)
        return day.replace(hour=hour, minute=0, second=0, microsecond=0)
    if when == "now":
        return begun
    soon = begun + timedelta(minutes=50 - begun.minute % 5)
    is_late = soon.astimezone(CHINA).date() != now.astimezone(CHINA).date()
    return soon if is_late == (when == "before") else begun
