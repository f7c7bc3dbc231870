"""Events waiting in the document whose change caused them, until the relay has taken them to the log."""

import threading
from collections.abc import Iterable, Mapping

from shared.events.cause import present_cause
from shared.events.contract import Event, body_of, contract_of, headers_of
from shared.kernel.clock import Clock
from shared.kernel.ids import Ids

MOST_HANDED = 500
"""Documents handed to a relay that has not taken them yet; those beyond are found in their collection, as ever."""

ANY_OUTBOX = ""
"""What a bell rings for that does not say."""


class Bell:
    """Rings when something was put into an outbox, so that the relay need not wait for its next look."""

    def __init__(self) -> None:
        """Start silent."""
        self._event = threading.Event()
        self._turn = threading.Lock()
        self._rung: set[str] = set()
        self._handed: list[tuple[str, Mapping[str, object]]] = []

    def ring(self, outbox: str = ANY_OUTBOX) -> None:
        """Wake whoever waits.

        Args:
            outbox: Full name of the collection that something was put into; left out, it may be any.
        """
        with self._turn:
            self._rung.add(outbox)
            self._event.set()

    def hand(self, outbox: str, document: Mapping[str, object]) -> None:
        """Ring with a document that was just inserted, so that the relay need not look for it.

        Only for documents whose first events are their last, or whose later ones nobody may overtake: these go ahead of what is
        found. What is handed is kept already; if the relay ends, it is found again.

        Args:
            outbox: Full name of its collection.
            document: With its outbox.
        """
        with self._turn:
            if len(self._handed) < MOST_HANDED:
                self._handed.append((outbox, document))
            else:
                self._rung.add(outbox)
            self._event.set()

    def handed(self) -> list[tuple[str, Mapping[str, object]]]:
        """Return what was handed since, each with the full name of its collection."""
        with self._turn:
            handed, self._handed = self._handed, []
        return handed

    def wait(self, timeout_seconds: float) -> frozenset[str]:
        """Wait until it rings, at most ``timeout_seconds``; return what it rang for since, and be silent again."""
        self._event.wait(timeout_seconds)
        with self._turn:
            rung, self._rung = frozenset(self._rung), set()
            self._event.clear()
        return rung


OUTBOX_BELL = Bell()
"""One a process: every store rings it, every relay of the process may wait on it."""


def outbox_entries(
    facts: Iterable[object], *, subject: str, sequence: int, clock: Clock, ids: Ids
) -> list[dict[str, object]]:
    """Return the outbox entries of some facts about an aggregate, ready for the log.

    Args:
        facts: Event dataclasses of :mod:`shared.events`.
        subject: Id of the aggregate.
        sequence: Version of the aggregate with these facts.
        clock: Gives both times of the envelope.
        ids: Gives the event ids.

    Returns:
        One ``{id, topic, key, headers, body}`` for each fact, in order.
    """
    now = clock.now()
    cause = present_cause()
    entries: list[dict[str, object]] = []
    for fact in facts:
        contract = contract_of(fact)
        event = Event(
            id=ids.new(),
            type=contract.type,
            subject=subject,
            partitionkey=str(getattr(fact, contract.key)),
            sequence=sequence,
            time=now,
            recordedtime=now,
            correlationid=cause.correlation_id,
            causationid=cause.causation_id,
            data=fact,
        )
        entries.append(
            {
                "id": event.id,
                "topic": contract.topic,
                "key": event.partitionkey,
                "headers": headers_of(event),
                "body": body_of(event),
            }
        )
    return entries
