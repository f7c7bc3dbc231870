"""Looking at the end: everything the platform shows of a run, asked for page by page."""

from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from concurrent.futures import Executor
from dataclasses import dataclass
from datetime import datetime
from threading import Event
from typing import NamedTuple, TypeVar

from services.demo.client import Caller, Json, items_of
from services.demo.deeds import Deeds
from services.demo.shown import Shown, ShownAssignment, ShownAttendance, ShownCredit
from services.demo.volunteers import Volunteer
from shared.kernel.clock import monotonic_seconds

REST_SECONDS = 60
_LOOK_EVERY_SECONDS = 0.5

T = TypeVar("T")
R = TypeVar("R")


class _Minutes(NamedTuple):
    """What somebody has: served, saved, and set aside of what is saved."""

    service: int
    saved: int
    held: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Looking:
    """Looks through the public API.

    Attributes:
        staff: Sees needs and assignments.
        volunteers: See their own accounts and notices.
        deeds: Says which of what is listed belongs to this run.
        workers: Looks at several things at a time.
        progress: Told after each look with how many there are in all.
    """

    staff: Caller
    volunteers: Sequence[Volunteer]
    deeds: Deeds
    workers: Executor
    progress: Callable[[int], None]

    def wait_for_rest(self) -> None:
        """Return once as many minutes are credited as were confirmed and redemptions are over, or after a minute."""
        wanted = sum(self.deeds.earned.values())
        served = [each for each in self.volunteers if self.deeds.earned[each.id]]
        until = monotonic_seconds() + REST_SECONDS
        while monotonic_seconds() < until:
            credited = sum(each.service for each in self._each(served, self._minutes))
            if credited >= wanted and self._redemptions() == self.deeds.redemptions:
                return
            Event().wait(_LOOK_EVERY_SECONDS)

    def _redemptions(self) -> dict[str, tuple[str, int]]:
        """Return where the redemptions of this run stand, and the minutes they used."""
        shown = self._each(sorted(self.deeds.redemptions), self._redemption)
        return {str(each["id"]): (str(each["state"]), _whole(each["used_minutes"])) for each in shown}

    def _redemption(self, redemption_id: str) -> Json:
        return self.staff.get(f"/ledger/v1/redemptions/{redemption_id}")

    def shown(self) -> Shown:
        """Return what the platform shows of this run."""
        communities = sorted(self.deeds.communities)
        needs = [need for found in self._each(communities, self._needs) for need in found]
        assignments = [one for found in self._each(communities, self._assignments) for one in found]
        minutes = self._each(self.volunteers, self._minutes)
        rich = [one for one, has in zip(self.volunteers, minutes, strict=True) if has.service]
        credits_ = [one for found in self._each(rich, self._credits) for one in found]
        attended = [one for found in self._each(sorted(self.deeds.shifts), self._attended) for one in found]
        served_here = {each.id for each in assignments}
        proof = self.staff.get("/ledger/v1/proof")
        return Shown(
            wanted={str(need["id"]): _whole(need["helpers_wanted"]) for need in needs},
            needs_listed=sum(map(self._is_posted, needs)),
            assignments=tuple(assignments),
            credits=tuple(each for each in credits_ if each.assignment_id in served_here),
            added=_added(
                each for each in credits_ if each.assignment_id not in served_here | self.deeds.shifts
            ),
            attended=tuple(attended),
            shift_credits=tuple(each for each in credits_ if each.assignment_id in self.deeds.shifts),
            service_minutes=sum(each.service for each in minutes),
            saved={one.id: has.saved for one, has in zip(self.volunteers, minutes, strict=True)},
            held_minutes=sum(each.held for each in minutes),
            redemptions=self._redemptions(),
            certificates=self._certificates(),
            parts=self._parts(),
            awards=self._awards(),
            pools=self._pools(),
            notices=sum(self._each(self.volunteers, self._notices)),
            ledger_sum_minutes=_whole(proof["sum_minutes"]),
            chain_ok=proof["chain_ok"] is True,
            parked=_whole(self.staff.line.health()["parked"]),
        )

    def _each(self, things: Iterable[T], look: Callable[[T], R]) -> list[R]:
        looks = [self.workers.submit(look, thing) for thing in things]
        found = []
        for each in looks:
            found.append(each.result())
            self.progress(len(looks))
        return found

    def _needs(self, community_code: str) -> list[Json]:
        listed = self.staff.all_of("/matching/v1/needs", community_code=community_code)
        return [need for need in listed if need["id"] in self.deeds.drawn or self._is_posted(need)]

    def _is_posted(self, need: Json) -> bool:
        return str(need["details"]).startswith(f"{self.deeds.run} ")

    def _assignments(self, community_code: str) -> list[ShownAssignment]:
        listed = self.staff.all_of(
            "/matching/v1/assignments", side="community", community_code=community_code
        )
        ours = self.deeds.needs | self.deeds.drawn
        return [_assignment(each) for each in listed if each["need_id"] in ours]

    def _attended(self, shift_id: str) -> list[ShownAttendance]:
        roster = self.staff.get(f"/matching/v1/shifts/{shift_id}/attendance")
        shift = roster["shift"]
        assert isinstance(shift, dict)
        return [
            ShownAttendance(
                shift_id=shift_id,
                member_id=str(each["member_id"]),
                starts_at=datetime.fromisoformat(str(shift["starts_at"])),
                ends_at=datetime.fromisoformat(str(shift["ends_at"])),
                minutes=_whole(each["minutes"]) if each["recorded_as"] == "VOLUNTEER" else 0,
            )
            for each in items_of({"items": roster["attendees"]})
        ]

    def _parts(self) -> dict[tuple[str, str], str]:
        """Return where the parts stand of the needs that were answered together."""
        needs = sorted({need_id for need_id, _ in self.deeds.parts})
        shown = self._each(needs, lambda need_id: self.staff.get(f"/matching/v1/needs/{need_id}"))
        return {
            (str(need["id"]), str(part["id"])): str(part["state"])
            for need in shown
            for part in items_of({"items": need["parts"]})
        }

    def _certificates(self) -> dict[str, str]:
        path = "/matching/v1/certificates"
        return {each: str(self.staff.get(f"{path}/{each}")["state"]) for each in self.deeds.certificates}

    def _awards(self) -> dict[str, str]:
        """Return the communities of the awards of this run that are published there."""
        found: dict[str, str] = {}
        for code in sorted({*self.deeds.awards.values()}):
            listed = self.staff.all_of("/matching/v1/awards/published", community_code=code)
            found |= {str(each["id"]): code for each in listed if each["id"] in self.deeds.awards}
        return found

    def _pools(self) -> dict[str, int]:
        """Return what the public accounts of the pools say was drawn for residents in hardship."""
        return {code: self._drawn(code) for code in sorted(self.deeds.pools)}

    def _drawn(self, community_code: str) -> int:
        pool = self.staff.get("/ledger/v1/pools", community_code=community_code)
        flows = (
            each
            for month in items_of({"items": pool["months"]})
            for each in items_of({"items": month["flows"]})
        )
        return -sum(
            _whole(each["minutes"])
            for each in flows
            if each["kind"] == "POST" and _whole(each["minutes"]) < 0
        )

    def _minutes(self, volunteer: Volunteer) -> _Minutes:
        account = volunteer.caller.get(f"/ledger/v1/accounts/{volunteer.id}")
        return _Minutes(*(_whole(account[f"{each}_minutes"]) for each in ("service", "credit", "held")))

    def _credits(self, volunteer: Volunteer) -> list[ShownCredit]:
        path = f"/ledger/v1/accounts/{volunteer.id}/statement"
        return [
            ShownCredit(
                member_id=volunteer.id,
                assignment_id=str(entry["assignment_id"]),
                minutes=_whole(entry["minutes"]),
            )
            for entry in volunteer.caller.all_of(path, unit="SERVICE")
        ]

    def _notices(self, volunteer: Volunteer) -> int:
        return _whole(volunteer.caller.get("/notify/v1/notices/unread-count")["count"])


def _assignment(shown: Json) -> ShownAssignment:
    return ShownAssignment(
        id=str(shown["id"]),
        need_id=str(shown["need_id"]),
        member_id=str(shown["member_id"]),
        starts_at=datetime.fromisoformat(str(shown["starts_at"])),
        ends_at=datetime.fromisoformat(str(shown["ends_at"])),
        state=str(shown["state"]),
        minutes=None if shown["minutes"] is None else _whole(shown["minutes"]),
    )


def _added(credits_: Iterable[ShownCredit]) -> Counter[str]:
    """Return the minutes that came of no service of this run, by member."""
    found = Counter[str]()
    for each in credits_:
        found[each.member_id] += each.minutes
    return found


def _whole(value: object) -> int:
    assert isinstance(value, int)
    return value
