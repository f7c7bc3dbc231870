"""What one asks the matching engine on the command line: an instance solved, so that anyone can hold it against another."""

import argparse
import json
import sys
from pathlib import Path

from services.matching.application.instances import read_instance
from services.matching.application.solving import solved
from shared.kernel.errors import BadInput, FieldFault
from shared.settings import Settings


def register(commands: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    """Add ``match`` to the commands."""
    match = commands.add_parser("match", help="the matching engine").add_subparsers(required=True)
    solve = match.add_parser("solve", help="solve an instance of the assignment problem, with its proof")
    solve.add_argument(
        "--input", required=True, metavar="FILE", help="the instance as JSON; - reads it from the input"
    )
    solve.add_argument(
        "--gap", type=_share, default=0.0, help="share of the cost it may lie above the optimum; default 0"
    )
    solve.add_argument("--json", action="store_true", help="print one JSON object")
    solve.set_defaults(command=_solve)


def _share(text: str) -> float:
    share = float(text)
    if not 0 <= share <= 1:
        raise argparse.ArgumentTypeError("0 to 1")
    return share


def _solve(_: Settings, asked: argparse.Namespace) -> int:
    found = solved(read_instance(_text(asked.input)), gap=asked.gap)
    if asked.json:
        print(json.dumps(found, ensure_ascii=False))
        return 0
    for each in found.pop("assigned"):  # type: ignore[attr-defined]  # -- a list of lists
        print(*each, sep="\t")
    print(*(f"{name}\t{value}" for name, value in found.items()), sep="\n", file=sys.stderr)
    return 0


def _text(path: str) -> str:
    try:
        return sys.stdin.read() if path == "-" else Path(path).read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError) as cause:
        fault = FieldFault(
            field="--input",
            code="unreadable",
            zh=f"读不了这个文件：{path}",
            en=f"This file cannot be read as UTF-8 text: {path}",
        )
        raise BadInput(faults=(fault,)) from cause
