"""``linli bench pipeline``: measure the platform's figures, each on a platform of its own, and print them."""

import argparse
import sys
import tempfile
from collections.abc import Callable, Mapping
from pathlib import Path
from types import MappingProxyType

from services.bench.asking import proposal_figures
from services.bench.figures import TARGETS, Figures
from services.bench.importing import import_figures
from services.bench.kafka_figures import kafka_figures
from services.bench.keeping import keeping_figures
from services.bench.ledger_command import add_to as add_ledger
from services.bench.lists import list_figures
from services.bench.log_figures import log_figures, outbox_figures
from services.bench.machine import machine
from services.bench.matching.command import add_to as add_matching
from services.bench.measuring import add_bench, measured
from services.bench.notify_command import add_to as add_notify
from services.bench.sizes import FULL, QUICK, Sizes
from services.bench.standing import standing_figures
from services.bench.telling import tell
from services.bench.timebank_command import add_to as add_timebank
from shared.kernel.words import Words
from shared.settings import Settings

MEASURES: Mapping[str, tuple[Words, Callable[[Sizes, Path], Figures]]] = MappingProxyType(
    {
        "log": (Words("事件日志", "the event log"), log_figures),
        "outbox": (Words("发件箱", "outboxes"), outbox_figures),
        "proposals": (Words("求助与推荐", "needs and proposals"), proposal_figures),
        "lists": (Words("列表", "lists"), list_figures),
        "standing": (Words("名额、内存与启动", "last place, memory and start"), standing_figures),
        "import": (Words("导入表格", "sheets imported"), import_figures),
        "keeping": (Words("备份与恢复", "backup and restore"), keeping_figures),
    }
)
"""By part: what it is called, and what measures it in an empty folder."""

KAFKA = "kafka"
"""The part that needs a Kafka; without one its figure is null, with a reason beside it."""


def register(commands: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    """Add ``bench`` to the commands."""
    benches = commands.add_parser("bench", help="measure figures").add_subparsers(
        required=True, metavar="WHAT"
    )
    add_bench(
        benches,
        "pipeline",
        "from a posted need to lists, memory and start; some minutes",
        (*MEASURES, KAFKA),
        run,
    )
    add_ledger(benches)
    add_notify(benches)
    add_matching(benches)
    add_timebank(benches)


def run(settings: Settings, asked: argparse.Namespace) -> int:
    """Measure, print the figures, and return 1 if more or fewer than one got the last place, or the last item."""
    sizes = QUICK if asked.quick else FULL
    before = machine()
    wanted = asked.only or (*MEASURES, KAFKA)
    figures = measured(MEASURES, wanted, sizes)
    on_kafka = _on_kafka(sizes, settings) if KAFKA in wanted else {}
    tell({**figures, **on_kafka, "machine": before}, TARGETS, as_json=asked.json)
    return 0 if all(figures.get(f"last_{thing}_wins", 1) == 1 for thing in ("place", "item")) else 1


def _on_kafka(sizes: Sizes, settings: Settings) -> Mapping[str, object]:
    sys.stderr.write("Kafka …\n")
    with tempfile.TemporaryDirectory(prefix="linli-bench-") as folder:
        return kafka_figures(sizes, Path(folder), settings)
