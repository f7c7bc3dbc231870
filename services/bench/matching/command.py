"""``linli bench matching``: the engine's figures, each answer checked, ours beside others on the same data in one run."""

import argparse
import sys
from collections.abc import Callable
from contextlib import suppress

from services.bench.machine import machine
from services.bench.matching.batch import batch_figures, province_batch_figures
from services.bench.matching.online import online_figures, province_figures
from services.bench.matching.sizes import FULL, QUICK, TARGETS, MatchingSizes
from services.bench.matching.value import value_figures
from services.bench.telling import tell
from services.matching.domain.solver.warming import warm_solver
from shared.settings import Settings


def add_to(benches: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    """Add ``matching`` to what can be measured."""
    parser = benches.add_parser("matching", help="the matching engine, each answer checked; some minutes")
    parser.add_argument("--json", action="store_true", help="print one JSON object")
    parser.add_argument("--quick", action="store_true", help="a tenth of it, within a minute")
    parser.add_argument("--volunteers", type=_many, help="in the city; default as in docs/figures.md")
    parser.add_argument("--needs", type=_many, help="in the batch")
    parser.add_argument("--seed", type=int, default=7, help="of the invented city; default 7")
    parser.set_defaults(command=run)


def _many(text: str) -> int:
    many = int(text)
    if many < 1:
        raise argparse.ArgumentTypeError("at least 1")
    return many


def run(_: Settings, asked: argparse.Namespace) -> int:
    """Measure, print the figures, and return 1 if an answer was not exact or broke a hard rule."""
    sizes = (QUICK if asked.quick else FULL).of(volunteers=asked.volunteers, needs=asked.needs)
    before = machine()
    figures = measured(sizes, asked.seed, lambda words: sys.stderr.write(f"{words} …\n"))
    tell({**figures, "machine": before}, TARGETS, as_json=asked.json)
    return 0 if figures["online_exact"] and figures["hard_rule_violations"] == 0 else 1


def measured(sizes: MatchingSizes, seed: int, say: Callable[[str], object]) -> dict[str, object]:
    """Return all figures of the engine.

    Args:
        sizes: How much of everything.
        seed: Of the invented city.
        say: Told what is measured next.
    """
    say("逐个求助 · one need at a time")
    online = online_figures(seed, sizes.volunteers, sizes.questions)
    say("全省 · a province")
    province = province_figures(seed, sizes.province_volunteers, sizes.questions)
    say("批量 · many needs at once")
    with suppress(ImportError):
        warm_solver()
    batch = batch_figures(seed, sizes.needs)
    say("全省批量 · a province at once")
    whole = province_batch_figures(seed, sizes.province_needs)
    say("一天与分轮邀请 · a day, and asking in rounds")
    return {
        **online.figures,
        **province,
        **batch.figures,
        **whole.figures,
        "hard_rule_violations": online.violations + batch.violations + whole.violations,
        **value_figures(seed, sizes.day_needs),
    }
