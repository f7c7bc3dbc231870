"""The example: people of every role in one real community, and a day of theirs in motion.

It is made once per data folder; afterwards only the sign-ins are told again.
"""

import random
from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

import httpx

from services.demo.client import Caller, Json, Refused
from services.demo.people import Invented, invented, mainland_id
from shared.identity.communities import Community
from shared.identity.roles import Role
from shared.kernel.clock import CHINA, iso
from shared.kernel.words import Words

PASSWORD = "linli-example"  # noqa: S105 -- printed for everyone to try
COMMUNITY = "511402001003"
"""先锋社区, in Dongpo district of Meishan."""
HELPERS = 14
_SEED = 20_251_122
_FIRST_NUMBER = 138_000
_RESIDENTS = 6


@dataclass(frozen=True, slots=True, kw_only=True)
class Figure:
    """Someone of the example with a sign-in to try.

    Attributes:
        name: Invented.
        phone: To sign in with.
        says: What they come to do.
        role: Given at the command line's function; None for plain members.
        scope: Where the role holds.
    """

    name: str
    phone: str
    says: Words
    role: Role | None = None
    scope: str = COMMUNITY


CAST = (
    Figure(
        name="周敏",
        phone="13800138001",
        says=Words("社区工作者:发布、审核、派单", "community staff: post, review, dispatch"),
        role=Role.COMMUNITY_STAFF,
    ),
    Figure(
        name="王芳",
        phone="13800138002",
        says=Words("志愿者:接受、签到、看时长", "volunteer: accept, check in, see the hours"),
    ),
    Figure(
        name="李桂珍",
        phone="13800138003",
        says=Words("居民:求助、确认、评价", "resident: ask, confirm, rate"),
    ),
    Figure(
        name="李晓东",
        phone="13800138004",
        says=Words("家属代办人:替母亲李桂珍求助和确认", "family delegate: asks and confirms for his mother"),
    ),
    Figure(
        name="陈志强",
        phone="13800138005",
        says=Words("网格员:代居民发布", "grid worker: posts for residents"),
        role=Role.GRID_WORKER,
    ),
    Figure(
        name="赵雨桐",
        phone="13800138006",
        says=Words("社工:专业个案", "social worker: professional cases"),
        role=Role.SOCIAL_WORKER,
    ),
    Figure(
        name="吴静",
        phone="13800138007",
        says=Words("审计员:核对账本", "auditor: checks the ledger"),
        role=Role.AUDITOR,
        scope="511402",
    ),
    Figure(
        name="孙建国",
        phone="13800138008",
        says=Words("区级管理:账号与统计", "district overseer: accounts and statistics"),
        role=Role.OVERSEER,
        scope="511402",
    ),
)


def sign_ins(url: str) -> str:
    """Return the sign-ins of the example as a table for the terminal."""
    lines = [f"  打开 · Open {url}", f"  密码 · Password  {PASSWORD}", ""]
    lines += [f"  {each.phone}  {each.name:<4}  {each.says.zh} · {each.says.en}" for each in CAST]
    return "\n".join(lines) + "\n"


@dataclass(kw_only=True)
class Example:
    """Makes the example through the public API of a running platform."""

    url: str
    home: Community
    now: datetime
    give_role: Callable[[Figure, str], None]

    def make(self) -> None:
        """Make everything; what is there already from a try before is left as it is."""
        chance = random.Random(_SEED)
        with httpx.Client(base_url=self.url, timeout=30) as http:
            nobody = Caller(http=http)
            consent = str(nobody.get("/identity/v1/consent")["version"])
            people = {figure.phone: self._person(nobody, chance, figure, consent) for figure in CAST}
            helpers = [self._helper(nobody, chance, number, consent) for number in range(HELPERS)]
            self._serve(
                people[CAST[1].phone], chance, ("HOME_VISIT", "DIGITAL_HELP", "ERRAND", "CLINIC_ESCORT")
            )
            self._delegate(people[CAST[2].phone])
            staff = people[CAST[0].phone]
            residents = [self._resident(staff, chance, number) for number in range(_RESIDENTS)]
            self._day(staff, residents, [people[CAST[1].phone], *helpers], people[CAST[2].phone])

    def _person(self, nobody: Caller, chance: random.Random, figure: Figure, consent: str) -> Caller:
        who = replace(invented(chance, 0, self.home), name=figure.name, phone=figure.phone)
        caller = _signed_up(nobody, who, self.home.code, consent)
        if figure.role is not None:
            self.give_role(figure, str(caller.get("/identity/v1/members/me")["id"]))
        return caller

    def _helper(self, nobody: Caller, chance: random.Random, number: int, consent: str) -> Caller:
        who = invented(chance, _FIRST_NUMBER + 100 + number, self.home)
        caller = _signed_up(nobody, who, self.home.code, consent)
        kinds = chance.sample(
            (
                "HOME_VISIT",
                "PHONE_CARE",
                "ERRAND",
                "DIGITAL_HELP",
                "HOME_CLEANING",
                "HAIRCUT",
                "SMALL_REPAIR",
            ),
            3,
        )
        self._serve(caller, chance, tuple(kinds))
        return caller

    def _serve(self, caller: Caller, chance: random.Random, kinds: tuple[str, ...]) -> None:
        """Let someone be ready to serve: document, week, offer."""
        if caller.get("/matching/v1/offers", mine="true")["items"]:
            return
        number = mainland_id(chance, self.home.district_code, born=chance.randint(1958, 2002))
        caller.post("/identity/v1/members/me/documents", {"type": "MAINLAND_ID", "number": number})
        windows = [{"weekday": day, "from_minute": 480, "to_minute": 1260} for day in range(1, 8)]
        caller.put("/identity/v1/members/me/availability", {"windows": windows, "radius_metres": 3000})
        caller.post(
            "/matching/v1/offers", {"kind": "SERVICE", "service_kinds": list(kinds), "radius_metres": 3000}
        )

    def _delegate(self, resident: Caller) -> None:
        son = {"phone": CAST[3].phone, "relation": "儿子", "consent": True}
        if not resident.get("/identity/v1/members/me/delegates")["items"]:
            resident.post("/identity/v1/members/me/delegates", son)

    def _resident(self, staff: Caller, chance: random.Random, number: int) -> str:
        who = invented(chance, _FIRST_NUMBER + 200 + number, self.home)
        body: Json = {
            "community_code": self.home.code,
            "name": who.name,
            "address": f"{self.home.street}{chance.randint(1, 60)}号{chance.randint(1, 6)}单元{chance.randint(101, 602)}室",
            "point": {"longitude": who.longitude, "latitude": who.latitude},
        }
        return str(staff.post("/identity/v1/residents", body, key=f"example-resident-{number}")["id"])

    def _day(self, staff: Caller, residents: list[str], helpers: list[Caller], elder: Caller) -> None:
        for number, (kind, title, hour, minutes) in enumerate(_NEEDS):
            body = self._need(kind, title, hour, minutes) | {
                "resident_id": residents[number % len(residents)]
            }
            need = staff.post("/matching/v1/needs", body, key=f"example-need-{number}")
            if number < len(_GO):
                _go(staff, helpers[number + 1], str(need["id"]), minutes, _GO[number])
        elder.post(
            "/matching/v1/needs",
            self._need("DIGITAL_HELP", "教我用手机视频通话", 34, 60),
            key="example-elder",
        )

    def _need(self, kind: str, title: str, in_hours: int, minutes: int) -> Json:
        day = (self.now + timedelta(hours=in_hours)).astimezone(CHINA)
        start = day.replace(minute=0, second=0, microsecond=0)
        if not 8 <= start.hour <= 18:
            start = (start + timedelta(days=1)).replace(hour=9 + in_hours % 9)
        return {
            "service_kind": kind,
            "title": title,
            "starts_at": iso(start),
            "ends_at": iso(start + timedelta(minutes=minutes)),
            "expected_minutes": minutes,
        }


_NEEDS = (
    ("HOME_VISIT", "陪独居的张奶奶说说话", 3, 45),
    ("ERRAND", "代买米面油,送到四楼", 4, 45),
    ("DIGITAL_HELP", "教用智能手机挂号", 5, 60),
    ("HOME_VISIT", "雨后看望高龄老人", 6, 45),
    ("CLINIC_ESCORT", "陪同去区医院复查", 26, 180),
    ("HOME_CLEANING", "厨房清洁", 28, 90),
    ("SMALL_REPAIR", "更换卫生间灯泡", 30, 60),
    ("PHONE_CARE", "每日电话问安", 7, 15),
)
"""Kind, title, in how many hours, minutes."""

_STEPS = {
    "accepted": (),
    "checked-in": ("check-in",),
    "checked-out": ("check-in", "check-out"),
    "confirmed": ("check-in", "check-out", "confirm"),
}
_GO = ("confirmed", "confirmed", "checked-out", "checked-in", "accepted")
"""How far the first needs of the day have come."""


def _go(staff: Caller, helper: Caller, need_id: str, minutes: int, how_far: str) -> None:
    """Bring a need on its way: accepted, checked in, checked out, confirmed by staff on the phone."""
    try:
        assignment = str(helper.post(f"/matching/v1/needs/{need_id}/accept")["id"])
        for step in _STEPS[how_far]:
            who, body = (staff, Json(minutes=minutes)) if step == "confirm" else (helper, None)
            who.post(f"/matching/v1/assignments/{assignment}/{step}", body)
    except Refused as refused:
        if refused.status not in (409, 422):
            raise


def _signed_up(nobody: Caller, who: Invented, community_code: str, consent: str) -> Caller:
    body: Json = {
        "community_code": community_code,
        "phone": who.phone,
        "name": who.name,
        "password": PASSWORD,
        "consent_version": consent,
    }
    try:
        token = nobody.post("/identity/v1/members", body)["token"]
    except Refused as refused:
        if refused.code != "phone-in-use":
            raise
        token = nobody.post("/identity/v1/sessions", {"phone": who.phone, "password": PASSWORD})["token"]
    caller = Caller(http=nobody.http, token=str(token))
    caller.patch("/identity/v1/members/me", {"point": {"longitude": who.longitude, "latitude": who.latitude}})
    return caller
