"""How offers follow the needs they answer; done twice, it is done once."""

from services.matching.application.context import Matching
from services.matching.application.giving.settling import give_back, settle_reservation
from services.matching.domain.giving.answering import answered_by
from services.matching.domain.giving.part import PartState
from services.matching.domain.need import Need
from shared.events import giving as told
from shared.kernel.errors import RuleBroken

PLATFORM = "platform"
"""Who gives back when nobody does: what was set aside had been released meanwhile and others took it."""

PartChanged = told.PartReserved | told.PartReleased | told.PartConfirmed


def when_part_changed_settle_offer(m: Matching, fact: PartChanged) -> None:
    """Let a reservation stand, count it as given, or put it back in stock, as the part says now."""
    if fact.offer_id is None:
        return
    try:
        settle_reservation(m, fact.offer_id, fact.need_id, fact.part_id, fact.reservation_id)
    except RuleBroken:
        _give_back_lost(m, fact)


def _give_back_lost(m: Matching, fact: PartChanged) -> None:
    need = m.needs.get(fact.need_id)
    part = answered_by(need, fact.part_id, fact.reservation_id)
    if part is not None and part.state is PartState.RESERVED:
        give_back(m, need, part, PLATFORM, "out-of-stock")


def settle_withdrawn(m: Matching, need: Need) -> None:
    """Put back in stock what was set aside for the parts of a withdrawn need."""
    for part in need.parts:
        if part.state is PartState.WITHDRAWN and part.answer and part.answer.offer_id:
            settle_reservation(m, part.answer.offer_id, need.id, part.id, part.answer.reservation_id)
