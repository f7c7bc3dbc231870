"""What time causes in the service."""

from functools import partial

from services.notify.application.broadcasting.audience import send_broadcasts
from services.notify.application.context import Notify
from services.notify.application.notices import forget_read_notices
from services.notify.application.pointless import clear_visits
from services.notify.application.reminding import tell_due_reminders
from shared.messaging.sweeps import Sweep

DAILY_SECONDS = 24 * 60 * 60
REMIND_SECONDS = 20
BROADCAST_SECONDS = 5
VISIT_SECONDS = 60


def sweeps(notify: Notify) -> tuple[Sweep, ...]:
    """Return the sweeps of the service."""
    forget = partial(forget_read_notices, notify)
    remind = partial(tell_due_reminders, notify)
    return (
        Sweep(name="notify.forget-read-notices", every_seconds=DAILY_SECONDS, run=forget),
        Sweep(
            name="notify.send-broadcasts",
            every_seconds=BROADCAST_SECONDS,
            run=partial(send_broadcasts, notify),
        ),
        Sweep(name="notify.clear-visits", every_seconds=VISIT_SECONDS, run=partial(clear_visits, notify)),
        Sweep(name="notify.tell-due-reminders", every_seconds=REMIND_SECONDS, run=remind),
    )
