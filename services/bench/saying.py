"""Facts as the relay appends them: what is measured then hears exactly what it hears in a day's work."""

from collections.abc import Iterable

from shared.kernel.clock import Clock
from shared.kernel.ids import Ids
from shared.messaging.log import Message
from shared.storage.outbox import outbox_entries


def messages_of(facts: Iterable[object], clock: Clock, ids: Ids) -> list[Message]:
    """Return a message for each fact, each about a thing of its own."""
    return [
        _message(entry)
        for fact in facts
        for entry in outbox_entries([fact], subject=ids.new(), sequence=1, clock=clock, ids=ids)
    ]


def _message(entry: dict[str, object]) -> Message:
    headers, body = entry["headers"], entry["body"]
    assert isinstance(headers, dict)
    assert isinstance(body, bytes)
    return Message(key=str(entry["key"]), headers=headers, body=body)
