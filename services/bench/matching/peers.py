"""The same questions put to well-known libraries, each where it is installed: numpy, SQLite's R*Tree, scipy, pyroaring."""

import importlib
import sqlite3
from collections.abc import Callable, Sequence
from contextlib import closing
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from services.bench.figures import quantile
from services.bench.matching.city import TODAY, Numbers, People, Wishes
from services.bench.matching.truth import MINOR_DAYS, best_by_looking_at_all, metres_of
from services.matching.domain.index.shapes import DEGREE, DEGREE_METRES, HOURS, Weights
from shared.kernel.clock import monotonic_seconds

Answers = Sequence[NDArray[np.int32]]
Answer = Callable[[int], Numbers]
_SAMPLE = 60
_WIDEST = 5_000.0


class Slow:
    """A peer that finds who lives near and lets numpy ask the rules of those."""

    def __init__(self, folk: People, wanted: Wishes, most: int, weights: Weights) -> None:
        """Bind the city."""
        self.folk, self.wanted, self.most, self.weights = folk, wanted, most, weights
        self.unset: NDArray[np.bool_] = folk.hours.max(axis=1) == 0

    def whole(self, need: int) -> Numbers:
        """Return the best by looking at all."""
        return best_by_looking_at_all(self.folk, self.wanted, need, self.most, self.weights)

    def among(self, need: int, those: Numbers) -> Numbers:
        """Return the best of some."""
        folk = People._make(each[those] for each in self.folk)
        return those[best_by_looking_at_all(folk, self.wanted, need, self.most, self.weights)]

    def ranked(self, need: int, those: Numbers) -> Numbers:
        """Return the best of those who keep every rule that has a set; the others are asked here."""
        folk, wanted, weights = self.folk, self.wanted, self.weights
        metres = metres_of(folk, wanted, need, those)
        keep = (metres <= folk.radius[those]) & (folk.left[those] > 0)
        keep &= (folk.born[those] <= MINOR_DAYS) | (folk.consented[those] & wanted.minors[need])
        if wanted.insured[need]:
            keep &= folk.insured[those] >= TODAY
        those, metres = those[keep], metres[keep]
        value = weights.distance * (1.0 - metres / folk.radius[those]) + weights.load / (
            1.0 + folk.load[those]
        )
        fits = (folk.skills[those] >> np.uint64(wanted.skill[need])) & np.uint64(1)
        value = value + weights.skill * (fits == 1) + weights.times_set * (self.unset[those] == 0)
        return those[np.lexsort((those, -value))][: self.most]


def peers_online(slow: Slow, right: Answers, folder: Path) -> dict[str, dict[str, float]]:
    """Return by name p50 and p99 in microseconds, and the share of questions answered like ours."""
    makers: dict[str, Callable[[], Answer]] = {
        "numpy, everybody": lambda: slow.whole,
        "scipy cKDTree + numpy": lambda: _tree(slow),
        "pyroaring + numpy": lambda: _roaring(slow),
    }
    found = {}
    for name, make in makers.items():
        try:
            answer = make()
        except ImportError:
            continue
        found[name] = _measured(answer, right)
    with closing(sqlite3.connect(folder / "peer.sqlite")) as file:
        found["SQLite R*Tree + numpy"] = _measured(_rtree(slow, file), right)
    return found


def _measured(answer: Answer, right: Answers) -> dict[str, float]:
    micros, same = [], 0
    for need in range(min(_SAMPLE, len(right))):
        began = monotonic_seconds()
        numbers = answer(need)
        micros.append((monotonic_seconds() - began) * 1_000_000)
        same += np.array_equal(numbers, right[need])
    return {
        "p50_us": round(quantile(micros, 0.5), 1),
        "p99_us": round(quantile(micros, 0.99), 1),
        "same": round(same / len(micros), 3),
    }


def _flat(slow: Slow) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """Return everybody's and every need's place in metres on a plane, a little shrunk so that nobody near is left out."""
    folk, wanted = slow.folk, slow.wanted
    cosine = float(np.cos(np.radians(folk.north.max() / DEGREE)))
    scale = np.array([DEGREE_METRES, DEGREE_METRES * cosine])
    homes = np.column_stack((folk.north / DEGREE, folk.east / DEGREE)) * scale
    return homes, np.column_stack((wanted.north, wanted.east)) * scale


def _tree(slow: Slow) -> Answer:
    spatial: Any = importlib.import_module("scipy.spatial")
    homes, places = _flat(slow)
    tree = spatial.cKDTree(homes)
    return lambda need: slow.among(
        need, np.sort(np.asarray(tree.query_ball_point(places[need], _WIDEST), np.int64))
    )


def _rtree(slow: Slow, file: sqlite3.Connection) -> Answer:
    homes, places = _flat(slow)
    file.execute("CREATE VIRTUAL TABLE home USING rtree(id, south, north, west, east)")
    rows = ((at, y, y, x, x) for at, (y, x) in enumerate(homes.tolist()))
    file.executemany("INSERT INTO home VALUES (?, ?, ?, ?, ?)", rows)
    query = "SELECT id FROM home WHERE south <= ? AND north >= ? AND west <= ? AND east >= ?"

    def answer(need: int) -> Numbers:
        y, x = places[need]
        box = (y + _WIDEST, y - _WIDEST, x + _WIDEST, x - _WIDEST)
        return slow.among(need, np.array(sorted(row[0] for row in file.execute(query, box)), np.int64))

    return answer


def _roaring(slow: Slow) -> Answer:
    roaring: Any = importlib.import_module("pyroaring")
    folk, wanted = slow.folk, slow.wanted

    def sets(table: NDArray[np.bool_]) -> list[Any]:
        return [
            roaring.BitMap(np.flatnonzero(table[:, at]).astype(np.uint32)) for at in range(table.shape[1])
        ]

    kinds, certificates, languages, hours = map(
        sets, (folk.kinds, folk.certificates, folk.languages, folk.hours)
    )
    genders = sets(np.column_stack([folk.gender == each for each in range(2)]))
    levels = sets(np.column_stack([folk.level >= each for each in range(4)]))
    unset = roaring.BitMap(np.flatnonzero(slow.unset).astype(np.uint32))
    homes, places = _flat(slow)
    cell = (homes // 1000).astype(np.int64)
    order = np.lexsort((cell[:, 1], cell[:, 0]))
    edges = np.flatnonzero(np.any(np.diff(cell[order], axis=0) != 0, axis=1)) + 1
    cells = {tuple(cell[each[0]]): roaring.BitMap(each.astype(np.uint32)) for each in np.split(order, edges)}

    def answer(need: int) -> Numbers:
        y, x = (places[need] // 1000).astype(np.int64)
        near = [cells.get((y + up, x + by)) for up in range(-6, 7) for by in range(-6, 7)]
        first = int(wanted.hour[need])
        free = (
            roaring.BitMap.intersection(*(hours[(first + at) % HOURS] for at in range(wanted.long[need])))
            | unset
        )
        kept = free & kinds[wanted.kind[need]] & levels[wanted.level[need]]
        for asked, those in (
            (wanted.certificate, certificates),
            (wanted.language, languages),
            (wanted.gender, genders),
        ):
            if asked[need] >= 0:
                kept &= those[asked[need]]
        kept &= roaring.BitMap.union(*(each for each in near if each is not None))
        return slow.ranked(need, np.array(kept, np.int64))

    return answer
