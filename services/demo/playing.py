"""A whole demo on one platform: volunteers, needs, rest, reckoning."""

import random
from collections.abc import Callable, Iterable
from concurrent.futures import FIRST_EXCEPTION, Executor, ThreadPoolExecutor, wait
from dataclasses import dataclass
from typing import TypeVar

from services.demo.answering import Answering
from services.demo.banking import Banking
from services.demo.client import Caller, Json, Line, Refused
from services.demo.day import Day
from services.demo.deeds import Deeds
from services.demo.looking import Looking
from services.demo.plans import plans_of
from services.demo.reckoning import Counts, broken, counted
from services.demo.recognising import Recognising
from services.demo.shifts import Shifts
from services.demo.together import Together
from services.demo.volunteers import SignUps, Volunteer
from shared.identity.communities import Community
from shared.identity.roles import Role
from shared.kernel.clock import Clock, monotonic_seconds
from shared.kernel.errors import Forbidden, RuleBroken
from shared.kernel.geography import Point
from shared.kernel.ids import nonce
from shared.kernel.words import Words

WORKERS = 12
RACERS = 8
PATIENCE_SECONDS = 300
CHECKED_AT_MOST = 5
"""Communities in which records are looked at by chance."""
VETERANS_AT_MOST = 3
"""Communities in which earlier hours come in, with all that comes of them."""
_PHONES = 90_000_000

Progress = Callable[[Words, int, int], None]
"""Told what is being done, how far it is, and how much there is in all."""

T = TypeVar("T")
R = TypeVar("R")


class NoSuchDistrict(RuleBroken):
    """The platform knows no community there."""

    code = "no-such-district"
    zh = "没有代码为 {district} 的区县，或其中没有社区"
    en = "There is no district with the code {district}, or no community in it"


class NotTheirStaff(Forbidden):
    """The token is not that of community staff of the district."""

    code = "not-their-staff"
    zh = "这个令牌不属于 {district} 区县的社区工作者：请用 linli member create --role COMMUNITY_STAFF --scope {district} 建立账号并登录"
    en = "This token is not that of community staff for all of {district}: make an account with linli member create --role COMMUNITY_STAFF --scope {district} and sign in with it"


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """What is to be played.

    Attributes:
        district: 6 digits.
        volunteers: How many sign up.
        needs: How many are posted.
        seed: The same for the same day.
    """

    district: str
    volunteers: int
    needs: int
    seed: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Outcome:
    """What came of it.

    Attributes:
        counts: Recomputed.
        broken: What should hold and does not.
    """

    counts: Counts
    broken: list[Words]


@dataclass(kw_only=True)
class Demo:
    """Plays one demo.

    Attributes:
        asked: What to play.
        url: Address of the platform.
        staff_token: Of community staff for the whole district.
        colleague_token: Of other community staff for the whole district, who decide what one alone may not; without one, nothing such is asked.
        worker_token: Of a social worker for the whole district; without one nobody is asked for an assessment.
        clock: Times of needs are taken from it.
        progress: Told how far it is.
    """

    asked: Asked
    url: str
    staff_token: str
    worker_token: str = ""
    colleague_token: str = ""
    clock: Clock
    progress: Progress

    def play(self) -> Outcome:
        """Return what came of a day of activity.

        Raises:
            NotTheirStaff: If the token gives no duty over the whole district.
            NoSuchDistrict: If no community is there.
            NoAnswer: If the platform is silent for five minutes.
        """
        line = Line(self.url, patience_seconds=PATIENCE_SECONDS, at_once=WORKERS + RACERS)
        workers, racers = ThreadPoolExecutor(WORKERS), ThreadPoolExecutor(RACERS)
        try:
            return self._play(Caller(line=line, token=self.staff_token), workers, racers)
        finally:
            line.close()
            workers.shutdown(cancel_futures=True)
            racers.shutdown(cancel_futures=True)

    def _play(self, staff: Caller, workers: Executor, racers: Executor) -> Outcome:
        began = monotonic_seconds()
        check_is_staff(staff, self.asked.district)
        deeds = Deeds(run=f"demo-{nonce(4).hex()}")
        volunteers = self._volunteers(staff, workers, deeds.run)
        answering = Answering(staff=staff, volunteers=volunteers, deeds=deeds, racers=racers)
        self._live(answering, workers)
        looking = Looking(
            staff=staff,
            volunteers=volunteers,
            deeds=deeds,
            workers=workers,
            progress=self._told(Words("核对", "Reckoning")),
        )
        looking.wait_for_rest()
        shown = looking.shown()
        return Outcome(counts=counted(shown, deeds, monotonic_seconds() - began), broken=broken(shown, deeds))

    def _live(self, answering: Answering, workers: Executor) -> None:
        """Play the day: bodies and their shifts, needs of several parts, all other needs, and the time bank."""
        staff, volunteers, deeds = answering.staff, answering.volunteers, answering.deeds
        bodies = range(shifts_of(self.asked.needs))
        shifts = Shifts(
            staff=staff, volunteers=volunteers, deeds=deeds, clock=self.clock, seed=self.asked.seed
        )
        self._all(workers, Words("机构与班次", "Shifts"), shifts.play, bodies)
        together = Together(
            answering=answering,
            worker=Caller(line=staff.line, token=self.worker_token) if self.worker_token else None,
            clock=self.clock,
            seed=self.asked.seed,
        )
        self._all(workers, Words("五方联动", "Five parties"), together.play, bodies)
        day = Day(staff=staff, answering=answering, deeds=deeds, clock=self.clock)
        plans = plans_of(self.asked.seed, volunteers, self.asked.needs)
        self._all(workers, Words("发布与服务", "Needs"), day.play, plans)
        self._bank(Banking(answering=answering, day=day, clock=self.clock), workers)

    def _bank(self, banking: Banking, workers: Executor) -> None:
        savers = banking.savers(savers_of(self.asked.needs))
        self._all(workers, Words("时间银行", "Time bank"), banking.play, savers)
        colleague = self.colleague_token and Caller(line=banking.staff.line, token=self.colleague_token)
        recognising = Recognising(banking=banking, colleague=colleague or None)
        veterans = recognising.veterans(VETERANS_AT_MOST)
        self._all(
            workers, Words("补录、星级与互助池", "Earlier hours, stars, pools"), recognising.play, veterans
        )
        checked = sorted(banking.deeds.communities)[:CHECKED_AT_MOST]
        self._all(workers, Words("抽查", "Spot checks"), recognising.check, checked)

    def _volunteers(self, staff: Caller, workers: Executor, run: str) -> list[Volunteer]:
        nobody = Caller(line=staff.line)
        sign_ups = SignUps(
            nobody=nobody,
            communities=communities_of(nobody, self.asked.district),
            consent=str(nobody.get("/identity/v1/consent")["version"]),
            seed=self.asked.seed,
            run=run,
            first_number=random.Random(run).randrange(_PHONES),
        )
        numbers = range(self.asked.volunteers)
        return self._all(workers, Words("志愿者注册", "Volunteers"), sign_ups.volunteer, numbers)

    def _all(self, workers: Executor, what: Words, work: Callable[[T], R], things: Iterable[T]) -> list[R]:
        """Do the work on each thing, several at a time; the first failure ends it."""
        told = self._told(what)
        futures = [workers.submit(work, thing) for thing in things]
        for future in futures:
            future.add_done_callback(lambda _: told(len(futures)))
        _, left = wait(futures, return_when=FIRST_EXCEPTION)
        for future in left:
            future.cancel()
        return [future.result() for future in futures if not future.cancelled()]

    def _told(self, what: Words) -> Callable[[int], None]:
        done = 0

        def one_more(of: int) -> None:
            nonlocal done
            done += 1
            self.progress(what, done, of)

        return one_more


def shifts_of(needs: int) -> int:
    """Return how many shifts a day with so many needs has: one in fifty, at least one."""
    return max(1, needs // 50)


def savers_of(needs: int) -> int:
    """Return how many draw on their hours on a day with so many needs: one in twenty, at least one."""
    return max(1, needs // 20)


def check_is_staff(staff: Caller, district: str) -> None:
    """Pass if the caller is community staff of the whole district.

    Raises:
        NotTheirStaff: If not.
    """
    try:
        roles = staff.get("/identity/v1/members/me")["roles"]
    except Refused as refused:
        raise NotTheirStaff(district=district) from refused
    assert isinstance(roles, list)
    if not any(
        each["role"] == Role.COMMUNITY_STAFF.value
        and not each["suspended"]
        and (each["scope"] == "all" or district.startswith(each["scope"]))
        for each in roles
    ):
        raise NotTheirStaff(district=district)


def communities_of(nobody: Caller, district: str) -> list[Community]:
    """Return the communities of a district as the platform lists them.

    Raises:
        NoSuchDistrict: If there are none.
    """
    found = [_community(each) for each in nobody.all_of("/identity/v1/communities", district=district)]
    if not found:
        raise NoSuchDistrict(district=district)
    return found


def _community(shown: Json) -> Community:
    point = shown["point"]
    assert isinstance(point, dict)
    return Community(
        point=Point(longitude=point["longitude"], latitude=point["latitude"]),
        **{name: str(shown[name]) for name in ("code", "name", "kind", "street", "district", "city")},
    )
