"""``linli bench timebank``: measure what members wait for at the time bank, each figure on a platform of its own."""

import argparse
from collections.abc import Callable, Mapping
from pathlib import Path
from types import MappingProxyType

from services.bench.figures import Figures, Target, at_least, at_most
from services.bench.machine import machine
from services.bench.measuring import add_bench, measured
from services.bench.telling import tell
from services.bench.timebank_orders import order_figures, racing_figures, statement_figures
from services.bench.timebank_papers import certificate_figures
from services.bench.timebank_sizes import FULL, QUICK, TimebankSizes
from shared.kernel.words import Words
from shared.settings import Settings

MEASURES: Mapping[str, tuple[Words, Callable[[TimebankSizes, Path], Figures]]] = MappingProxyType(
    {
        "racing": (Words("争最后的存量", "the last credits"), racing_figures),
        "orders": (Words("兑换的应答", "orders"), order_figures),
        "papers": (Words("证书", "certificates"), certificate_figures),
        "statement": (Words("长明细", "a long statement"), statement_figures),
    }
)
"""By part: what it is called, and what measures it in an empty folder."""

TARGETS: Mapping[str, Target] = MappingProxyType(
    {
        "redemptions_won": at_most(1, Words("最后的存量被兑换,次", "the last credits redeemed, times")),
        "redemptions_refused": at_least(999, Words("因存量不足被拒", "refused for too few credits")),
        "redemptions_otherwise": at_most(0, Words("得到别的答复", "answered otherwise")),
        "overdrawn": at_most(0, Words("透支的账户", "accounts overdrawn")),
        "order_p99_ms": at_most(200, Words("兑换的应答,毫秒,p99", "answer to an order, ms, p99")),
        "certificate_s": at_most(1, Words("证书到手,秒", "a certificate in hand, seconds")),
        "certificate_kb": at_most(300, Words("证书大小,kB", "size of a certificate, kB")),
        "statement_ms": at_most(300, Words("打开长明细,毫秒", "a long statement opened, ms")),
    }
)


def add_to(benches: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    """Add ``timebank`` to what can be measured."""
    add_bench(benches, "timebank", "the time bank as people use it; some minutes", MEASURES, run)


def run(_: Settings, asked: argparse.Namespace) -> int:
    """Measure and print the figures; return 1 if the last credits were redeemed twice, or anyone is overdrawn."""
    sizes = QUICK if asked.quick else FULL
    before = machine()
    figures = measured(MEASURES, asked.only or MEASURES, sizes)
    in_order = {key: figures[key] for key in TARGETS if key in figures}
    tell({**in_order, "machine": before}, TARGETS, as_json=asked.json)
    return 0 if figures.get("redemptions_won", 1) == 1 and not figures.get("overdrawn") else 1
