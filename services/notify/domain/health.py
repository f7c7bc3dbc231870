"""How a channel does, from what waits for it and what failed: what is wrong, and what to do."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final

from services.notify.domain.channels import Channel
from services.notify.domain.deliveries import MOST_TRIES, Delivery
from services.notify.domain.pacing import OPENS_AFTER, Pace
from shared.kernel.words import Words

_A_SECOND: Final = timedelta(seconds=1)
_KEY: Final = Words("检查密钥或账号是否还有效", "Check whether the key or the account still holds")
_ADDRESS: Final = Words(
    "检查服务商的地址和本机网络", "Check the provider's address and this machine's network"
)
_SLOWER: Final = Words(
    "服务商嫌太快，把每秒发送数调低", "The provider finds us too fast: set fewer sends a second"
)
_PROVIDER: Final = Words(
    "服务商自己出了故障，等它恢复或联系它", "The provider itself is at fault; wait, or ask it"
)
_NUMBERS: Final = Words(
    "多半是号码或地址不对，请社区核对后再发",
    "Mostly wrong numbers or addresses; have the community check them",
)
WELL: Final = Words("正常，不用做什么", "It works; nothing to do")
RESTS: Final = Words(
    "连续失败，暂停一会儿会自己再试", "It failed in a row and rests; it is tried again by itself"
)


@dataclass(frozen=True, slots=True, kw_only=True)
class ChannelHealth:
    """How one channel does.

    Attributes:
        waiting: How many deliveries wait for it.
        oldest_at: When the oldest of those was said, of those looked at.
        rests: Whether this process leaves it alone for the moment.
        faults: Passing faults in a row, in this process.
        free_at: When the next call may be made.
        most_each_second: Most calls of one process; None where there is no limit.
        sent: How many were sent in the hour that runs, and in the one before, by all processes.
        passing: Reasons of what is tried again, or was until it was given up, with how often.
        final: Reasons of what will never be delivered, with how often.
    """

    channel: Channel
    waiting: int
    oldest_at: datetime | None
    rests: bool
    faults: int
    free_at: datetime
    most_each_second: int | None
    sent: tuple[int, int]
    passing: tuple[tuple[str, int], ...]
    final: tuple[tuple[str, int], ...]

    @property
    def advice(self) -> tuple[Words, ...]:
        """Return what an operator should do."""
        reasons = dict.fromkeys(advice_of(reason) for reason, _ in (*self.passing, *self.final))
        rest = (RESTS,) if self.rests else ()
        return (*rest, *reasons) or (WELL,)


def health_of(
    channel: Channel,
    pace: Pace,
    waiting: int,
    looked_at: Iterable[Delivery],
    failed: Iterable[Delivery],
    *,
    sent: tuple[int, int],
) -> ChannelHealth:
    """Return how a channel does.

    Args:
        channel: Which.
        pace: How this process speaks to its provider.
        waiting: How many wait.
        looked_at: Some of these.
        failed: The last that failed.
        sent: How many went out in this hour and in the last.
    """
    queue, over = list(looked_at), list(failed)
    given_up = [each.reason for each in over if each.tries >= MOST_TRIES]
    late = [each.reason for each in queue if each.tries]
    return ChannelHealth(
        channel=channel,
        waiting=waiting,
        oldest_at=min((each.said_at for each in queue), default=None),
        rests=pace.is_resting,
        faults=min(pace.faults, OPENS_AFTER),
        free_at=pace.free_at,
        most_each_second=round(_A_SECOND / pace.gap) if pace.gap else None,
        sent=sent,
        passing=_counted([*late, *given_up]),
        final=_counted([each.reason for each in over if each.tries < MOST_TRIES]),
    )


def _counted(reasons: Iterable[str | None]) -> tuple[tuple[str, int], ...]:
    return tuple(Counter(each or "unknown" for each in reasons).most_common())


def advice_of(reason: str) -> Words:
    """Return what to do about a reason."""
    if reason in ("http-401", "http-403", "SMTPAuthenticationError"):
        return _KEY
    if reason == "http-429" or reason.startswith("robot-"):
        return _SLOWER
    if reason.startswith(("http-5", "smtp-4")):
        return _PROVIDER
    if reason[:1].isupper() or reason == "http-404":
        return _ADDRESS
    return _NUMBERS
