"""Keeping what is to be told at an hour of its own."""

from collections.abc import Iterable, Iterator

from services.notify.application.context import Notify
from services.notify.domain.lapsing import before_lapse
from services.notify.domain.reminders import Reminder
from shared.events.contract import Event
from shared.events.identity import MemberChanged


def plan(notify: Notify, planned: Iterable[Reminder]) -> None:
    """Keep reminders until their hour; what is there already and is said later now counts as said then."""
    wanted = {each.id: each for each in planned}
    if notify.reminders.add_missing((each, None) for each in wanted.values()) == len(wanted):
        return
    for known in notify.reminders.get_many(wanted):
        if (again := known.said_again(wanted[known.id])) is not known:
            notify.reminders.save(again)


def lapses_of(notify: Notify, events: Iterable[Event]) -> Iterator[Reminder]:
    """Give what is told before something attested lapses, of the members of whom something was attested or taken back."""
    changed = {
        event.data.member_id: event.recordedtime
        for event in events
        if isinstance(event.data, MemberChanged) and event.data.what == "attestations"
    }
    for member_id, person in notify.people.get_many(changed).items():
        for attestation in person.attestations:
            yield from before_lapse(person, attestation, changed[member_id])
