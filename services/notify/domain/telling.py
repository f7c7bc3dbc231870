"""One person to be told one thing: what routing makes of an event."""

from dataclasses import dataclass
from typing import Final

from services.notify.domain.notices import Facts, NoticeKind, Subject


@dataclass(frozen=True, slots=True, kw_only=True)
class Telling:
    """One person to be told one thing.

    Attributes:
        member_id: The receiver.
        kind: Which sentence.
        subject: What it is about.
        facts: What the sentence names.
        community_code: Where it happened, if it happened somewhere.
        delegates_too: Whether those who act for the receiver are told as well.
        done_by: Who did it; they know already and are not told.
    """

    member_id: str
    kind: NoticeKind
    subject: Subject
    facts: Facts
    community_code: str | None = None
    delegates_too: bool = False
    done_by: str | None = None


Tellings = tuple[Telling, ...]

_NAMED_ALIKE: Final = frozenset(Facts.__dataclass_fields__) - {"helper_id", "count", "says"}


def facts_of(fact: object, helper_id: str | None = None) -> Facts:
    """Return what the event says under the names that facts have, and nothing else of it."""
    alike = {name: getattr(fact, name) for name in _NAMED_ALIKE if hasattr(fact, name)}
    return Facts(helper_id=helper_id, **alike)
