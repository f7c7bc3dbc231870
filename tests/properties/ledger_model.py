"""A second, plain ledger that the real one is held against: each minute is a thing of its own, kept in a list by when it ends."""

from collections.abc import Iterator
from contextlib import contextmanager
from copy import deepcopy
from dataclasses import dataclass, field

ENDLESS = 10**18


@dataclass
class Purse:
    """One member's minutes that are free, and how many the member owes."""

    free: list[int] = field(default_factory=list)
    owed: int = 0
    held: int = 0
    floor: int = 0
    closed: bool = False

    @property
    def free_minutes(self) -> int:
        return len(self.free) - self.owed

    @property
    def balance(self) -> int:
        return self.free_minutes + self.held

    def give_up(self, count: int) -> list[int]:
        self.free.sort()
        gone, self.free = self.free[:count], self.free[count:]
        self.owed += count - len(gone)
        return gone + [ENDLESS] * (count - len(gone))

    def receive(self, minutes: list[int]) -> None:
        for end in sorted(minutes):
            if self.owed:
                self.owed -= 1
            else:
                self.free.append(end)


@dataclass
class Moved:
    """A transfer, to be reversed once."""

    source: str
    target: str
    ends: list[int]
    reversible: bool = True


class No(Exception):
    """The model refuses, with the code it expects of the ledger."""


class Model:
    """The whole ledger of one book in one unit, as simply as can be said."""

    def __init__(self, members: tuple[str, ...]) -> None:
        self.purses = {member: Purse() for member in members}
        self.other = {"issue": 0, "pool": 0, "expired": 0, "adjust": 0}
        self.holds: dict[str, tuple[str, str, list[int], int]] = {}
        self.ended: dict[str, str] = {}
        self.moved: dict[str, Moved] = {}
        self.known: set[str] = set()

    @contextmanager
    def all_or_nothing(self) -> Iterator[None]:
        before = deepcopy(self.__dict__)
        try:
            yield
        except No:
            self.__dict__ = before
            raise

    def pass_time(self, now: int) -> None:
        for hold, (member, _, ends, end) in list(self.holds.items()):
            if end <= now:
                self._let_go(hold, member, ends, "hold-expired")

    def _let_go(self, hold: str, member: str, ends: list[int], why: str, used: int = 0) -> list[int]:
        ends.sort()
        self.purses[member].held -= len(ends)
        self.purses[member].receive(ends[used:])
        del self.holds[hold]
        self.ended[hold] = why
        return ends[:used]

    def _usable(self, *members: str) -> None:
        for member in members:
            if member in self.purses and self.purses[member].closed:
                raise No("account-closed")
            if member in self.purses and member not in self.known:
                raise No("unknown-account")

    def _can_give(self, member: str, count: int) -> None:
        free = self.purses[member].free_minutes if member in self.purses else self.other[member]
        floor = self.purses[member].floor if member in self.purses else 0
        if member not in {"issue", "adjust"} and free - count < floor:
            raise No("overdraft")

    def _put(self, name: str, source: str, target: str, ends: list[int]) -> None:
        if source in self.other:
            self.other[source] -= len(ends)
        if target in self.purses:
            self.purses[target].receive(list(ends))
        else:
            self.other[target] += len(ends)
        self.moved[name] = Moved(source, target, list(ends))

    def record(self, name: str, member: str, count: int, end: int) -> None:
        if self.purses[member].closed:
            raise No("account-closed")
        self.known.add(member)
        self._put(name, "issue", member, [end] * count)

    def give(self, name: str, source: str, target: str, count: int) -> None:
        self._usable(source, target)
        if source == target:
            raise No("same-account")
        if not 1 <= count <= 1_000_000:
            raise No("minutes-out-of-range")
        self._can_give(source, count)
        ends = self.purses[source].give_up(count) if source in self.purses else [ENDLESS] * count
        self._put(name, source, target, ends)

    def hold(self, name: str, source: str, target: str, count: int, *, end: int, now: int) -> None:
        self._usable(source, target)
        if source == target:
            raise No("same-account")
        if end <= now:
            raise No("expiry-in-the-past")
        self._can_give(source, count)
        self.holds[name] = (source, target, self.purses[source].give_up(count), end)
        self.purses[source].held += count

    def settle(self, name: str, hold: str, count: int) -> None:
        if hold in self.ended:
            raise No(self.ended[hold])
        if hold not in self.holds:
            raise No("hold-unknown")
        member, target, ends, _ = self.holds[hold]
        if count > len(ends):
            raise No("hold-exceeded")
        if count and target in self.purses and self.purses[target].closed:
            raise No("account-closed")
        used = self._let_go(hold, member, ends, "hold-resolved", used=count)
        if count:
            self._put(name, member, target, used)

    def reverse(self, name: str, about: str) -> None:
        moved = self.moved.get(about)
        if moved is None:
            raise No("transfer-unknown")
        if moved.source == "reversal":
            raise No("reversal-of-reversal")
        if not moved.reversible:
            raise No("already-reversed")
        for each in (moved.source, moved.target):
            if each in self.purses and self.purses[each].closed:
                raise No("account-closed")
        count = len(moved.ends)
        self._can_give(moved.target, count)
        if moved.target in self.purses:
            self.purses[moved.target].give_up(count)
        else:
            self.other[moved.target] -= count
        if moved.source in self.purses:
            self.purses[moved.source].receive(list(moved.ends))
        else:
            self.other[moved.source] += count
        moved.reversible = False
        self.moved[name] = Moved("reversal", "", [])

    def expire(self, name: str, member: str, now: int) -> None:
        self._usable(member)
        gone = [end for end in self.purses[member].free if end <= now]
        if not gone:
            raise No("nothing-to-expire")
        self.purses[member].give_up(len(gone))
        self._put(name, member, "expired", gone)

    def limit(self, member: str, floor: int) -> None:
        self._usable(member)
        if not -1_000_000 <= floor <= 0:
            raise No("minutes-out-of-range")
        if self.purses[member].free_minutes < floor:
            raise No("overdraft")
        self.purses[member].floor = floor

    def open(self, member: str) -> None:
        if self.purses[member].closed:
            raise No("account-closed")
        self.known.add(member)

    def close(self, member: str) -> None:
        self._usable(member)
        if self.purses[member].balance or self.purses[member].held:
            raise No("account-not-empty")
        self.purses[member].closed = True
