"""What the service listens to."""

from collections.abc import Callable, Mapping
from functools import partial
from typing import Final

from services.notify.application.context import Notify
from services.notify.application.reactions import when_told_keep
from services.notify.domain.routing import ROUTES
from services.notify.domain.stopping import STOPPERS
from shared.events.contract import Event
from shared.messaging.worker import Together

GROUP: Final = "notify"


def together(notify: Notify) -> Together:
    """Return what to do at many events at once: the same as at each, in a few writes for all."""
    return lambda events: when_told_keep(notify, *events)


def reactions(notify: Notify) -> Mapping[type, Callable[[Event], None]]:
    """Return what to do at which event: every routed one leaves its notices, and some stop others."""
    return dict.fromkeys((*ROUTES, *STOPPERS), partial(when_told_keep, notify))
