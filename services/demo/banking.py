"""What people do with the hours they saved: redeem, take back, give, donate, take a certificate; and records looked at by chance."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import timedelta
from threading import Event

from services.demo.answering import Answering
from services.demo.client import Caller, Json, Refused, items_of
from services.demo.day import Day
from services.demo.deeds import Deeds
from services.demo.plans import Ending, NeedPlan, Way
from services.demo.volunteers import Volunteer
from shared.kernel.clock import Clock, iso, monotonic_seconds

KIND = "PHONE_CARE"
PRICE = 15
GIVEN, DONATED = 4, 3
NEEDED = PRICE + GIVEN + DONATED
USED, RELEASED, DONE = "USED", "RELEASED", "DONE"
_AHEAD_MINUTES = 20
_WINDOW = timedelta(minutes=60)
_QUOTA = 500
_TOO_MUCH = 100_000
_PATIENCE_SECONDS = 60
_LOOK_EVERY_SECONDS = 0.2
_HOW = "电话问过服务对象"


@dataclass(frozen=True, slots=True, kw_only=True)
class Banking:
    """Plays the time bank.

    Attributes:
        answering: Finds who gives the services that are redeemed.
        day: Serves.
        clock: Times are taken from it.
    """

    answering: Answering
    day: Day
    clock: Clock

    @property
    def staff(self) -> Caller:
        """Return who keeps catalogues, checks records, revokes certificates."""
        return self.answering.staff

    @property
    def volunteers(self) -> Sequence[Volunteer]:
        """Return who have saved hours."""
        return self.answering.volunteers

    @property
    def deeds(self) -> Deeds:
        """Return where it is kept what was acknowledged."""
        return self.answering.deeds

    def savers(self, count: int) -> list[Volunteer]:
        """Return so many who have saved something, those first who came to a shift: all of theirs is in one book.

        Who is alone has nobody to give to.
        """
        at_shifts = {member_id for _, member_id in self.deeds.settled}
        able = [each for each in self.volunteers if self.deeds.earned[each.id] >= NEEDED]
        first = sorted(able, key=lambda each: each.id not in at_shifts)
        return first[:count] if len(self.volunteers) > 1 else []

    def play(self, saver: Volunteer) -> None:
        """Let one saver do all there is to do with hours; what should not be is kept as trouble."""
        try:
            self._certify(saver)
            book, entry = self._fullest_book(saver), self.listed(saver.home.code)
            if _whole(book["credit_minutes"]) >= NEEDED:
                self._take_back(saver, entry)
                self._give(saver, str(book["community_code"]))
                self._redeem(saver, entry)
        except Refused as refused:
            self.deeds.trouble(f"time bank of {saver.id}: {refused}")

    def check(self, community_code: str, *colleagues: Caller) -> Json | None:
        """Look at records drawn by chance, each that somebody else confirmed; published once none is left.

        Returns:
            How the check stands; None if there is nothing to draw.
        """
        try:
            drawn = self.staff.post("/matching/v1/spot-checks", {"community_code": community_code})
            path = f"/matching/v1/spot-checks/{part_of(drawn, 'check')['id']}"
            for who in (self.staff, *colleagues):
                drawn = self._looked_at(who, path)
            if part_of(drawn, "check")["left"] == 0:
                self.staff.post(f"{path}/publish")
            self.deeds.checked(community_code)
        except Refused as refused:
            if refused.code != "nothing-to-draw":
                self.deeds.trouble(f"spot check of {community_code}: {refused}")
            return None
        return drawn

    def _looked_at(self, who: Caller, path: str) -> Json:
        drawn = who.get(path)
        for each in items_of({"items": drawn["drawn"]}):
            if each["can_judge"]:
                verdict: Json = {"record_id": each["record_id"], "verdict": "RIGHT", "reason": _HOW}
                drawn = who.post(f"{path}/verdicts", verdict)
        return drawn

    def listed(self, code: str) -> str:
        """Return the catalogue's entry of a community, listed once however often it is asked for."""
        body: Json = {
            "community_code": code,
            "service_kind": KIND,
            "minutes": PRICE,
            "monthly_quota": _QUOTA,
            "lead_hours": 0,
        }
        return str(self.staff.post("/ledger/v1/catalogue", body, key=f"{self.deeds.run}-entry-{code}")["id"])

    def _fullest_book(self, saver: Volunteer) -> Json:
        """Return the book in which a saver has most, once all that was earned is credited."""
        found: list[Json] = []

        def is_credited() -> bool:
            account = saver.caller.get(f"/ledger/v1/accounts/{saver.id}")
            found[:] = items_of({"items": account["books"]})
            return _whole(account["service_minutes"]) >= self.deeds.earned[saver.id]

        self.await_(is_credited, f"hours of {saver.id} are not credited")
        return max(found, key=lambda each: _whole(each["credit_minutes"]), default={"credit_minutes": 0})

    def _give(self, saver: Volunteer, book: str) -> None:
        """Give some minutes to another volunteer and some to the pool, each twice; more than there is, in vain."""
        receiver = self._neighbour(saver)
        known = receiver.caller.get("/identity/v1/members/me")
        body: Json = {"community_code": book, "minutes": GIVEN}
        gift: Json = {**body, "phone": known["phone"], "name": known["name"]}
        self.moved(saver, "gifts", gift)
        self.deeds.credits_moved(saver.id, -GIVEN)
        self.deeds.credits_moved(receiver.id, GIVEN)
        self.moved(saver, "donations", {**body, "minutes": DONATED})
        self.deeds.credits_moved(saver.id, -DONATED)
        try:
            saver.caller.post("/ledger/v1/donations", {**body, "minutes": _TOO_MUCH})
        except Refused as refused:
            self.deeds.refused(refused)
        else:
            self.deeds.trouble(f"{saver.id} donated more than there is")

    def moved(self, saver: Volunteer, what: str, body: Json, *, why: str = "") -> None:
        """Give or donate, sent twice, and wait until it is posted; ``why`` tells one of a saver's from another."""
        key = f"{self.deeds.run}-{why or what}-{saver.id}"
        first, again = (saver.caller.post(f"/ledger/v1/{what}", body, key=key) for _ in range(2))
        if first["id"] != again["id"]:
            self.deeds.trouble(f"{what} of {saver.id} sent twice are two")
        self.deeds.gave(str(first["id"]))
        path = f"/ledger/v1/gifts/{first['id']}"
        self.await_(lambda: saver.caller.get(path)["state"] == DONE, f"{what} of {saver.id} are not posted")

    def _neighbour(self, saver: Volunteer) -> Volunteer:
        place = [each.id for each in self.volunteers].index(saver.id)
        return self.volunteers[(place + 1) % len(self.volunteers)]

    def _redeem(self, saver: Volunteer, entry: str) -> None:
        """Redeem a service, let somebody give it, and agree to the minutes: what it took is used."""
        ordered = self.ordered(saver.caller, entry, f"used-{saver.id}")
        if self.given(saver, ordered, by_staff=False):
            self.deeds.credits_moved(saver.id, -PRICE)
        else:
            self.withdraw(saver.caller, ordered)

    def given(self, asker: Volunteer, ordered: Json, *, by_staff: bool) -> bool:
        """Let somebody give what was ordered, and whoever receives it or staff agree; tell whether anybody did."""
        need = self._need_of(ordered)
        if need is None:
            return False
        self.deeds.need_drawn(need)
        plan = replace(_plan(asker, int(str(need["expected_minutes"]))), as_self=not by_staff)
        for taken in self.answering.answered(plan, need):
            self.day.serve(plan, taken)
            self.deeds.redeemed(str(ordered["id"]), USED, PRICE)
            return True
        return False

    def _take_back(self, saver: Volunteer, entry: str) -> None:
        """Order one and take it back: what was set aside is free again."""
        ordered = self.ordered(saver.caller, entry, f"taken-back-{saver.id}")
        need = self._need_of(ordered)
        if need is not None:
            self.deeds.need_drawn(need)
        self.withdraw(saver.caller, ordered)
        path = f"/ledger/v1/redemptions/{ordered['id']}"
        self.await_(lambda: saver.caller.get(path)["state"] == RELEASED, f"{path} is not released")

    def withdraw(self, who: Caller, ordered: Json) -> None:
        """Take a redemption back, twice."""
        for _ in range(2):
            who.post(f"/ledger/v1/redemptions/{ordered['id']}/withdraw")
        self.deeds.redeemed(str(ordered["id"]), RELEASED, 0)

    def ordered(self, who: Caller, entry: str, what: str, counter: Json | None = None) -> Json:
        """Return a redemption that was ordered twice and is one; ``counter`` says more of one that staff order."""
        starts_at = self.clock.now() + timedelta(minutes=_AHEAD_MINUTES)
        body: Json = {"entry_id": entry, "starts_at": iso(starts_at), "ends_at": iso(starts_at + _WINDOW)}
        body |= counter or {}
        key = f"{self.deeds.run}-redemption-{what}"
        first, again = (who.post("/ledger/v1/redemptions", body, key=key) for _ in range(2))
        if first["id"] != again["id"]:
            self.deeds.trouble(f"redemption {what} ordered twice is two")
        return first

    def _need_of(self, ordered: Json) -> Json | None:
        """Return the need that a redemption becomes, once coordination has heard of it."""
        found: list[Json] = []

        def is_there() -> bool:
            try:
                found.append(self.staff.get(f"/matching/v1/needs/{ordered['need_id']}"))
            except Refused as refused:
                if refused.status != 404:
                    raise
            return bool(found)

        self.await_(is_there, f"redemption {ordered['id']} became no need")
        return found[0] if found else None

    def _certify(self, saver: Volunteer) -> None:
        """Take a certificate; every other one is revoked again."""
        key = f"{self.deeds.run}-certificate-{saver.id}"
        made = saver.caller.post("/matching/v1/certificates", key=key)
        state = "ISSUED"
        if self.volunteers.index(saver) % 2:
            self.staff.post(
                f"/matching/v1/certificates/{made['id']}/revoke", {"reason": "姓名有误，重新出具"}
            )
            state = "REVOKED"
        self.deeds.certified(str(made["id"]), state)

    def await_(self, holds: Callable[[], bool], otherwise: str) -> bool:
        """Wait until something holds; tell whether it did, and keep it as trouble if not."""
        until = monotonic_seconds() + _PATIENCE_SECONDS
        while not holds():
            if monotonic_seconds() > until:
                self.deeds.trouble(otherwise)
                return False
            Event().wait(_LOOK_EVERY_SECONDS)
        return True


def _plan(saver: Volunteer, minutes: int) -> NeedPlan:
    """Return the plan of a redeemed service: somebody comes by themselves, and all is done twice."""
    return NeedPlan(
        number=0,
        kind=KIND,
        asker=saver,
        as_self=True,
        minutes=minutes,
        ahead_minutes=_AHEAD_MINUTES,
        ahead_days=0,
        wanted=1,
        way=Way.DIRECT,
        ending=Ending.CONFIRMED,
        greedy=False,
        declined=False,
        again=True,
        fewer=False,
        grade=5,
    )


def part_of(whole: Json, name: str) -> Json:
    """Return a part of what was answered that has parts itself."""
    part = whole[name]
    assert isinstance(part, dict)
    return part


def _whole(value: object) -> int:
    assert isinstance(value, int)
    return value
