"""One need at a time: how soon the index answers, whether it is right, and how others fare with the same question."""

import tempfile
import threading
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import NamedTuple

import numpy as np

from services.bench.figures import quantile
from services.bench.matching.city import people, questions_of, rows_of, side_of, wishes
from services.bench.matching.peers import Slow, peers_online
from services.bench.matching.truth import best_by_looking_at_all, rules_broken
from services.matching.domain.index.index import Index, index_of
from services.matching.domain.index.shapes import Columns, Questions, Rows, Weights
from shared.kernel.clock import monotonic_seconds

MOST = 50
WEIGHTS = Weights()
_MICROS = 1_000_000
_UPDATES_A_SECOND = 10_000
_THREADS = 2
_AT_ONCE = 500


class Online(NamedTuple):
    """What was measured, and how many hard rules all answers together broke."""

    figures: dict[str, object]
    violations: int


def online_figures(seed: int, volunteers: int, needs: int) -> Online:
    """Return the figures of single needs in a city; every answer is held against looking at everybody."""
    chance = np.random.default_rng(seed)
    folk = people(chance, volunteers, side_of(volunteers))
    wanted = wishes(chance, needs, side_of(volunteers))
    rows = rows_of(folk)
    asked = questions_of(wanted)
    warm = index_of(rows_of(people(chance, 200, 4.0)))
    warm.best(part_of(asked, 0, 1), MOST, WEIGHTS)
    began = monotonic_seconds()
    index = index_of(rows)
    rebuild = monotonic_seconds() - began
    micros, answers = _one_by_one(index, asked)
    exact = [
        np.array_equal(answer, best_by_looking_at_all(folk, wanted, need, MOST, WEIGHTS))
        for need, answer in enumerate(answers)
    ]
    violations = sum(
        rules_broken(folk, wanted, need, int(who)) for need, answer in enumerate(answers) for who in answer
    )
    with tempfile.TemporaryDirectory(prefix="linli-bench-") as folder:
        peers = peers_online(Slow(folk, wanted, MOST, WEIGHTS), answers, Path(folder))
    figures: dict[str, object] = {
        "online_p50_us": round(quantile(micros, 0.5), 1),
        "online_p99_us": round(quantile(micros, 0.99), 1),
        "online_peers": peers,
        "online_exact": all(exact),
        "online_needs_per_s": _throughput(index, rows, asked),
        "update_us": _update_micros(index, rows),
        "bytes_per_volunteer": round(index.bytes_used / volunteers, 1),
        "rebuild_s": round(rebuild, 2),
    }
    return Online(figures, violations)


def part_of(asked: Questions, first: int, last: int) -> Questions:
    """Return the questions from ``first`` to before ``last``."""
    return Questions._make(each[first:last] for each in asked)


def _one_by_one(
    index: Index, asked: Questions
) -> tuple[list[float], list[np.ndarray[tuple[int, ...], np.dtype[np.int32]]]]:
    micros, answers = [], []
    for need in range(len(asked.day)):
        one = part_of(asked, need, need + 1)
        began = monotonic_seconds()
        found = index.best(one, MOST, WEIGHTS)
        micros.append((monotonic_seconds() - began) * _MICROS)
        numbers = found.numbers[0]
        answers.append(numbers[numbers >= 0])
    return micros, answers


def _throughput(index: Index, rows: Rows, asked: Questions) -> int:
    """Return needs a second on two threads while a third changes ten thousand volunteers a second."""
    stop, many = threading.Event(), len(asked.day)
    parts = [part_of(asked, at, at + _AT_ONCE) for at in range(0, many, _AT_ONCE)] * max(1, 20_000 // many)
    changes = threading.Thread(target=_change_steadily, args=(index, rows, stop))
    changes.start()
    began = monotonic_seconds()
    with ThreadPoolExecutor(_THREADS) as pool:
        answered = sum(
            len(found.values) for found in pool.map(lambda each: index.best(each, MOST, WEIGHTS), parts)
        )
    seconds = monotonic_seconds() - began
    stop.set()
    changes.join()
    return round(answered / seconds)


def _change_steadily(index: Index, rows: Rows, stop: threading.Event) -> None:
    many, at = len(rows.columns.number), 0
    while not stop.wait(0.01):
        for number in range(at, at + _UPDATES_A_SECOND // 100):
            index.put(row_of(rows, number % many))
        at += _UPDATES_A_SECOND // 100


def row_of(rows: Rows, number: int) -> Rows:
    """Return one volunteer as the index takes them."""
    return Rows(
        rows.bits[number : number + 1], Columns._make(each[number : number + 1] for each in rows.columns)
    )


def _update_micros(index: Index, rows: Rows) -> float:
    many = len(rows.columns.number)
    changed = [row_of(rows, number) for number in range(0, many, max(1, many // 2_000))]
    micros = []
    for each in changed:
        began = monotonic_seconds()
        index.put(each)
        micros.append((monotonic_seconds() - began) * _MICROS)
    return round(quantile(micros, 0.5), 2)


def province_figures(seed: int, volunteers: int, needs: int) -> dict[str, object]:
    """Return the 99th percentile in a whole province, and the memory it takes."""
    chance = np.random.default_rng(seed)
    index, asked = _province(chance, volunteers, needs)
    micros, _ = _one_by_one(index, asked)
    return {
        "province_p50_us": round(quantile(micros, 0.5), 1),
        "province_p99_us": round(quantile(micros, 0.99), 1),
        "province_mb": round(index.bytes_used / 1_000_000),
    }


def _province(chance: np.random.Generator, volunteers: int, needs: int) -> tuple[Index, Questions]:
    side = side_of(volunteers)
    rows = rows_of(people(chance, volunteers, side))
    return index_of(rows), questions_of(wishes(chance, needs, side))
