"""What the service listens to."""

from collections.abc import Callable, Mapping
from functools import partial
from typing import Final

from services.notify.application.context import Notify
from services.notify.application.reactions import when_told_keep
from services.notify.domain.routing import ROUTES
from services.notify.domain.stopping import STOPPERS
from shared.events.contract import Event

GROUP: Final = "notify"


def reactions(notify: Notify) -> Mapping[type, Callable[[Event], None]]:
    """Return what to do at which event: every routed one leaves its notices, and some stop others."""
    return dict.fromkeys((*ROUTES, *STOPPERS), partial(when_told_keep, notify))
