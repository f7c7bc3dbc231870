"""``linli demo``: play a day on a platform of its own or a given one, and say whether everything holds."""

import argparse
import json
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import asdict

from rich.console import Console
from rich.table import Table

from services.bars import shown_bars
from services.demo.client import Refused
from services.demo.killing import Killing, killing
from services.demo.own_platform import OwnPlatform, own_platform
from services.demo.playing import Asked, Demo, Outcome, Progress, shifts_of
from shared.kernel.clock import SystemClock
from shared.kernel.errors import RuleBroken
from shared.kernel.words import Words
from shared.settings import Settings

MOST_VOLUNTEERS = 100_000
MOST_NEEDS = 50_000
MOST_KILLS = 1_000


class UrlNeedsToken(RuleBroken):
    """One of the two options without the other."""

    code = "url-needs-token"
    zh = "--url 与 --staff-token 必须一起给出"
    en = "--url and --staff-token are given together"


class KillNeedsOwn(RuleBroken):
    """A platform that is another's is not killed."""

    code = "kill-needs-own-platform"
    zh = "--kill 只能用于演示自己的平台，不能与 --url 一起给出"
    en = "--kill is for a platform of the demo's own, and does not go with --url"


def register(commands: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    """Add ``demo`` to the commands."""
    parser = commands.add_parser(
        "demo",
        help="play a day of activity and recompute everything; with LINLI_KAFKA_BROKERS on processes of their own there",
    )
    parser.add_argument("--district", default="511402", help="6 digits; default 511402, Dongpo")
    parser.add_argument("--volunteers", type=_up_to(MOST_VOLUNTEERS), default=2000)
    parser.add_argument("--needs", type=_up_to(MOST_NEEDS), default=300)
    parser.add_argument("--seed", type=int, default=7, help="the same day for the same seed")
    parser.add_argument("--url", help="play on this platform; default one of its own, in a temporary folder")
    parser.add_argument("--staff-token", help="of community staff for the whole district; with --url")
    parser.add_argument(
        "--kill",
        type=_up_to(MOST_KILLS),
        default=0,
        metavar="N",
        help="kill its own platform with -9 so often during the day, and start it again",
    )
    parser.add_argument("--json", action="store_true", help="print one JSON object")
    parser.set_defaults(command=run)


def _up_to(most: int) -> "type[int]":
    def read(text: str) -> int:
        if not text.isdecimal() or not 1 <= int(text) <= most:
            raise argparse.ArgumentTypeError(f"应为 1 到 {most} 的整数 · a whole number from 1 to {most}")
        return int(text)

    return read  # type: ignore[return-value]  # -- argparse takes any callable here


def run(settings: Settings, asked: argparse.Namespace) -> int:
    """Play the demo asked for, print its figures, and return 1 if something does not hold."""
    with (
        _platform(settings, asked) as platform,
        shown_bars() as shown,
        _killed(asked, platform, shown) as (progress, kills),
    ):
        demo = Demo(
            asked=Asked(
                district=asked.district, volunteers=asked.volunteers, needs=asked.needs, seed=asked.seed
            ),
            url=platform.url,
            staff_token=platform.staff_token,
            worker_token=platform.worker_token,
            colleague_token=platform.colleague_token,
            clock=SystemClock(),
            progress=progress,
        )
        try:
            outcome = demo.play()
        except Refused as refused:
            sys.stderr.write(f"平台拒绝了演示的一步 · The platform refused a step of the demo: {refused}\n")
            return 1
    return told(outcome, as_json=asked.json, asked_kills=asked.kill, killed=kills.killed if kills else 0)


@contextmanager
def _killed(
    asked: argparse.Namespace, platform: OwnPlatform, progress: Progress
) -> Iterator[tuple[Progress, Killing | None]]:
    """Give progress that kills the platform on the way, where that is asked for."""
    if not asked.kill or platform.running is None:
        yield progress, None
        return
    deeds = asked.volunteers + shifts_of(asked.needs) + asked.needs
    with killing(platform.running, progress, kills=asked.kill, deeds=deeds) as both:
        yield both


@contextmanager
def _platform(settings: Settings, asked: argparse.Namespace) -> Iterator[OwnPlatform]:
    if (asked.url is None) != (asked.staff_token is None):
        raise UrlNeedsToken
    if asked.url is not None and asked.kill:
        raise KillNeedsOwn
    if asked.url is not None:
        yield OwnPlatform(url=asked.url.rstrip("/"), staff_token=asked.staff_token)
        return
    with own_platform(settings, asked.district) as platform:
        yield platform


def told(outcome: Outcome, *, as_json: bool, asked_kills: int = 0, killed: int = 0) -> int:
    """Print an outcome, what does not hold on the error output; return the exit code.

    Args:
        outcome: Of the day.
        as_json: Whether a program reads it.
        asked_kills: How often the platform was to be killed.
        killed: How often it was.
    """
    figures = asdict(outcome.counts) | ({"killed": killed} if asked_kills else {})
    missed = asked_kills - killed
    broken = [
        *outcome.broken,
        *([Words(f"少杀了 {missed} 次", f"{missed} kills did not happen")] if missed else []),
    ]
    if as_json:
        sys.stdout.write(json.dumps(figures) + "\n")
    else:
        table = Table("", "", show_header=False)
        for name, value in figures.items():
            table.add_row(name, str(value))
        Console().print(table)
    for words in broken:
        sys.stderr.write(f"{words.zh} · {words.en}\n")
    return 1 if broken else 0
