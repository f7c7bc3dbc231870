"""How the providers do, for operators: what waits, what failed and why, and sending again what failed."""

from datetime import datetime, timedelta
from typing import Final

from services.notify.adapters.documents import sent_hour
from services.notify.application.context import Notify
from services.notify.domain.channels import Channel
from services.notify.domain.deliveries import Delivery, DeliveryState
from services.notify.domain.health import ChannelHealth, health_of
from services.notify.domain.ladder import LASTS
from shared.identity.actor import Actor
from shared.identity.permissions import Permission

LOOKED_AT: Final = 200
"""Of what waits, and of what failed."""


def check_can_see_health(actor: Actor) -> None:
    """Pass if the actor runs the platform.

    Raises:
        Forbidden: If not.
    """
    actor.check_may(Permission.SEE_PARKED)


def health_shown(notify: Notify, actor: Actor) -> tuple[ChannelHealth, ...]:
    """Return how each channel that is set up does, in the order of their names.

    Raises:
        Forbidden: If the actor does not run the platform.
    """
    check_can_see_health(actor)
    failed = _failed(notify)
    return tuple(_health(notify, channel, failed) for channel in sorted(notify.reach.channels))


def _health(notify: Notify, channel: Channel, failed: list[Delivery]) -> ChannelHealth:
    waits: dict[str, object] = {"queued": channel.value}
    now = notify.clock.now()
    return health_of(
        channel,
        notify.reach.paces.of(channel, now),
        notify.deliveries.count(waits),
        notify.deliveries.where(waits, limit=LOOKED_AT),
        [each for each in failed if each.channel is channel],
        sent=(_sent_in(notify, channel, now), _sent_in(notify, channel, now - timedelta(hours=1))),
    )


def _sent_in(notify: Notify, channel: Channel, hour: datetime) -> int:
    return notify.deliveries.count({"sent_hour": sent_hour(channel, hour)})


def _failed(notify: Notify) -> list[Delivery]:
    return list(notify.deliveries.page({"state": DeliveryState.FAILED.value}, limit=LOOKED_AT).items)


def send_channel_again(notify: Notify, actor: Actor, channel: Channel) -> int:
    """Let what failed last on a channel be tried once more; return how many that are.

    Raises:
        Forbidden: If the actor does not run the platform.
        StaleWrite: If somebody else did so at the same time; the rest is sent when asked again.
    """
    check_can_see_health(actor)
    now = notify.clock.now()
    again = [each.again(now, now + LASTS) for each in _failed(notify) if each.channel is channel]
    for each in again:
        notify.deliveries.save(each)
    return len(again)
