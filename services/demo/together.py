"""Needs that five parties answer together: the community, an organisation's room, a charity's goods and fund, a social worker, a volunteer."""

import random
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import cast

from services.demo.answering import Answering
from services.demo.bodies import Bodies, once_staff
from services.demo.client import Caller, Json, Refused
from services.demo.deeds import Deeds
from services.demo.plans import Ending, NeedPlan, Way
from services.demo.volunteers import Volunteer
from shared.kernel.clock import CHINA, Clock, iso

_PEOPLE = 3
_ITEMS = 2
_FEN = 30_000
_HALF_HOURS = 4
_DAYS_AHEAD = 2
_ALL_WEEK = [{"weekday": day, "from_minute": 0, "to_minute": 1440} for day in range(1, 8)]
_GIVEN: dict[str, Json] = {
    "GOODS": {
        "item": "冬被",
        "category": "BEDDING",
        "unit": "床",
        "quantity": _ITEMS,
        "hand_over": "DELIVERY",
    },
    "FUNDS": {"amount_fen": _FEN, "purpose": "助老应急微基金", "most_per_case_fen": _FEN},
    "VENUE": {
        "name": "邻里会客厅",
        "place": "社区中心二楼",
        "capacity": 24,
        "open_hours": _ALL_WEEK,
        "responsible": "值班岗",
    },
}
_WANTED: list[Json] = [
    {"kind": "GOODS", "title": "冬被", "category": "BEDDING", "quantity": _ITEMS},
    {"kind": "FUNDS", "title": "配老花镜", "quantity": _FEN},
    {"kind": "VENUE", "title": "和家人商量照护", "quantity": _HALF_HOURS},
]
_ASSESSMENT: Json = {"kind": "SERVICE", "title": "照护评估", "professional": True}


@dataclass(frozen=True, slots=True, kw_only=True)
class Together:
    """Plays needs of several parts.

    Attributes:
        answering: Finds who comes, among those who also found the bodies.
        worker: A social worker of the district; without one nobody is asked for an assessment.
        clock: Times are taken from it.
        seed: Of all chance.
    """

    answering: Answering
    worker: Caller | None
    clock: Clock
    seed: int

    @property
    def staff(self) -> Caller:
        """Return who approves bodies, posts needs, confirms what arrived."""
        return self.answering.staff

    @property
    def volunteers(self) -> Sequence[Volunteer]:
        """Return who found the bodies, and come."""
        return self.answering.volunteers

    @property
    def deeds(self) -> Deeds:
        """Return where it is kept what was acknowledged."""
        return self.answering.deeds

    def play(self, number: int) -> None:
        """Bring one need from the founding of who gives to what was received; what should not be is kept as trouble.

        With fewer than three volunteers there is nobody to found what gives.
        """
        if len(self.volunteers) < _PEOPLE:
            return
        chance = random.Random(f"{self.seed} together {number}")
        charity, keeper, asker = chance.sample(self.volunteers, _PEOPLE)
        try:
            offers = self._offers(charity, keeper, number)
            need = self._posted(asker, number)
            self.answering.answered(_plan(asker, number), need)
            self._answer(need, charity, keeper, offers)
            self._out_of_stock(asker, charity, offers["GOODS"], number)
        except Refused as refused:
            self.deeds.trouble(f"need of several parts {number}: {refused}")

    def _offers(self, charity: Volunteer, keeper: Volunteer, number: int) -> dict[str, str]:
        """Return what the two bodies give, by kind."""
        bodies = Bodies(staff=self.staff, deeds=self.deeds)
        giver = bodies.approved(
            charity, f"邻里慈善会{number + 1}", "CHARITY", f"charity-{number}", raises_funds=True
        )
        house = bodies.approved(keeper, f"邻里会客厅{number + 1}", "SOCIAL_ORGANISATION", f"house-{number}")
        by = {"GOODS": (charity, giver), "FUNDS": (charity, giver), "VENUE": (keeper, house)}
        return {kind: self._offered(*by[kind], kind, number) for kind in _GIVEN}

    def _offered(self, who: Volunteer, party_id: str, kind: str, number: int) -> str:
        point: Json = {"longitude": who.point.longitude, "latitude": who.point.latitude}
        body: Json = {"kind": kind, "party_id": party_id, kind.lower(): _GIVEN[kind], "point": point}
        return str(once_staff(who, "/matching/v1/offers", body, f"{self.deeds.run}-{kind}-{number}")["id"])

    def _posted(self, asker: Volunteer, number: int, *, wanted: Sequence[Json] = ()) -> Json:
        starts_at = self._afternoon()
        parts = list(wanted) or [*_WANTED, *([_ASSESSMENT] if self.worker else [])]
        body: Json = {
            "service_kind": "ERRAND",
            "title": "出院回家的第一个星期",
            "starts_at": iso(starts_at),
            "ends_at": iso(starts_at + timedelta(hours=3)),
            "expected_minutes": 120,
            "resident_id": self._resident(asker, number),
            "parts": parts,
        }
        key = f"{self.deeds.run}-together-{number}-{len(parts)}"
        need = self.staff.post("/matching/v1/needs", body, key=key)
        self.deeds.need_drawn(need)
        return need

    def _afternoon(self) -> datetime:
        day = self.clock.now().astimezone(CHINA) + timedelta(days=_DAYS_AHEAD)
        return day.replace(hour=14, minute=0, second=0, microsecond=0)

    def _resident(self, asker: Volunteer, number: int) -> str:
        body: Json = {
            "community_code": asker.home.code,
            "name": f"出院居民{number}",
            "address": f"{asker.home.street}四楼",
            "point": {"longitude": asker.point.longitude, "latitude": asker.point.latitude},
        }
        key = f"{self.deeds.run}-discharged-{number}"
        return str(self.staff.post("/identity/v1/residents", body, key=key)["id"])

    def _answer(self, need: Json, charity: Volunteer, keeper: Volunteer, offers: dict[str, str]) -> None:
        """Let each part be answered by who gives it, twice; goods are brought and received, money is paid."""
        path = f"/matching/v1/needs/{need['id']}/parts"
        by = {
            "GOODS": charity.caller,
            "FUNDS": charity.caller,
            "VENUE": keeper.caller,
            "SERVICE": self.worker,
        }
        for part in cast("list[Json]", need["parts"]):
            kind, here = str(part["kind"]), f"{path}/{part['id']}"
            giver = cast("Caller", by[kind])
            for _ in range(2):
                giver.post(f"{here}/reserve", {"offer_id": offers[kind]} if kind in offers else {})
            self.deeds.part_stands(str(need["id"]), str(part["id"]), "RESERVED")
            if kind in ("GOODS", "FUNDS"):
                giver.post(f"{here}/hand-over")
                self.deeds.part_stands(str(need["id"]), str(part["id"]), "HANDED_OVER")
            if kind == "GOODS":
                self.staff.post(f"{here}/confirm")
                self.deeds.part_stands(str(need["id"]), str(part["id"]), "CONFIRMED")

    def _out_of_stock(self, asker: Volunteer, charity: Volunteer, goods: str, number: int) -> None:
        """Ask for one more than there is."""
        need = self._posted(asker, number, wanted=[{**_WANTED[0], "quantity": 1}])
        (part,) = cast("list[Json]", need["parts"])
        self.deeds.part_stands(str(need["id"]), str(part["id"]), "OPEN")
        path = f"/matching/v1/needs/{need['id']}/parts/{part['id']}/reserve"
        try:
            charity.caller.post(path, {"offer_id": goods})
        except Refused as refused:
            if refused.code != "out-of-stock":
                raise
            self.deeds.refused(refused)
        else:
            self.deeds.trouble(f"{path} gave more than there is")


def _plan(asker: Volunteer, number: int) -> NeedPlan:
    """Return the plan of the service itself: somebody says they will come, in some days."""
    return NeedPlan(
        number=number,
        kind="ERRAND",
        asker=asker,
        as_self=False,
        minutes=120,
        ahead_minutes=0,
        ahead_days=_DAYS_AHEAD,
        wanted=1,
        way=Way.DIRECT,
        ending=Ending.ACCEPTED,
        greedy=False,
        declined=False,
        again=False,
        fewer=False,
        grade=5,
    )
