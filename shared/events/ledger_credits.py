"""What the ledger says of credits that are about to end."""

from dataclasses import dataclass
from typing import Annotated

from shared.events.contract import event
from shared.events.fields import CommunityCode, Count, Id, Moment, Whole
from shared.events.topics import LEDGER

Days = Annotated[int, Whole(least=1, most=366)]


@event("ledger.credits-end-soon.v1", topic=LEDGER, key="community_code")
@dataclass(frozen=True, slots=True, kw_only=True)
class CreditsEndSoon:
    """Free credits of a member end within so many days unless they are used; told once for each term."""

    member_id: Id
    community_code: CommunityCode
    minutes: Count
    ends_at: Moment
    within_days: Days
