"""Planning reminders, and telling them when their hour has come."""

from dataclasses import replace
from datetime import datetime
from functools import partial
from typing import Final

from services.notify.application.context import Notify
from services.notify.application.delivering import Cause
from services.notify.application.reactions import tell
from services.notify.application.stopping import stopped
from services.notify.domain.reminders import TO_STAFF, Reminder, ReminderState
from services.notify.domain.stopping import stop_keys
from services.notify.domain.telling import Telling, Tellings
from shared.identity.roles import Role
from shared.kernel.clock import unix_millis
from shared.storage.aggregates import retrying

MOST_AT_ONCE: Final = 500


def tell_due_reminders(notify: Notify, now: datetime) -> int:
    """Tell the reminders whose hour has come, unless settled or too late; return how many were looked at."""
    due = notify.reminders.where({"due_millis": {"$gte": 0, "$lte": unix_millis(now)}}, limit=MOST_AT_ONCE)
    for reminder in due:
        retrying(partial(remind, notify, reminder.id, now))
    return len(due)


def remind(notify: Notify, reminder_id: str, now: datetime) -> None:
    """Tell one reminder; told before, or by another at the same time, it is told once."""
    reminder = notify.reminders.get(reminder_id)
    if reminder.state is not ReminderState.PLANNED:
        return
    state = _outcome(notify, reminder, now)
    if state is ReminderState.TOLD:
        tell(notify, {Cause(id=reminder.id, at=now): _tellings(notify, reminder.telling)})
    notify.reminders.save(reminder.step(state))


def _outcome(notify: Notify, reminder: Reminder, now: datetime) -> ReminderState:
    if stopped(notify, stop_keys(reminder.telling), reminder.said_at):
        return ReminderState.SETTLED
    return ReminderState.TOO_LATE if now >= reminder.expires_at else ReminderState.TOLD


def _tellings(notify: Notify, telling: Telling) -> Tellings:
    """Return who is told: the one receiver, or everybody who works as staff of the community."""
    if telling.member_id != TO_STAFF:
        return (telling,)
    staff = notify.people.on_duty(Role.COMMUNITY_STAFF, telling.community_code or "")
    return tuple(replace(telling, member_id=each.id) for each in staff)
