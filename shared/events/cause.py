"""What set the present work going: carried beside the call, written into every event it makes."""

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class Cause:
    """Where the present work comes from.

    Attributes:
        correlation_id: Same for everything one request set going.
        causation_id: The request or event just before.
    """

    correlation_id: str
    causation_id: str


_NOBODY = Cause(correlation_id="start", causation_id="start")
_present: ContextVar[Cause] = ContextVar("cause", default=_NOBODY)


def present_cause() -> Cause:
    """Return the cause of what runs now in this thread."""
    return _present.get()


@contextmanager
def caused_by(*, correlation_id: str, causation_id: str) -> Iterator[None]:
    """Let everything inside carry this cause."""
    token = _present.set(Cause(correlation_id=correlation_id, causation_id=causation_id))
    try:
        yield
    finally:
        _present.reset(token)
