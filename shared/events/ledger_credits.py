"""What the ledger says of credits that are about to end, and of hours that wait to be agreed to."""

from dataclasses import dataclass
from typing import Annotated

from shared.events.contract import event
from shared.events.fields import Code, CommunityCode, Count, Id, Moment, Whole
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


@event("ledger.long-days-wait.v1", topic=LEDGER, key="community_code")
@dataclass(frozen=True, slots=True, kw_only=True)
class LongDaysWait:
    """Hours of long days wait in a book for ``staff_ids`` to agree to them; told in the morning, at most once a day.

    ``level`` is ``ORGANISATION`` or ``HIGHER``; ``minutes`` are all that wait at it.
    """

    community_code: CommunityCode
    level: Code
    minutes: Count
    staff_ids: tuple[Id, ...]
