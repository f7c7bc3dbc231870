"""Organisations of the day: registered, approved, a project published, a shift filled, served and settled at once."""

import random
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta
from threading import Event

from services.demo.bodies import Bodies, once_staff
from services.demo.client import Caller, Json, Refused, items_of
from services.demo.deeds import Deeds
from services.demo.volunteers import Volunteer
from shared.kernel.clock import Clock, iso, monotonic_seconds

PLACES = 8
PEOPLE = 11
"""How many reach for a place; who gets none waits, and moves up when somebody leaves."""
MINUTES = 30
_AHEAD = timedelta(minutes=25)
_CAME = timedelta(minutes=32)
_LENGTH = timedelta(minutes=120)
_PATIENCE_SECONDS = 60
_NO_PLACE = frozenset({"diary-overlap", "shift-full"})
_NOTICE: Json = {
    "content": "清理公共楼道和花坛，引导垃圾分类",
    "conditions": "身体健康，愿意与邻居一起劳动",
    "risks": "注意台阶和车辆，不搬重物",
    "guarantees": "提供手套、饮水和意外保险",
    "training": "现场讲解十分钟",
    "apply": "在页面上报名，或到社区服务台登记",
    "contact_name": "周宁",
    "contact_phone": "02838290001",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Shifts:
    """Plays shifts.

    Attributes:
        staff: Of the district: approves parties and projects.
        volunteers: Found organisations, and serve.
        deeds: Where it is kept what was acknowledged.
        clock: Times are taken from it.
        seed: Of all chance.
    """

    staff: Caller
    volunteers: Sequence[Volunteer]
    deeds: Deeds
    clock: Clock
    seed: int

    def play(self, number: int) -> None:
        """Bring one shift from the founding of its organisation to its hours; what should not be is kept as trouble."""
        chance = random.Random(f"{self.seed} shift {number}")
        organiser, *people = chance.sample(self.volunteers, min(len(self.volunteers), PEOPLE + 1))
        try:
            party = self._party(organiser, number)
            shift = self._shift(organiser, self._project(organiser, party, number), number)
            self._fill(shift, people)
            self._serve(organiser, shift)
        except Refused as refused:
            self.deeds.trouble(f"shift {number}: {refused}")

    def _party(self, organiser: Volunteer, number: int) -> str:
        bodies, name = Bodies(staff=self.staff, deeds=self.deeds), f"邻里环境服务队{number + 1}"
        return bodies.approved(organiser, name, "SOCIAL_ORGANISATION", str(number))

    def _project(self, organiser: Volunteer, party: str, number: int) -> str:
        body: Json = {
            "party_id": party,
            "community_codes": [organiser.home.code],
            "title": "周末清洁行动",
            "service_kind": "ENVIRONMENT",
            "purpose": "让楼道和花坛干净起来",
            "notice": _NOTICE,
        }
        made = str(
            once_staff(organiser, "/matching/v1/projects", body, f"{self.deeds.run}-project-{number}")["id"]
        )
        organiser.caller.post(f"/matching/v1/projects/{made}/submit")
        self.staff.post(f"/matching/v1/projects/{made}/review", {"decision": "APPROVE"})
        self.deeds.project_published(made)
        return made

    def _shift(self, organiser: Volunteer, project: str, number: int) -> str:
        starts_at = self.clock.now() + _AHEAD
        body: Json = {
            "starts_at": iso(starts_at),
            "ends_at": iso(starts_at + _LENGTH),
            "address": "社区广场集合",
            "roles": [{"code": "helper", "name": "队员", "places": PLACES}],
        }
        path = f"/matching/v1/projects/{project}/shifts"
        posted = organiser.caller.post(path, body, key=f"{self.deeds.run}-shift-{number}")["shifts"]
        assert isinstance(posted, list)
        made = str(posted[0]["id"])
        self.deeds.shift_posted(made)
        return made

    def _fill(self, shift: str, people: Sequence[Volunteer]) -> None:
        """Let everybody reach for a place, the first one leave again, and whoever waits move up."""
        here = [each for each in people if self._signed_up(shift, each)]
        if not here:
            return
        waiting = max(0, len(here) - PLACES)
        self._leave(shift, here[0])
        until = monotonic_seconds() + _PATIENCE_SECONDS
        while self.staff.get(f"/matching/v1/shifts/{shift}")["waiting"] != max(0, waiting - 1):
            if monotonic_seconds() > until:
                self.deeds.trouble(f"shift {shift}: nobody moved up from the wait-list")
                return
            Event().wait(0.2)

    def _leave(self, shift: str, volunteer: Volunteer) -> None:
        """Give a place back, twice: the second time there is none to give."""
        for _ in range(2):
            try:
                volunteer.caller.post(f"/matching/v1/shifts/{shift}/leave")
            except Refused as refused:
                if refused.code != "not-signed-up":
                    raise
                self.deeds.refused(refused)

    def _signed_up(self, shift: str, volunteer: Volunteer) -> bool:
        try:
            for _ in range(2):
                volunteer.caller.post(f"/matching/v1/shifts/{shift}/sign-up", {"wait": True})
        except Refused as refused:
            if refused.code not in _NO_PLACE:
                raise
            self.deeds.refused(refused)
            return False
        return True

    def _serve(self, organiser: Volunteer, shift: str) -> None:
        """Sign all in and out at once, and agree to the minutes of all but one as volunteering, everything twice."""
        path = f"/matching/v1/shifts/{shift}"
        seats = items_of({"items": organiser.caller.get(f"{path}/attendance")["seats"]})
        if not seats:
            return
        came: Json = {
            "people": [{"member_id": seat["member_id"]} for seat in seats],
            "at": iso(self.clock.now() - _CAME),
        }
        for step, body in (("check-in", came), ("check-out", {})):
            for _ in range(2):
                organiser.caller.post(f"{path}/{step}", body)
        listed = items_of({"items": organiser.caller.get(f"{path}/attendance")["attendees"]})
        lines = [self._line(each, duty=place == 0) for place, each in enumerate(listed)]
        for _ in range(2):
            organiser.caller.post(f"{path}/settle", {"lines": lines})
        for each in listed[1:]:
            self.deeds.shift_settled(shift, str(each["member_id"]), MINUTES)

    @staticmethod
    def _line(attendee: Json, *, duty: bool) -> Json:
        return {
            "attendee_id": attendee["id"],
            "minutes": MINUTES,
            "reason": "按集合时间核定",
            "recorded_as": "DUTY" if duty else "VOLUNTEER",
        }
