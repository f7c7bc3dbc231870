"""Keeping what need not be sent any more."""

from datetime import datetime

from services.notify.application.context import Notify
from services.notify.domain.stopping import Stop, is_stopped, stopped_by


def keep_stops(notify: Notify, fact: object, at: datetime) -> None:
    """Keep what an event stops, from its instant on; heard again, it changes nothing."""
    for key in stopped_by(fact):
        stop = notify.stops.find(key)
        if stop is None:
            notify.stops.add_missing([(Stop(id=key, at=at), None)])
        elif (moved := stop.moved(at)) is not stop:
            notify.stops.save(moved)


def stopped(notify: Notify, keys: tuple[str, ...], said_at: datetime) -> bool:
    """Tell whether what was said at an instant has been stopped since."""
    found = {stop.id: stop for stop in notify.stops.get_many(keys)}
    return is_stopped(keys, said_at, found)
