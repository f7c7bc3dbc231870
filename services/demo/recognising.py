"""What a community does with hours: takes over earlier ones, corrects a record, honours, draws from its pool, chooses its rules."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta
from typing import Final

from services.demo.banking import PRICE, Banking, part_of
from services.demo.client import Caller, Json, Refused, items_of
from services.demo.volunteers import Volunteer
from shared.kernel.clock import CHINA

SHEETS, ROW_MINUTES = 13, 480
"""Rows of a sheet of earlier hours, and the minutes of each: more than the hundred hours of a first star."""
CORRECTED = 20
DONATED: Final = 60
PACK: Final = "nanjing-1"
_SINCE_DAYS = 200
_HEADER = "手机号,姓名,社区代码,服务类型,服务开始时间,服务时长分钟,服务组织,原系统编号,补录原因\n"


@dataclass(frozen=True, slots=True, kw_only=True)
class Recognising:
    """Plays one community's part of the time bank.

    Attributes:
        banking: Lists services, orders, serves.
        colleague: Other staff of the area, who decide what one alone may not; None if there are none.
    """

    banking: Banking
    colleague: Caller | None

    @property
    def _staff(self) -> Caller:
        return self.banking.staff

    def veterans(self, count: int) -> list[Volunteer]:
        """Return so many volunteers, each of another community in which something was posted."""
        by_home = {each.home.code: each for each in reversed(self.banking.volunteers)}
        homes = sorted(self.banking.deeds.communities & by_home.keys())
        return [by_home[each] for each in homes[:count]]

    def play(self, veteran: Volunteer) -> None:
        """Let one volunteer's earlier hours in, with all that comes of them; what should not be is kept as trouble."""
        try:
            self._take_over(veteran)
            self._correct(veteran)
            self._honour(veteran)
            self._donate(veteran)
            self._draw_from_pool(veteran)
            if self.colleague is not None:
                self._choose_rules(veteran.home.code, self.colleague)
        except Refused as refused:
            self.banking.deeds.trouble(f"recognition of {veteran.id}: {refused}")

    def _take_over(self, veteran: Volunteer) -> None:
        """Send in a sheet of hours that another system recorded, twice; each row is a record once."""
        known, deeds = veteran.caller.get("/identity/v1/members/me"), self.banking.deeds
        day = self.banking.clock.now().astimezone(CHINA).date() - timedelta(days=_SINCE_DAYS)
        who = f"{known['phone']},{known['name']},{veteran.home.code},HOME_VISIT"
        rows = (
            f"{who},{day + timedelta(days=number)} 08:00,{ROW_MINUTES},东坡区志愿服务队,{deeds.run}-{veteran.id}-{number},旧系统停用\n"
            for number in range(SHEETS)
        )
        sheet = (_HEADER + "".join(rows)).encode()
        for _ in range(2):
            key = f"{deeds.run}-sheet-{veteran.id}"
            run = self._staff.send_sheet(
                "/matching/v1/imports", sheet, {"kind": "hours", "dry_run": "false"}, key=key
            )
        path = f"/matching/v1/imports/{run['id']}"
        self._await(lambda: self._staff.get(path)["added"] == SHEETS, f"{path} did not take in {SHEETS} rows")
        deeds.hours_added(veteran.id, SHEETS * ROW_MINUTES)

    def _correct(self, veteran: Volunteer) -> None:
        """Let the volunteer say that a record is too short, and staff put it right; both twice."""
        taken_over: list[Json] = []

        def is_recorded() -> bool:
            records = veteran.caller.all_of("/matching/v1/records")
            taken_over[:] = [each for each in records if each["grade"] == "ORGANISER_ADDED"]
            return len(taken_over) == SHEETS and all(each["credited_minutes"] for each in taken_over)

        if not self._await(is_recorded, f"earlier hours of {veteran.id} are not credited"):
            return
        path = f"/matching/v1/records/{taken_over[0]['id']}"
        for _ in range(2):
            veteran.caller.post(f"{path}/corrections", {"what": "少记了二十分钟"})
        answer: Json = {"correct": True, "answer": "对照签到表属实", "minutes": ROW_MINUTES + CORRECTED}
        self._once(f"{path}/answer", answer, lambda: self._staff.get(path)["minutes"] == answer["minutes"])
        self.banking.deeds.hours_added(veteran.id, CORRECTED)

    def _once(self, path: str, body: Json, done: Callable[[], bool], who: Caller | None = None) -> None:
        """Post something that is refused the second time: an answer lost on the way may have done it before."""
        try:
            (who or self._staff).post(path, body)
        except Refused:
            if not done():
                raise

    def _honour(self, veteran: Volunteer) -> None:
        """Let the volunteer ask for a star, and staff publish it for objections; both twice."""

        def can_ask() -> bool:
            return "STAR" in veteran.caller.get("/matching/v1/recognition")["can_ask"]  # type: ignore[operator]  # -- a list of codes

        if not self._await(can_ask, f"a hundred hours of {veteran.id} reach no star"):
            return
        asked: Json = {"kind": "STAR", "on_board": True}
        award, again = (veteran.caller.post("/matching/v1/awards", asked) for _ in range(2))
        if award["id"] != again["id"]:
            self.banking.deeds.trouble(f"a star of {veteran.id} asked for twice is two")
        for _ in range(2):
            self._staff.post(f"/matching/v1/awards/{award['id']}/publish")
        self.banking.deeds.honoured(str(award["id"]), veteran.home.code)

    def _donate(self, veteran: Volunteer) -> None:
        """Give an hour of the community's own book to its pool."""
        self.banking.moved(
            veteran, "donations", {"community_code": veteran.home.code, "minutes": DONATED}, why="pool"
        )
        self.banking.deeds.credits_moved(veteran.id, -DONATED)

    def _draw_from_pool(self, veteran: Volunteer) -> None:
        """Let staff draw a service from the pool for a resident in hardship, and somebody give it."""
        deeds, home = self.banking.deeds, veteran.home
        resident = self._staff.post(
            "/identity/v1/residents",
            {
                "community_code": home.code,
                "name": "邓玉华",
                "address": f"{home.street}9号",
                "point": {"longitude": veteran.point.longitude, "latitude": veteran.point.latitude},
            },
            key=f"{deeds.run}-resident-{home.code}",
        )
        counter: Json = {
            "resident_id": resident["id"],
            "paid_by": "POOL",
            "seen": "KNOWN_IN_PERSON",
            "consent": "SPOKEN",
            "hardship": True,
        }
        ordered = self.banking.ordered(
            self._staff, self.banking.listed(home.code), f"pool-{home.code}", counter
        )
        if self.banking.given(veteran, ordered, by_staff=True):
            deeds.drew_from_pool(home.code, PRICE)
        else:
            self.banking.withdraw(self._staff, ordered)

    def _choose_rules(self, community_code: str, colleague: Caller) -> None:
        """Choose other rules from tomorrow on, which a colleague agrees to; nobody agrees to their own."""
        tomorrow = self.banking.clock.now().astimezone(CHINA).date() + timedelta(days=1)
        path = f"/ledger/v1/books/{community_code}/rules"
        body: Json = {"pack": PACK, "starts_on": tomorrow.isoformat()}
        key = f"{self.banking.deeds.run}-rules-{community_code}"
        chosen, _ = (self._staff.post(path, body, key=key) for _ in range(2))
        approve = f"/ledger/v1/rules/{chosen['id']}/approve"
        self._refused("own-approval", approve)
        self._once(approve, {}, lambda: self._stands(path) != "AWAITING", colleague)
        if self._await(lambda: self._stands(path) == "DONE", f"the rules of {community_code} are not chosen"):
            self.banking.deeds.ruled(community_code)

    def _stands(self, path: str) -> str:
        return str(items_of({"items": self._staff.get(path)["choices"]})[0]["state"])

    def _refused(self, code: str, path: str) -> None:
        try:
            self._staff.post(path)
        except Refused as refused:
            if refused.code != code:
                raise
            self.banking.deeds.refused(refused)
        else:
            self.banking.deeds.trouble(f"{path} was allowed, {code} was expected")

    def _await(self, holds: Callable[[], bool], otherwise: str) -> bool:
        return self.banking.await_(holds, otherwise)

    def check(self, community_code: str) -> None:
        """Look at records drawn by chance; what one confirmed themselves a colleague looks at, and it is published."""
        checked = self.banking.check(community_code, *([self.colleague] if self.colleague else []))
        if checked is not None and self.colleague is not None and part_of(checked, "check")["left"]:
            self.banking.deeds.trouble(f"the spot check of {community_code} is not through")
