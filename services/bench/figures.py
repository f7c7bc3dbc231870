"""What is measured, what is wished for, and how a row of measurements becomes a figure."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from math import ceil
from types import MappingProxyType

from shared.kernel.words import Words

Figures = dict[str, float]


@dataclass(frozen=True, slots=True, kw_only=True)
class Target:
    """What a figure ought to be.

    Attributes:
        words: What the figure says.
        says: The target in a few signs.
        is_met: Whether a value meets it.
    """

    words: Words
    says: str
    is_met: Callable[[float], bool]


def at_least(least: float, words: Words) -> Target:
    """Return the target of a figure that had better be high."""
    return Target(words=words, says=f"≥ {least:g}", is_met=lambda value: value >= least)


def at_most(most: float, words: Words) -> Target:
    """Return the target of a figure that had better be low."""
    return Target(words=words, says=f"≤ {most:g}", is_met=lambda value: value <= most)


TARGETS: Mapping[str, Target] = MappingProxyType(
    {
        "log_events_per_s": at_least(
            20_000, Words("事件日志:写入到读出,个/秒", "log: events a second, append to consumer")
        ),
        "kafka_events_per_s": at_least(
            10_000, Words("Kafka:写入到读出,个/秒", "Kafka: events a second, append to consumer")
        ),
        "outbox_events_per_s": at_least(
            300, Words("发件箱到消费者,个/秒", "outbox to consumer: events a second")
        ),
        "proposal_visible_p99_ms": at_most(
            500, Words("求助到推荐可见,毫秒,p99", "need to proposal at the socket, ms, p99")
        ),
        "list_page_p95_ms": at_most(100, Words("一页列表,毫秒,p95", "a list page, ms, p95")),
        "last_place_wins": Target(
            words=Words("抢最后名额:成功", "last place: winners"), says="= 1", is_met=lambda value: value == 1
        ),
        "last_place_refused": Target(
            words=Words("抢最后名额:被拒", "last place: refused as full"), says="", is_met=lambda _: True
        ),
        "last_item_wins": Target(
            words=Words("抢最后一件:成功", "last item: winners"), says="= 1", is_met=lambda value: value == 1
        ),
        "last_item_refused": Target(
            words=Words("抢最后一件:被拒", "last item: refused, none left"), says="", is_met=lambda _: True
        ),
        "import_rows_per_s": at_least(
            500, Words("导入表格，行/秒", "sheets imported, rows a second, the slowest kind")
        ),
        "rss_mb": at_most(600, Words("整个平台的内存,MB", "memory of the whole platform, MB")),
        "backup_mb_per_s": Target(
            words=Words("运行中备份，MB/秒", "backup while running, MB a second"),
            says="",
            is_met=lambda _: True,
        ),
        "restore_s": Target(
            words=Words("恢复并核对，秒", "restore and compare, seconds"), says="", is_met=lambda _: True
        ),
        "cold_start_s": at_most(10, Words("再次启动,秒", "start on kept data, seconds")),
    }
)


def quantile(values: Sequence[float], share: float) -> float:
    """Return the smallest value that at least this share of the values does not exceed; none are no figure.

    Args:
        values: In any order, at least one.
        share: Above 0, up to 1.
    """
    return sorted(values)[ceil(share * len(values)) - 1]
