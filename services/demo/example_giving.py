"""One need of the example, answered together: neighbours, a charity's goods and fund, an organisation's room, a social worker.

Every step is taken from where its part stands, so that what was begun is finished and nothing is there twice.
"""

import threading
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import cast

from services.demo.client import Caller, Json
from shared.identity.communities import Community
from shared.kernel.clock import CHINA, Clock, iso, monotonic_seconds
from shared.kernel.errors import Unavailable

_PATIENCE_SECONDS = 60
_TITLE = "李奶奶出院回家，头一个星期"
_ALL_WEEK = [{"weekday": day, "from_minute": 480, "to_minute": 1260} for day in range(1, 8)]
_RICE: Json = {
    "item": "东北大米，五公斤",
    "category": "FOOD",
    "unit": "袋",
    "quantity": 40,
    "hand_over": "DELIVERY",
}
_QUILTS: Json = {
    "item": "冬被",
    "category": "BEDDING",
    "unit": "床",
    "quantity": 15,
    "place": "慈善小屋，周一至周五",
}
_FUND: Json = {"amount_fen": 2_000_000, "purpose": "助老应急微基金", "most_per_case_fen": 100_000}
_ROOM: Json = {
    "name": "邻里会客厅",
    "place": "社区中心二楼",
    "capacity": 24,
    "open_hours": _ALL_WEEK,
    "equipment": "投影、饮水机、轮椅坡道",
    "responsible": "会客厅值班岗",
}
_PARTS: list[Json] = [
    {"kind": "GOODS", "title": "大米，上四楼", "category": "FOOD", "quantity": 2},
    {"kind": "FUNDS", "title": "配老花镜", "quantity": 30_000},
    {"kind": "VENUE", "title": "和家人商量照护", "quantity": 6},
    {"kind": "SERVICE", "title": "出院后的照护评估", "professional": True},
]


class NotYet(Unavailable):
    """What others do in consequence has not come in time."""

    code = "example-not-yet"
    zh = "机构的权限还没有生效，请再试一次"
    en = "The party's people have no role yet; please try again"


@dataclass(frozen=True, slots=True, kw_only=True)
class ExampleGiving:
    """Makes what the two parties of the example give, and the need.

    Attributes:
        staff: Community staff, who approve and post.
        elder: For whom the need is; confirms what arrives.
        worker: The social worker.
        charity: Who acts for the charity.
        organisation: Who acts for the organisation.
        helper: A volunteer who comes along.
    """

    staff: Caller
    elder: Caller
    worker: Caller
    charity: Caller
    organisation: Caller
    helper: Caller
    home: Community
    clock: Clock

    def make(self) -> None:
        """Bring the need as far as it is planned: rice received, money paid, the room kept, the assessment promised.

        Raises:
            NotYet: If an approved party's people have no role after a minute.
        """
        giver = _party_of(self.charity, "CHARITY_STAFF")
        keeper = _party_of(self.organisation, "ORGANISATION_STAFF")
        rice = self._offered(self.charity, giver, "GOODS", _RICE, "rice")
        self._offered(self.charity, giver, "GOODS", _QUILTS, "quilts")
        fund = self._offered(self.charity, giver, "FUNDS", _FUND, "fund")
        room = self._offered(self.organisation, keeper, "VENUE", _ROOM, "room")
        path = f"/matching/v1/needs/{self._posted()}"
        if not self.helper.get(path)["my_assignment_id"]:
            self.helper.post(f"{path}/accept")
        goods, money, venue, assessment = (f"{path}/parts/{each['id']}" for each in self._parts(path))
        self._answered(path, 0, self.charity, goods, rice)
        self._answered(path, 1, self.charity, money, fund)
        self._answered(path, 2, self.organisation, venue, room)
        self._answered(path, 3, self.worker, assessment, None)
        self._handed_over(path, 0, self.charity, goods)
        self._handed_over(path, 1, self.charity, money)
        if self._parts(path)[0]["state"] == "HANDED_OVER":
            self.elder.post(f"{goods}/confirm")

    def _offered(self, caller: Caller, party_id: str, kind: str, content: Json, key: str) -> str:
        body: Json = {
            "kind": kind,
            "party_id": party_id,
            kind.lower(): content,
            "point": {"longitude": self.home.point.longitude, "latitude": self.home.point.latitude},
        }
        return str(caller.post("/matching/v1/offers", body, key=f"example-{key}")["id"])

    def _posted(self) -> str:
        """Return the id of the need, posted unless it is there."""
        listed = self.staff.all_of("/matching/v1/needs", community_code=self.home.code)
        there = next((str(need["id"]) for need in listed if need["title"] == _TITLE), None)
        return there or self._post()

    def _post(self) -> str:
        starts_at = _tomorrow_at(14, self.clock.now())
        body: Json = {
            "service_kind": "ERRAND",
            "title": _TITLE,
            "details": "住四楼，没有电梯；女儿周末才到。",
            "starts_at": iso(starts_at),
            "ends_at": iso(starts_at + timedelta(hours=3)),
            "expected_minutes": 120,
            "resident_id": str(self.elder.get("/identity/v1/members/me")["id"]),
            "parts": _PARTS,
        }
        return str(self.staff.post("/matching/v1/needs", body)["id"])

    def _parts(self, path: str) -> list[Json]:
        return cast("list[Json]", self.staff.get(path)["parts"])

    def _answered(self, path: str, number: int, caller: Caller, part: str, offer_id: str | None) -> None:
        if self._parts(path)[number]["state"] == "OPEN":
            caller.post(f"{part}/reserve", {"offer_id": offer_id} if offer_id else {})

    def _handed_over(self, path: str, number: int, caller: Caller, part: str) -> None:
        if self._parts(path)[number]["state"] == "RESERVED":
            caller.post(f"{part}/hand-over")


def _party_of(caller: Caller, role: str) -> str:
    """Return the id of the party that somebody acts for, once the role has come that approval brings."""
    began, pause = monotonic_seconds(), threading.Event()
    while True:
        roles = cast("list[Json]", caller.get("/identity/v1/members/me")["roles"])
        scope = next((str(each["scope"]) for each in roles if each["role"] == role), None)
        if scope is not None:
            return scope.removeprefix("org.")
        if monotonic_seconds() - began > _PATIENCE_SECONDS:
            raise NotYet
        pause.wait(0.3)


def _tomorrow_at(hour: int, now: datetime) -> datetime:
    tomorrow = now.astimezone(CHINA) + timedelta(days=1)
    return tomorrow.replace(hour=hour, minute=0, second=0, microsecond=0)
