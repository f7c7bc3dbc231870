"""Where enrolments are kept, and what they are found by."""

from collections.abc import Mapping

from services.matching.domain.enrolling.enrolment import Enrolment
from shared.kernel.clock import Clock
from shared.kernel.ids import Ids
from shared.storage.aggregates import Aggregates


def open_enrolments(clock: Clock, ids: Ids) -> Aggregates[Enrolment]:
    """Return the enrolments on the connection ``matching``."""
    return Aggregates(
        Enrolment,
        alias="matching",
        collection="enrolments",
        clock=clock,
        ids=ids,
        lists=(("community_code", "state"), ("community_code", "state", "kind"), ("member_id",)),
        unique=("live_key",),
        also=_found_by,
    )


def _found_by(enrolment: Enrolment) -> Mapping[str, object]:
    return {"live_key": enrolment.live_key}
