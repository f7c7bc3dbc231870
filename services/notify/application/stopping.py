"""Keeping what need not be sent any more."""

from collections.abc import Iterable
from datetime import datetime

from services.notify.application.context import Notify
from services.notify.domain.stopping import Stop, is_stopped, stopped_by, stops_at


def keep_stops(notify: Notify, heard: Iterable[tuple[object, datetime]]) -> None:
    """Keep what events stop, each from its instant on; heard again, they change nothing."""
    wanted: dict[str, datetime] = {}
    for fact, at in heard:
        until = stops_at(fact, at)
        for key in stopped_by(fact):
            wanted[key] = max(until, wanted.get(key, until))
    known = {stop.id: stop for stop in notify.stops.get_many(wanted)}
    notify.stops.add_missing((Stop(id=key, at=at), None) for key, at in wanted.items() if key not in known)
    for key, stop in known.items():
        if (moved := stop.moved(wanted[key])) is not stop:
            notify.stops.save(moved)


def stopped(notify: Notify, keys: tuple[str, ...], said_at: datetime) -> bool:
    """Tell whether what was said at an instant has been stopped since."""
    found = {stop.id: stop for stop in notify.stops.get_many(keys)}
    return is_stopped(keys, said_at, found)
