"""An instance of the assignment problem as a file states it, read with every fault named by its place."""

import json
from collections.abc import Mapping
from dataclasses import dataclass, field

from services.matching.domain.solver.market import Market, NeedRow, OfferRow, PairRow, market_of
from shared.kernel.errors import BadInput, FieldFault

MOST_FAULTS = 20
MOST_HELPERS = 1_000_000
MOST_CAPACITY = 10_000
FARTHEST = 10**12
"""Costs and penalties lie within this much of 0, so that no sum overflows 64 bits."""
LONGEST_ID = 100
Entry = Mapping[str, object]


@dataclass(frozen=True, slots=True, kw_only=True)
class Instance:
    """A market with what its rows are called.

    Attributes:
        market: To be solved.
        named: Per pair as stated, its need, offer and slot.
    """

    market: Market
    named: tuple[tuple[str, str, object], ...]


def read_instance(text: str) -> Instance:
    """Return the instance that a JSON text states.

    Raises:
        BadInput: With the entries at fault, each by its place, such as ``pairs[3].cost``; the first twenty.
    """
    try:
        stated = json.loads(text)
    except (ValueError, RecursionError) as cause:
        raise BadInput(faults=(_fault("$", "不是有效的 JSON", "This is not valid JSON"),)) from cause
    reader = _Reader()
    reader.read(stated)
    if reader.faults:
        raise BadInput(faults=tuple(reader.faults[:MOST_FAULTS]))
    need_ids, offer_ids = list(reader.needs), list(reader.offers)
    return Instance(
        market=market_of(list(reader.needs.values()), list(reader.offers.values()), reader.pairs),
        named=tuple((need_ids[each.need], offer_ids[each.offer], each.slot) for each in reader.pairs),
    )


def _fault(place: str, zh: str, en: str) -> FieldFault:
    return FieldFault(field=place, code="faulty-instance", zh=zh, en=en)


@dataclass(slots=True)
class _Reader:
    """Reads an instance entry by entry, and keeps what is wrong."""

    needs: dict[str, NeedRow] = field(default_factory=dict)
    offers: dict[str, OfferRow] = field(default_factory=dict)
    pairs: list[PairRow] = field(default_factory=list)
    faults: list[FieldFault] = field(default_factory=list)

    def read(self, stated: object) -> None:
        """Read needs, offers and pairs, in this order."""
        parts = ("needs", "offers", "pairs")
        if not isinstance(stated, dict) or not all(isinstance(stated.get(each), list) for each in parts):
            self._wrong(
                "$",
                "应为含 needs、offers、pairs 三个列表的对象",
                "An object with the lists needs, offers and pairs",
            )
            return
        for name in stated.keys() - set(parts):
            self._wrong(str(name), "没有这一项", "There is no such entry")
        for place, entry in enumerate(stated["needs"]):
            self._need(f"needs[{place}]", entry)
        for place, entry in enumerate(stated["offers"]):
            self._offer(f"offers[{place}]", entry)
        self._pairs(stated["pairs"])

    def _wrong(self, place: str, zh: str, en: str) -> None:
        self.faults.append(_fault(place, zh, en))

    def _entry(self, place: str, entry: object, fields: tuple[str, ...]) -> Entry | None:
        """Return an entry that has all of these fields; others are faults."""
        if not isinstance(entry, dict):
            self._wrong(place, "应为对象", "This must be an object")
            return None
        for name in entry.keys() ^ set(fields):
            if name in entry:
                self._wrong(f"{place}.{name}", "没有这个字段", "There is no such field")
            else:
                self._wrong(f"{place}.{name}", "缺少这个字段", "This field is missing")
        return entry if entry.keys() >= set(fields) else None

    def _id(self, place: str, stated: object, known: Mapping[str, object]) -> str | None:
        if not isinstance(stated, str) or not 1 <= len(stated) <= LONGEST_ID:
            self._wrong(place, "应为 1 至 100 个字符的文本", "This must be a text of 1 to 100 characters")
            return None
        if stated in known:
            self._wrong(place, f"编号“{stated}”重复", f"The id “{stated}” stands twice")
            return None
        return stated

    def _whole(self, place: str, stated: object, least: int, most: int) -> int | None:
        if type(stated) is int and least <= stated <= most:
            return stated
        self._wrong(
            place, f"应为 {least} 到 {most} 的整数", f"This must be a whole number from {least} to {most}"
        )
        return None

    def _need(self, place: str, stated: object) -> None:
        entry = self._entry(place, stated, ("id", "helpers", "penalty"))
        if entry is None:
            return
        id_ = self._id(f"{place}.id", entry["id"], self.needs)
        helpers = self._whole(f"{place}.helpers", entry["helpers"], 0, MOST_HELPERS)
        penalty = self._whole(f"{place}.penalty", entry["penalty"], 0, FARTHEST)
        if id_ is not None and helpers is not None and penalty is not None:
            self.needs[id_] = NeedRow(helpers=helpers, penalty=penalty)

    def _offer(self, place: str, stated: object) -> None:
        entry = self._entry(place, stated, ("id", "capacity", "fatigue"))
        if entry is None:
            return
        id_ = self._id(f"{place}.id", entry["id"], self.offers)
        capacity = self._whole(f"{place}.capacity", entry["capacity"], 0, MOST_CAPACITY)
        steps = self._steps(f"{place}.fatigue", entry["fatigue"], capacity)
        if id_ is not None and steps is not None:
            self.offers[id_] = OfferRow(fatigue=steps)

    def _steps(self, place: str, stated: object, capacity: int | None) -> tuple[int, ...] | None:
        """Return the steps of an offer: as many as its capacity, whole, never falling."""
        if not isinstance(stated, list) or (capacity is not None and len(stated) != capacity):
            self._wrong(place, "应有与 capacity 相同个数的整数", "As many whole numbers as capacity says")
            return None
        steps = [self._whole(f"{place}[{at}]", each, -FARTHEST, FARTHEST) for at, each in enumerate(stated)]
        known = [each for each in steps if each is not None]
        if len(known) < len(steps) or capacity is None:
            return None
        if known != sorted(known):
            self._wrong(place, "不能递减", "The steps must not fall")
            return None
        return tuple(known)

    def _pairs(self, stated: list[object]) -> None:
        """Read the pairs; ids are looked up once each."""
        need_at = {id_: at for at, id_ in enumerate(self.needs)}
        offer_at = {id_: at for at, id_ in enumerate(self.offers)}
        seen: set[tuple[int, int, object]] = set()
        for number, entry in enumerate(stated):
            pair = self._pair(f"pairs[{number}]", entry, need_at, offer_at)
            if pair is None:
                continue
            key = (pair.need, pair.offer, pair.slot)
            if key in seen:
                self._wrong(f"pairs[{number}]", "这一对已经出现过", "This pair stands twice")
            seen.add(key)
            self.pairs.append(pair)

    def _pair(
        self, place: str, stated: object, need_at: Mapping[str, int], offer_at: Mapping[str, int]
    ) -> PairRow | None:
        entry = self._entry(place, stated, ("need", "offer", "slot", "cost"))
        if entry is None:
            return None
        need = self._known(f"{place}.need", entry["need"], need_at)
        offer = self._known(f"{place}.offer", entry["offer"], offer_at)
        slot = entry["slot"]
        if type(slot) is not int:
            slot = self._id(f"{place}.slot", slot, {})
        cost = self._whole(f"{place}.cost", entry["cost"], -FARTHEST, FARTHEST)
        if need is None or offer is None or slot is None or cost is None:
            return None
        return PairRow(need=need, offer=offer, slot=slot, cost=cost)

    def _known(self, place: str, stated: object, known: Mapping[str, int]) -> int | None:
        found = known.get(stated) if isinstance(stated, str) else None
        if found is None:
            self._wrong(place, "没有这个编号", "There is no such id")
        return found
