"""``linli bench ledger``: measure the time bank beside one transaction an event, each figure on a ledger of its own."""

import argparse
from collections.abc import Callable, Mapping
from pathlib import Path
from types import MappingProxyType

from services.bench.figures import Figures, Target, at_least, at_most
from services.bench.ledger_delays import delay_figures
from services.bench.ledger_holds import hold_figures
from services.bench.ledger_sizes import FULL, QUICK, LedgerSizes
from services.bench.ledger_speed import speed_figures
from services.bench.ledger_start import start_figures
from services.bench.machine import machine
from services.bench.measuring import add_bench, measured
from services.bench.telling import tell
from shared.kernel.words import Words
from shared.settings import Settings

MEASURES: Mapping[str, tuple[Words, Callable[[LedgerSizes, Path], Figures]]] = MappingProxyType(
    {
        "speed": (Words("速度与占用", "speed and storage"), speed_figures),
        "holds": (Words("预留", "holds"), hold_figures),
        "delays": (Words("确认到可见", "from confirmed to visible"), delay_figures),
        "start": (Words("启动与核验", "start and verification"), start_figures),
    }
)
"""By part: what it is called, and what measures it in an empty folder."""

TARGETS: Mapping[str, Target] = MappingProxyType(
    {
        "postings_per_s_single": at_least(15_000, Words("逐条记账,笔/秒", "single: postings a second")),
        "postings_per_s_packed": at_least(100_000, Words("整班记账,笔/秒", "packed: postings a second")),
        "baseline_per_s": at_least(0, Words("一事一事务,笔/秒", "a transaction an event: postings a second")),
        "ratio": at_least(20, Words("为基线的倍数", "times the baseline")),
        "hold_p99_ms": at_most(50, Words("预留的应答,毫秒,p99", "answer to a hold, ms, p99")),
        "visible_p99_ms": at_most(250, Words("确认到余额可见,毫秒,p99", "event to visible balance, ms, p99")),
        "cold_start_s": at_most(5, Words("百万笔后启动,秒", "start with 1 M postings, seconds")),
        "replay_verify_s": at_most(30, Words("从头重放并核验,秒", "full replay with verification, seconds")),
        "verify_per_s": at_least(200_000, Words("核验,笔/秒", "verification: postings a second")),
        "bytes_per_posting": at_most(250, Words("每笔占用,字节", "bytes a posting, with indexes")),
        "rss_mb": at_most(300, Words("十万账户的内存,MB", "memory at 100,000 accounts, MB")),
        "hot_vs_spread": at_least(0.9, Words("热点账户与分散账户之比", "one hot account by 10,000 spread")),
    }
)


def add_to(benches: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    """Add ``ledger`` to what can be measured."""
    add_bench(benches, "ledger", "the time bank; some minutes", MEASURES, run)


def run(_: Settings, asked: argparse.Namespace) -> int:
    """Measure and print the figures; how high they are does not change the exit code."""
    sizes = QUICK if asked.quick else FULL
    before = machine()
    figures = measured(MEASURES, asked.only or MEASURES, sizes)
    in_order = {key: figures[key] for key in TARGETS if key in figures}
    tell({**in_order, "machine": before}, TARGETS, as_json=asked.json)
    return 0
