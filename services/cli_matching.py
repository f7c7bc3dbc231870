"""What one asks the matching engine on the command line: an instance solved, or days lived under two ways of asking."""

import argparse
import json
import sys
from pathlib import Path

from services.cli_operating import opened
from services.matching.application.instances import read_instance
from services.matching.application.simulating.drawing import lines_of, page_of
from services.matching.application.simulating.recording import recorded_days
from services.matching.application.simulating.running import Replay, replayed, replayed_again
from services.matching.application.solving import solved
from shared.kernel.errors import BadInput, FieldFault
from shared.settings import Settings

MOST = 10_000
"""Days, volunteers and needs a day of a simulation, at most."""


def register(commands: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    """Add ``match`` and ``simulate`` to the commands."""
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
    _add_simulate(commands)


def _add_simulate(commands: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    simulate = commands.add_parser(
        "simulate",
        help="days of an invented town, or of this platform's, lived under two ways of asking side by side",
    )
    simulate.add_argument("--days", type=_many, default=30, help="how many; default 30")
    simulate.add_argument("--volunteers", type=_many, default=400, help="in the town; default 400")
    simulate.add_argument("--needs", type=_many, default=80, help="a day; default 80")
    simulate.add_argument(
        "--recorded",
        metavar="CODE",
        help="live again what was asked for on the latest days in this community (12 digits), sub-district (9), district (6) or city (4)",
    )
    simulate.add_argument("--seed", type=_seed, default=7, help="of all that is left to chance; default 7")
    simulate.add_argument(
        "--chart", type=Path, metavar="FILE", help="draw them as a page (HTML) into this file"
    )
    simulate.add_argument("--json", action="store_true", help="print one JSON object")
    simulate.set_defaults(command=_simulate)


def _many(text: str) -> int:
    many = int(text)
    if not 1 <= many <= MOST:
        raise argparse.ArgumentTypeError(f"1 to {MOST}")
    return many


def _seed(text: str) -> int:
    seed = int(text)
    if seed < 0:
        raise argparse.ArgumentTypeError("0 or more")
    return seed


def _replay(settings: Settings, asked: argparse.Namespace) -> Replay:
    if asked.recorded is None:
        return replayed(days=asked.days, volunteers=asked.volunteers, needs=asked.needs, seed=asked.seed)
    with opened(settings) as platform:
        recorded = recorded_days(platform.matching, asked.recorded, asked.days)
    return replayed_again(recorded, seed=asked.seed)


def _simulate(settings: Settings, asked: argparse.Namespace) -> int:
    replay = _replay(settings, asked)
    if asked.chart is not None:
        _draw(asked.chart, page_of(replay))
    if asked.json:
        print(json.dumps(replay.figures(), ensure_ascii=False))
    else:
        print(*lines_of(replay), sep="\n")
    return 0


def _draw(path: Path, page: str) -> None:
    try:
        path.write_text(page, encoding="utf-8")
    except OSError as cause:
        fault = FieldFault(
            field="--chart",
            code="unwritable",
            zh=f"写不了这个文件：{path}，请换一个位置。",
            en=f"This file cannot be written: {path}; choose another place.",
        )
        raise BadInput(faults=(fault,)) from cause


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
