"""Telling the helper of a pairing that it is time to be in touch, and staff when nobody was."""

from datetime import datetime
from functools import partial

from services.matching.application.context import Matching
from services.matching.application.pairing.agreeing import who_looks
from shared.events.pairing import PairContactDue
from shared.kernel.clock import unix_millis
from shared.storage.aggregates import retrying

MOST_AT_ONCE = 500


def tell_of_due_contacts(m: Matching, now: datetime) -> int:
    """Tell whose turn it is, once for each due day; several at once do no harm. Return how many."""
    due = m.pairings.where({"told_next_millis": {"$gte": 0, "$lte": unix_millis(now)}}, limit=MOST_AT_ONCE)
    return sum(retrying(partial(_tell, m, each.id, now)) for each in due)


def _tell(m: Matching, pairing_id: str, now: datetime) -> bool:
    pairing = m.pairings.get(pairing_id)
    at = pairing.told_next_at()
    if at is None or at > now:
        return False
    after = pairing.told_of_due()
    is_raised = after.raised_for == after.due_on()
    staff_ids = who_looks(m, pairing) if is_raised else ()
    fact = PairContactDue(
        pairing_id=pairing.id,
        helper_id=pairing.helper_id,
        community_code=pairing.community_code,
        staff_ids=staff_ids,
    )
    m.pairings.save(after, *([] if is_raised and not staff_ids else [fact]))
    return True
