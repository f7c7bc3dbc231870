"""How much of everything the engine's bench takes."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from types import MappingProxyType

from services.bench.figures import Target, at_least, at_most
from shared.kernel.words import Words


@dataclass(frozen=True, slots=True, kw_only=True)
class MatchingSizes:
    """One run's sizes.

    Attributes:
        volunteers: In the city: as many as Kunming has.
        questions: Needs asked one by one, each answer checked.
        province_volunteers: As many as Jiangsu has.
        needs: In the batch.
        province_needs: In the province's batch.
        day_needs: In the day that is lived through.
    """

    volunteers: int = 1_186_000
    questions: int = 1_000
    province_volunteers: int = 6_088_000
    needs: int = 20_000
    province_needs: int = 102_660
    day_needs: int = 4_000

    def of(self, *, volunteers: int | None, needs: int | None) -> "MatchingSizes":
        """Return them with another number of volunteers or needs, where one is given."""
        return replace(self, volunteers=volunteers or self.volunteers, needs=needs or self.needs)


FULL = MatchingSizes()
QUICK = MatchingSizes(
    volunteers=118_600,
    questions=200,
    province_volunteers=608_800,
    needs=2_000,
    province_needs=10_266,
    day_needs=800,
)

TARGETS: Mapping[str, Target] = MappingProxyType(
    {
        "online_p50_us": at_most(80, Words("一个求助，微秒，p50", "one need, µs, p50")),
        "online_p99_us": at_most(400, Words("一个求助，微秒，p99", "one need, µs, p99")),
        "online_needs_per_s": at_least(50_000, Words("求助，个/秒，两线程", "needs a second, two threads")),
        "update_us": at_most(10, Words("改一名志愿者，微秒", "one volunteer changed, µs")),
        "bytes_per_volunteer": at_most(70, Words("每名志愿者，字节", "bytes a volunteer")),
        "rebuild_s": at_most(5, Words("重建索引，秒", "index built anew, seconds")),
        "province_p99_us": at_most(800, Words("全省一个求助，微秒，p99", "a need in a province, µs, p99")),
        "province_mb": at_most(1_000, Words("全省索引，MB", "index of a province, MB")),
        "batch_s": at_most(0.15, Words("批量求解，秒", "a batch solved, seconds")),
        "batch_gap": at_most(0.001, Words("与最优的证明差距", "proven gap to the optimum")),
        "province_batch_s": at_most(1.5, Words("全省批量求解，秒", "a province's batch, seconds")),
        "hard_rule_violations": at_most(0, Words("违反硬规则", "hard rules broken")),
        "value_urgent_share_0_3": at_least(
            0.985, Words("三成紧急，为事后最优的", "30 % urgent: share of hindsight")
        ),
        "value_immediate": at_least(0.96, Words("全部即时，为事后最优的", "all at once: share of hindsight")),
        "fill_rate": at_least(0.84, Words("名额满足率", "places filled")),
        "notices_per_fill": at_most(2.6, Words("每满足一个名额的邀请", "notices per filled place")),
    }
)
"""What the figures of a full run ought to be."""
