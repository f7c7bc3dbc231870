"""``linli bench notify``: signals to thousands of open pages, notices a second, and what killing costs."""

import argparse
from collections.abc import Callable, Mapping
from pathlib import Path
from types import MappingProxyType

from services.bench.figures import Figures, Target, at_least, at_most
from services.bench.killing import killing_figures
from services.bench.machine import machine
from services.bench.measuring import add_bench, measured
from services.bench.notice_sizes import FULL, QUICK, NoticeSizes
from services.bench.pushing import push_figures
from services.bench.routing import routing_figures
from services.bench.telling import tell
from shared.kernel.words import Words
from shared.settings import Settings

MEASURES: Mapping[str, tuple[Words, Callable[[NoticeSizes, Path], Figures]]] = MappingProxyType(
    {
        "push": (Words("实时信号", "signals to open pages"), push_figures),
        "routing": (Words("通知的分发与保存", "notices routed and stored"), routing_figures),
        "kills": (Words("反复强行终止", "ends without warning"), killing_figures),
    }
)
"""By part: what it is called, and what measures it in an empty folder."""

TARGETS: Mapping[str, Target] = MappingProxyType(
    {
        "push_p99_ms": at_most(100, Words("事件到页面信号,毫秒,p99", "event to signal at the page, ms, p99")),
        "routed_per_s": at_least(1_000, Words("通知分发并保存,条/秒", "notices routed and stored a second")),
        "kb_per_socket": at_most(100, Words("每个连接的内存,KB", "memory of a socket, KB")),
        "lost": at_most(0, Words("反复终止后丢失", "lost through the ends")),
        "doubled": at_most(0, Words("反复终止后重复", "come twice through the ends")),
    }
)
"""What is wished for, by figure."""


def add_to(benches: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    """Add ``notify`` to what can be measured."""
    add_bench(benches, "notify", "signals, notices and messages; about ten minutes", MEASURES, run)


def run(_: Settings, asked: argparse.Namespace) -> int:
    """Measure, print the figures, and return 1 if anything was lost or came twice."""
    sizes = QUICK if asked.quick else FULL
    before = machine()
    figures = measured(MEASURES, asked.only or MEASURES, sizes)
    tell({**figures, "machine": before}, TARGETS, as_json=asked.json)
    return 0 if figures.get("lost", 0) == figures.get("doubled", 0) == 0 else 1
