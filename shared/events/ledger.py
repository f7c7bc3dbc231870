"""What the ledger says once a block is written."""

from dataclasses import dataclass

from shared.events.contract import event
from shared.events.fields import Code, CommunityCode, Count, Id, Minutes, Moment
from shared.events.topics import LEDGER


@event("ledger.minutes-credited.v1", topic=LEDGER, key="community_code")
@dataclass(frozen=True, slots=True, kw_only=True)
class MinutesCredited:
    """Minutes of a confirmed service stand in a member's account."""

    transfer_id: Id
    record_id: Id
    community_code: CommunityCode
    member_id: Id
    minutes: Minutes
    served_at: Moment
    shard: Count
    block: Count


@event("ledger.posting-refused.v1", topic=LEDGER, key="community_code")
@dataclass(frozen=True, slots=True, kw_only=True)
class PostingRefused:
    """The ledger refused to post; the refusal stands in the chain."""

    record_id: Id
    community_code: CommunityCode
    member_id: Id
    reason: Code
