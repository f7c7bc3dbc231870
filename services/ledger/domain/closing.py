"""What is kept of handing a closed account's credits to an heir: who proved what to whom; none of it stands in the chain."""

from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class Inheritance:
    """That somebody was shown to be an heir.

    Attributes:
        id: Of the instruction that handed the credits over.
        account: Of who is gone.
        heir_id: Who got them.
        minutes: How many.
        shown: What proved it, in the words of staff.
        by: Who was shown it.
        at: When, UTC.
    """

    id: str
    version: int = 0
    account: str
    heir_id: str
    minutes: int
    shown: str
    by: str
    at: datetime
