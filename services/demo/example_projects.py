"""The projects of the example: one that recruits, one that waits for the community, and shifts to join.

What is there already is found by its title, so that a try that ended in the middle is finished by the next.
"""

import threading
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from services.demo.client import Caller, Json, Refused, items_of
from shared.kernel.clock import CHINA, Clock, iso

RECRUITING, WAITING = "河边清洁行动", "楼道书香角"
_PAUSE = threading.Event()
_SIGN_UPS = 6
_RIVER, _GARDEN = "河边亭子", "社区花园"
"""Where the shifts to come meet, and the one that was served."""
_SERVED_AHEAD, _CAME_BEFORE = timedelta(minutes=5), timedelta(minutes=55)
_AGREED: Json = {"minutes": 45, "reason": "按集合时间核定", "recorded_as": "VOLUNTEER"}
_NOTICE: Json = {
    "content": "沿河捡拾垃圾、分类装袋，最后一起合影。",
    "conditions": "年满 18 岁，能走一小时路。",
    "risks": "河边湿滑，请离水边两米以上。",
    "guarantees": "组织方统一投保意外险，备手套、夹子和饮水。",
    "contact_name": "何丽",
    "contact_phone": "028-38290000",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class ExampleProjects:
    """Makes the organisation, its projects and shifts.

    Attributes:
        organiser: Works for the organisation.
        party_id: The organisation, approved.
        staff: Of the community; approves.
        volunteers: Some of whom sign up.
    """

    organiser: Caller
    party_id: str
    staff: Caller
    volunteers: Sequence[Caller]
    community_code: str
    clock: Clock

    def make(self) -> None:
        """Make everything that is not there yet."""
        self._wait_to_act()
        recruiting = self._project(RECRUITING, "ENVIRONMENT", "让河边干净，大家散步舒心。")
        self._project(WAITING, "CULTURE_SPORT", "把闲置的书放到楼道里，邻居随手可读。")
        path = f"/matching/v1/projects/{recruiting['id']}"
        if recruiting["state"] == "AWAITING_REVIEW":
            self.staff.post(f"{path}/review", {"decision": "APPROVE"})
        listed = items_of(self.organiser.get(f"{path}/shifts"))
        shifts = [each for each in listed if each["address"] != _GARDEN] or self._shifts(path)
        soonest = min(shifts, key=lambda each: str(each["starts_at"]))
        for place, volunteer in enumerate(self.volunteers[:_SIGN_UPS]):
            _sign_up(volunteer, str(soonest["id"]), "leader" if place == 0 else "helper")
        served = next((each for each in listed if each["address"] == _GARDEN), None)
        self._serve(served or self._posted(path, _a_shift(self._soon(_SERVED_AHEAD), 60, _GARDEN))[0])

    def _serve(self, shift: Json) -> None:
        """Let a shift be over: those who had a place came early, and the organiser agrees to their minutes."""
        path = f"/matching/v1/shifts/{shift['id']}"
        if shift["state"] == "SETTLED":
            return
        for place, volunteer in enumerate(self.volunteers[_SIGN_UPS : 2 * _SIGN_UPS]):
            _sign_up(volunteer, str(shift["id"]), "leader" if place == 0 else "helper")
        seats = items_of({"items": self.organiser.get(f"{path}/attendance")["seats"]})
        if not seats:
            return
        came = datetime.fromisoformat(str(shift["starts_at"])) - _CAME_BEFORE
        people = [{"member_id": seat["member_id"]} for seat in seats]
        self.organiser.post(f"{path}/check-in", {"people": people, "at": iso(came)})
        self.organiser.post(f"{path}/check-out", {})
        attendees = items_of({"items": self.organiser.get(f"{path}/attendance")["attendees"]})
        lines = [{**_AGREED, "attendee_id": each["id"]} for each in attendees]
        self.organiser.post(f"{path}/settle", {"lines": lines})

    def _wait_to_act(self) -> None:
        """Wait until the role that follows from the organisation's approval has arrived."""
        while f"org.{self.party_id}" not in str(self.organiser.get("/identity/v1/members/me")):
            _PAUSE.wait(0.2)

    def _project(self, title: str, kind: str, purpose: str) -> Json:
        """Return a project of this title, submitted."""
        listed = self.organiser.all_of("/matching/v1/projects", party_id=self.party_id)
        project = next((each for each in listed if each["title"] == title), None)
        if project is None:
            body: Json = {
                "party_id": self.party_id,
                "community_codes": [self.community_code],
                "title": title,
                "service_kind": kind,
                "purpose": purpose,
                "notice": _NOTICE,
            }
            project = self.organiser.post("/matching/v1/projects", body, key=f"example-project-{kind}")
        if project["state"] == "DRAFT":
            return self.organiser.post(f"/matching/v1/projects/{project['id']}/submit")
        return project

    def _shifts(self, path: str) -> list[Json]:
        """Return a shift that begins within the hour, and four Saturdays to come."""
        soon, saturday = self._soon(timedelta(minutes=40)), _next_saturday(self.clock.now())
        every_week: Json = {**_a_shift(saturday, 120, _RIVER), "times": 4, "days_apart": 7}
        return [*self._posted(path, _a_shift(soon, 60, _RIVER)), *self._posted(path, every_week)]

    def _posted(self, path: str, body: Json) -> list[Json]:
        return _listed(self.organiser.post(f"{path}/shifts", body)["shifts"])

    def _soon(self, ahead: timedelta) -> datetime:
        return self.clock.now().replace(second=0, microsecond=0) + ahead


def _a_shift(starts_at: datetime, minutes: int, address: str) -> Json:
    return {
        "starts_at": iso(starts_at),
        "ends_at": iso(starts_at + timedelta(minutes=minutes)),
        "address": address,
        "note": "穿防滑鞋，自带水杯。",
        "roles": [
            {"code": "leader", "name": "领队", "places": 1, "leads": True},
            {"code": "helper", "name": "队员", "places": 10},
        ],
    }


def _next_saturday(now: datetime) -> datetime:
    here = now.astimezone(CHINA).replace(hour=9, minute=0, second=0, microsecond=0)
    return here + timedelta(days=(5 - here.weekday()) % 7 or 7)


def _listed(given: object) -> list[Json]:
    assert isinstance(given, list)
    return given


def _sign_up(volunteer: Caller, shift_id: str, role: str) -> None:
    """Let somebody take a place; who has another service at that time does not come."""
    try:
        volunteer.post(f"/matching/v1/shifts/{shift_id}/sign-up", {"role": role})
    except Refused as refused:
        if refused.code not in ("diary-overlap", "shift-full", "shift-begun"):
            raise
