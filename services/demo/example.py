"""The example: people of every role in one real community, and a day of theirs in motion.

It is made once per data folder; a try that ended in the middle is finished by the next.
"""

import random
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace

from services.demo.client import Caller, Json, Line, Refused
from services.demo.example_bonds import ExampleBonds, me_of
from services.demo.example_checking import ExampleChecking
from services.demo.example_day import ELDER, GRID, SON, STAFF, WORKER, ExampleDay
from services.demo.example_giving import ExampleGiving
from services.demo.example_parties import ORGANISER, STEWARD, make_parties
from services.demo.example_projects import ExampleProjects
from services.demo.example_redeeming import ExampleRedeeming
from services.demo.people import Invented, invented, mainland_id
from shared.identity.communities import Community
from shared.identity.roles import Role
from shared.kernel.clock import Clock
from shared.kernel.words import Words

PASSWORD = "linli-example"  # noqa: S105 -- printed for everyone to try
COMMUNITY = "511402001003"
"""先锋社区, in Dongpo district of Meishan."""
_SEED = 20_251_122
_HELPERS = 14
_FIRST_HELPER = 138_100
_NEAR_METRES = 500
_NAMES_OF_RESIDENTS = ("张秀英", "刘德福", "陈桂兰", "杨文清", "黄淑芬", "何永昌")
_OFFERED = (
    "HOME_VISIT",
    "PHONE_CARE",
    "ERRAND",
    "DIGITAL_HELP",
    "CLINIC_ESCORT",
    "MEAL_DELIVERY",
    "HOME_CLEANING",
    "HAIRCUT",
    "SMALL_REPAIR",
    "ENVIRONMENT",
)
_FANGS_KINDS = _OFFERED[:6]
_FANGS_SKILLS = ("COMPANY", "DIALECT", "SMARTPHONE", "DELIVERY", "ESCORT")


@dataclass(frozen=True, slots=True, kw_only=True)
class Figure:
    """Someone of the example with a sign-in to try.

    Attributes:
        name: Invented.
        phone: To sign in with.
        says: What they come to do.
        role: Given from outside the public API; None for plain members.
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
    Figure(
        name="何丽",
        phone="13800138009",
        says=Words("社会组织:项目和班次", "social organisation: projects and shifts"),
    ),
    Figure(
        name="郑和平",
        phone="13800138010",
        says=Words("慈善组织:物资和资金", "charity: goods and funds"),
    ),
    Figure(
        name="杨慧",
        phone="13800138011",
        says=Words("社区工作者的同事:复核、抽查", "her colleague: second checks, spot checks"),
        role=Role.COMMUNITY_STAFF,
    ),
)
_POSTERS = {STAFF: CAST[0], ELDER: CAST[2], SON: CAST[3], GRID: CAST[4], WORKER: CAST[5]}
_FANG = CAST[1]
_COLLEAGUE = CAST[10]
_OF_BODIES = {ORGANISER: CAST[8], STEWARD: CAST[9]}


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
    clock: Clock
    give_role: Callable[[Figure, str], None]

    def make(self) -> None:
        """Make everything; what is there already from a try before is left as it is.

        Raises:
            NoAnswer: If the platform does not answer.
            Refused: If it refuses a part of the example.
        """
        line = Line(self.url)
        try:
            self._make(Caller(line=line))
        finally:
            line.close()

    def _make(self, nobody: Caller) -> None:
        consent = str(nobody.get("/identity/v1/consent")["version"])
        people = {figure: self._figure(nobody, figure, consent) for figure in CAST}
        helpers = [self._helper(nobody, number, consent) for number in range(_HELPERS)]
        self._serve(people[_FANG], _FANG.phone, _FANGS_KINDS, skills=_FANGS_SKILLS)
        self._name_the_son(people[_POSTERS[ELDER]])
        staff = people[_POSTERS[STAFF]]
        staff.post(f"/identity/v1/members/{me_of(people[_FANG])['id']}/document-seen")
        of_bodies = {name: people[each] for name, each in _OF_BODIES.items()}
        organisation_id = make_parties(of_bodies, staff, self.home.code)
        ExampleDay(
            posters={name: people[figure] for name, figure in _POSTERS.items()},
            residents=[self._resident(staff, number) for number in range(len(_NAMES_OF_RESIDENTS))],
            elder_id=str(me_of(people[_POSTERS[ELDER]])["id"]),
            helpers=[people[_FANG], *helpers],
            community_code=self.home.code,
            clock=self.clock,
        ).make()
        ExampleRedeeming(staff=staff, saver=people[_FANG], home=self.home, clock=self.clock).make()
        ExampleProjects(
            organiser=of_bodies[ORGANISER],
            party_id=organisation_id,
            staff=staff,
            volunteers=helpers,
            community_code=self.home.code,
            clock=self.clock,
        ).make()
        ExampleGiving(
            staff=staff,
            elder=people[_POSTERS[ELDER]],
            worker=people[_POSTERS[WORKER]],
            charity=people[_OF_BODIES[STEWARD]],
            organisation=people[_OF_BODIES[ORGANISER]],
            helper=helpers[11],
            home=self.home,
            clock=self.clock,
        ).make()
        self._afterwards(people, helpers, organisation_id)

    def _afterwards(
        self, people: Mapping[Figure, Caller], helpers: list[Caller], organisation_id: str
    ) -> None:
        staff = people[_POSTERS[STAFF]]
        ExampleBonds(
            staff=staff,
            organiser=people[_OF_BODIES[ORGANISER]],
            fang=people[_FANG],
            elder=people[_POSTERS[ELDER]],
            helpers=[(each, _helper_of(number, self.home).phone) for number, each in enumerate(helpers)],
            party_id=organisation_id,
            community_code=self.home.code,
            clock=self.clock,
        ).make()
        ExampleChecking(
            staff=staff, colleague=people[_COLLEAGUE], community_code=self.home.code, clock=self.clock
        ).make()

    def _figure(self, nobody: Caller, figure: Figure, consent: str) -> Caller:
        invented_one = invented(_chance(figure.phone), 0, self.home, within_metres=_NEAR_METRES)
        who = replace(invented_one, name=figure.name, phone=figure.phone)
        caller = self._signed_up(nobody, who, consent)
        if figure.role is not None:
            self.give_role(figure, str(me_of(caller)["id"]))
        return caller

    def _helper(self, nobody: Caller, number: int, consent: str) -> Caller:
        who = _helper_of(number, self.home)
        caller = self._signed_up(nobody, who, consent)
        kinds = (_OFFERED[number % len(_OFFERED)], _OFFERED[(number + 3) % len(_OFFERED)])
        self._serve(caller, who.phone, kinds)
        return caller

    def _serve(
        self, caller: Caller, phone: str, kinds: tuple[str, ...], *, skills: tuple[str, ...] = ()
    ) -> None:
        """Let someone be ready to serve: document, skills, week, offer."""
        chance = _chance(f"document {phone}")
        number = mainland_id(chance, self.home.district_code, born=chance.randint(1958, 2002))
        caller.post("/identity/v1/members/me/documents", {"type": "MAINLAND_ID", "number": number})
        if skills:
            caller.patch("/identity/v1/members/me", {"skills": list(skills)})
        windows = [{"weekday": day, "from_minute": 420, "to_minute": 1320} for day in range(1, 8)]
        caller.put("/identity/v1/members/me/availability", {"windows": windows, "radius_metres": 3000})
        offer: Json = {"kind": "SERVICE", "service_kinds": list(kinds), "radius_metres": 3000}
        caller.post("/matching/v1/offers", offer, key="example-offer")

    def _name_the_son(self, elder: Caller) -> None:
        son: Json = {"phone": _POSTERS[SON].phone, "relation": "儿子", "consent": True}
        elder.post("/identity/v1/members/me/delegates", son)

    def _resident(self, staff: Caller, number: int) -> str:
        chance = _chance(f"resident {number}")
        who = invented(chance, 0, self.home, within_metres=_NEAR_METRES)
        body: Json = {
            "community_code": self.home.code,
            "name": _NAMES_OF_RESIDENTS[number],
            "address": _address(chance, self.home),
            "point": {"longitude": who.longitude, "latitude": who.latitude},
        }
        return str(staff.post("/identity/v1/residents", body, key=f"example-resident-{number}")["id"])

    def _signed_up(self, nobody: Caller, who: Invented, consent: str) -> Caller:
        body: Json = {
            "community_code": self.home.code,
            "phone": who.phone,
            "name": who.name,
            "password": PASSWORD,
            "consent_version": consent,
        }
        try:
            token = nobody.post("/identity/v1/members", body, key=f"example-{who.phone}")["token"]
        except Refused as refused:
            if refused.code != "phone-in-use":
                raise
            token = nobody.post("/identity/v1/sessions", {"phone": who.phone, "password": PASSWORD})["token"]
        caller = Caller(line=nobody.line, token=str(token))
        point = {"longitude": who.longitude, "latitude": who.latitude}
        address = _address(_chance(f"address {who.phone}"), self.home)
        caller.patch("/identity/v1/members/me", {"point": point, "address": address})
        return caller


def _chance(what: str) -> random.Random:
    """Return chance of one thing alone, so that a second try draws the same for what is still missing."""
    return random.Random(f"{_SEED} {what}")


def _helper_of(number: int, home: Community) -> Invented:
    return invented(_chance(f"helper {number}"), _FIRST_HELPER + number, home)


def _address(chance: random.Random, home: Community) -> str:
    house, entrance, flat = chance.randint(1, 60), chance.randint(1, 6), chance.randint(101, 602)
    return f"{home.street}{house}号{entrance}单元{flat}室"
