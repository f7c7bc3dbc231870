"""What the benches have in common: how they are asked, and that each part is measured in an empty folder of its own."""

import argparse
import sys
import tempfile
from collections.abc import Callable, Iterable, Mapping
from pathlib import Path
from typing import TypeVar

from services.bench.figures import Figures
from shared.kernel.words import Words
from shared.settings import Settings

S = TypeVar("S")


def add_bench(
    benches: "argparse._SubParsersAction[argparse.ArgumentParser]",
    name: str,
    says: str,
    parts: Iterable[str],
    run: Callable[[Settings, argparse.Namespace], int],
) -> None:
    """Add a bench to what can be measured.

    Args:
        benches: What can be.
        name: Of this one.
        says: What it measures, and how long that takes.
        parts: What it can be narrowed to.
        run: Measures, prints, and returns the exit code.
    """
    parser = benches.add_parser(name, help=says)
    parser.add_argument("--json", action="store_true", help="print one JSON object")
    parser.add_argument(
        "--quick", action="store_true", help="with little of everything, to see that it works"
    )
    parser.add_argument("--only", choices=tuple(parts), action="append", help="this part; may be given again")
    parser.set_defaults(command=run)


def measured(
    measures: Mapping[str, tuple[Words, Callable[[S, Path], Figures]]], wanted: Iterable[str], sizes: S
) -> Figures:
    """Return the figures of the wanted parts, saying on the way what is being measured.

    Args:
        measures: By part: what it is called, and what measures it in an empty folder.
        wanted: Parts; what is not among ``measures`` is passed over.
        sizes: How much of everything.
    """
    figures: Figures = {}
    for name in (each for each in wanted if each in measures):
        words, measure = measures[name]
        sys.stderr.write(f"{words.zh} · {words.en} …\n")
        with tempfile.TemporaryDirectory(prefix="linli-bench-") as folder:
            figures |= measure(sizes, Path(folder))
    return figures
