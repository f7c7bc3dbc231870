"""How volunteers come to serve: asked, by themselves, in a race for the last place, or invited by staff."""

import threading
from collections.abc import Callable, Sequence
from concurrent.futures import Executor
from dataclasses import dataclass, field
from datetime import datetime

from services.demo.client import Caller, Json, Refused
from services.demo.deeds import Deeds
from services.demo.plans import NeedPlan, Way
from services.demo.volunteers import Volunteer
from shared.kernel.geography import Point, distance_metres

NO_PLACE = frozenset({"need-full", "diary-overlap", "not-open", "not-asked", "too-many-attempts"})
"""Right answers to a yes that comes too late, or to a second one for the same time."""
_LOOKS = 9
_FIRST_PAUSE_SECONDS = 0.3
_LONGER = 1.5
_ASKED_AT_MOST = 5
_CANDIDATES = 12
_CONTENDERS = 4


@dataclass(frozen=True, slots=True, kw_only=True)
class Taken:
    """A place that a volunteer got."""

    volunteer: Volunteer
    assignment_id: str


@dataclass(kw_only=True)
class Answering:
    """Finds who serves.

    Attributes:
        staff: Invites.
        volunteers: Everyone who may.
        deeds: Where it is kept what was acknowledged.
        racers: Runs what is to happen at once; never waits for itself.
    """

    staff: Caller
    volunteers: Sequence[Volunteer]
    deeds: Deeds
    racers: Executor
    _open: list[tuple[str, datetime, datetime]] = field(default_factory=list)
    _turn: threading.Lock = field(default_factory=threading.Lock)
    _waiting: threading.Event = field(default_factory=threading.Event)

    def answered(self, plan: NeedPlan, need: Json) -> list[Taken]:
        """Return who got a place of a need in the way planned; fewer than wanted if nobody else is free."""
        candidates = self._candidates(plan, need)
        self._remember(need)
        ways: dict[Way, Callable[[NeedPlan, Json, list[Volunteer]], list[Taken]]] = {
            Way.PROPOSAL: self._proposed,
            Way.DIRECT: self._by_themselves,
            Way.RACE: self._raced,
            Way.INVITED: self._invited,
            Way.SPOKEN: self._spoken,
        }
        taken = ways[plan.way](plan, need, candidates)
        for candidate in candidates:
            if len(taken) >= plan.wanted:
                break
            if candidate not in [each.volunteer for each in taken]:
                taken += self._yes(plan, need, candidate)
        return taken

    def _candidates(self, plan: NeedPlan, need: Json) -> list[Volunteer]:
        able = [each for each in self.volunteers if plan.kind in each.kinds and each.id != plan.asker.id]
        there = need["point"]
        assert isinstance(there, dict)
        point = Point(longitude=there["longitude"], latitude=there["latitude"])
        return sorted(able, key=lambda each: distance_metres(each.point, point))[:_CANDIDATES]

    def _remember(self, need: Json) -> None:
        with self._turn:
            self._open.append((str(need["id"]), *_window(need)))

    def _yes(self, plan: NeedPlan, need: Json, volunteer: Volunteer, path: str = "") -> list[Taken]:
        """Say yes, perhaps twice, perhaps to two needs at once; return the place, if there was one."""
        path = path or f"/needs/{need['id']}/accept"
        other = self._other_at_that_time(need) if plan.greedy else None
        also = self.racers.submit(self._accepted, volunteer, f"/needs/{other}/accept") if other else None
        assignment_id = self._accepted(volunteer, path)
        if also is not None:
            also.result()
        if assignment_id is None:
            return []
        if plan.again and self._accepted(volunteer, path) not in (assignment_id, None):
            self.deeds.trouble(f"accepting {path} twice gave two assignments")
        return [Taken(volunteer=volunteer, assignment_id=assignment_id)]

    def _other_at_that_time(self, need: Json) -> str | None:
        start, end = _window(need)
        with self._turn:
            others = [
                id_ for id_, begins, ends in self._open if id_ != need["id"] and begins < end and start < ends
            ]
        return others[-1] if others else None

    def _accepted(self, volunteer: Volunteer, path: str) -> str | None:
        try:
            assignment_id = str(volunteer.caller.post(f"/matching/v1{path}")["id"])
        except Refused as refused:
            if refused.code not in {*NO_PLACE, "own-need"}:
                raise
            self.deeds.refused(refused)
            return None
        self.deeds.place_taken(assignment_id)
        return assignment_id

    def _proposed(self, plan: NeedPlan, need: Json, candidates: list[Volunteer]) -> list[Taken]:
        asked = self._wait_until_asked(need, candidates)
        if plan.declined and asked:
            first, proposal_id = asked.pop(0)
            self._decline(first, proposal_id)
            candidates.remove(first)
        taken: list[Taken] = []
        for volunteer, proposal_id in asked[: plan.wanted]:
            taken += self._yes(plan, need, volunteer, f"/proposals/{proposal_id}/accept")
        return taken

    def _wait_until_asked(self, need: Json, candidates: list[Volunteer]) -> list[tuple[Volunteer, str]]:
        """Return who sees the need among their proposals, once somebody does or a few looks were in vain.

        Two at a time look, in turn; the others look only once somebody was asked.
        """
        nearest = candidates[:_ASKED_AT_MOST]
        for look in range(_LOOKS):
            self._waiting.wait(_FIRST_PAUSE_SECONDS * _LONGER**look)
            nearest = nearest[2:] + nearest[:2]
            if any(self._asked(need, volunteer) for volunteer in nearest[-2:]):
                asked = [(each, self._asked(need, each)) for each in candidates[:_ASKED_AT_MOST]]
                return [(volunteer, proposal_id) for volunteer, proposal_id in asked if proposal_id]
        return []

    def _asked(self, need: Json, volunteer: Volunteer) -> str | None:
        """Return the id of the proposal of a need to a volunteer, if they see one."""
        found = None
        for proposal in volunteer.caller.all_of("/matching/v1/proposals"):
            self.deeds.proposal_seen(proposal)
            if proposal["need_id"] == need["id"]:
                found = str(proposal["id"])
        return found

    def _decline(self, volunteer: Volunteer, proposal_id: str) -> None:
        for _ in range(2):
            volunteer.caller.post(f"/matching/v1/proposals/{proposal_id}/decline", {"reason": "这次来不了"})

    def _by_themselves(self, plan: NeedPlan, need: Json, candidates: list[Volunteer]) -> list[Taken]:
        return self._yes(plan, need, candidates[0]) if candidates else []

    def _raced(self, _: NeedPlan, need: Json, candidates: list[Volunteer]) -> list[Taken]:
        contenders = candidates[:_CONTENDERS]
        path = f"/needs/{need['id']}/accept"
        answers = [self.racers.submit(self._accepted, each, path) for each in contenders]
        return [
            Taken(volunteer=volunteer, assignment_id=assignment_id)
            for volunteer, answer in zip(contenders, answers, strict=True)
            if (assignment_id := answer.result()) is not None
        ]

    def _invited(self, plan: NeedPlan, need: Json, candidates: list[Volunteer]) -> list[Taken]:
        if not candidates:
            return []
        invitation = self._dispatch(need, {"member_id": candidates[0].id, "because": "熟人，说过愿意来"})
        if invitation is None:
            return []
        return self._yes(plan, need, candidates[0], f"/proposals/{invitation['proposal_id']}/accept")

    def _spoken(self, _: NeedPlan, need: Json, candidates: list[Volunteer]) -> list[Taken]:
        for volunteer in candidates[:1]:
            note = "电话里答应了"
            yes = self._dispatch(need, {"member_id": volunteer.id, "spoken_consent": True, "note": note})
            if yes is not None:
                self.deeds.place_taken(str(yes["assignment_id"]))
                return [Taken(volunteer=volunteer, assignment_id=str(yes["assignment_id"]))]
        return []

    def _dispatch(self, need: Json, body: Json) -> Json | None:
        try:
            return self.staff.post(f"/matching/v1/needs/{need['id']}/dispatch", body)
        except Refused as refused:
            if refused.code not in NO_PLACE:
                raise
            self.deeds.refused(refused)
            return None


def _window(need: Json) -> tuple[datetime, datetime]:
    return datetime.fromisoformat(str(need["starts_at"])), datetime.fromisoformat(str(need["ends_at"]))
