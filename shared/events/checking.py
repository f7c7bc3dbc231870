"""What matching says of spot checks of service records."""

from dataclasses import dataclass

from shared.events.contract import event
from shared.events.fields import Code, CommunityCode, Id
from shared.events.topics import MATCHING


@event("matching.spot-check-changed.v1", topic=MATCHING, key="check_id")
@dataclass(frozen=True, slots=True, kw_only=True)
class SpotCheckChanged:
    """Records were drawn, one was looked at, or the results were published: ``change`` says which.

    Attributes:
        change: ``DRAWN``, ``PUBLISHED``, or what was found of ``record_id``.
    """

    check_id: Id
    community_code: CommunityCode
    change: Code
    by: Id
    record_id: Id | None = None
