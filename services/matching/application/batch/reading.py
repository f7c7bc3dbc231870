"""Reading all open needs of a span of time, however many there are."""

from services.matching.application.context import Matching
from services.matching.domain.need import Need, NeedState

AT_ONCE = 2_000
_SECOND = 1_000


def open_needs(m: Matching, from_millis: int, until_millis: int, *, at_once: int = AT_ONCE) -> list[Need]:
    """Return the open needs that end within a span, each once; where a reading is full, each half of the span is read by itself.

    Args:
        m: Coordination.
        from_millis: First instant of the span, Unix milliseconds.
        until_millis: Last instant, included.
        at_once: How many a reading gives at most.
    """
    ends = {"$gte": from_millis, "$lte": until_millis}
    found = m.needs.where({"due_millis": ends, "state": NeedState.OPEN.value}, limit=at_once)
    if len(found) < at_once or until_millis - from_millis < _SECOND:
        return found
    middle = (from_millis + until_millis) // 2
    return [
        *open_needs(m, from_millis, middle, at_once=at_once),
        *open_needs(m, middle + 1, until_millis, at_once=at_once),
    ]
