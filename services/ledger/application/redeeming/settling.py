"""What the ledger's answers and the course of the service do to a redemption; done twice, it is done once."""

from services.ledger.application.asking import instructed
from services.ledger.application.redeeming.context import Redeeming
from services.ledger.domain.redeeming.catalogue import month_of
from services.ledger.domain.redeeming.errors import InsufficientCredit, QuotaFull
from services.ledger.domain.redeeming.redemption import Ending, Redemption, RedemptionState
from services.ledger.domain.refusals import Reason
from shared.events.redeeming import RedemptionEnded, RedemptionOrdered
from shared.kernel.errors import StaleWrite

TRIES = 25
"""Many may reach for the places of one month in the same moment; each lost race is one of them getting theirs."""


def settle(r: Redeeming, redemption_id: str, instruction_id: str, refused: str) -> Redemption:
    """Return a redemption with the ledger's answer to an instruction of it taken in; an answer not awaited changes nothing.

    Args:
        r: Redeeming.
        redemption_id: Which.
        instruction_id: Whose answer.
        refused: Code of why the ledger said no, or nothing.
    """
    for _ in range(TRIES):
        try:
            return _settled(r, r.redemptions.get(redemption_id), instruction_id, refused)
        except StaleWrite:
            continue
    return _settled(r, r.redemptions.get(redemption_id), instruction_id, refused)


def _settled(r: Redeeming, redemption: Redemption, instruction_id: str, refused: str) -> Redemption:
    if redemption.awaits != instruction_id:
        return redemption
    now = r.ledger.clock.now()
    if redemption.state is not RedemptionState.ORDERED:
        return _ended(r, redemption.settled(refused, now))
    if refused:
        said = InsufficientCredit.code if refused == Reason.OVERDRAFT.value else refused
        return r.redemptions.save(redemption.refused(said, now))
    try:
        _take_place(r, redemption)
    except QuotaFull:
        return let_go(r, redemption, Ending.QUOTA_FULL)
    return r.redemptions.save(redemption.booked(), ordered_fact(redemption))


def _take_place(r: Redeeming, redemption: Redemption) -> None:
    entry = r.catalogue.get(redemption.entry_id)
    month = month_of(redemption.starts_at)
    there = entry.with_place(redemption.id, month, r.ledger.clock.now())
    if there is not entry:
        r.catalogue.save(there)


def free_place(r: Redeeming, redemption_id: str) -> None:
    """Give the place of a redemption that came to nothing back to its month; given back before, it changes nothing."""
    redemption = r.redemptions.get(redemption_id)
    entry = r.catalogue.get(redemption.entry_id)
    there = entry.without_place(redemption.id)
    if there is not entry:
        r.catalogue.save(there)


def let_go(r: Redeeming, redemption: Redemption, ending: Ending) -> Redemption:
    """Return a redemption come to nothing, the ledger asked to let its credits go; one that is settled stays."""
    there = redemption.let_go(ending)
    return redemption if there is redemption else r.redemptions.save(there, instructed(there.asks()))


def use(r: Redeeming, redemption: Redemption, minutes: int) -> Redemption:
    """Return a redemption whose service was given, the ledger asked to use what it took; one that is settled stays."""
    there = redemption.given(minutes)
    return redemption if there is redemption else r.redemptions.save(there, instructed(there.asks()))


def _ended(r: Redeeming, there: Redemption) -> Redemption:
    return r.redemptions.save(there, _ended_fact(there))


def ordered_fact(redemption: Redemption) -> RedemptionOrdered:
    """Return the fact that lets matching post the need."""
    return RedemptionOrdered(
        redemption_id=redemption.id,
        community_code=redemption.community_code,
        resident_id=redemption.resident_id,
        ordered_by=redemption.ordered_by,
        ordered_as=redemption.ordered_as.value,
        service_kind=redemption.service_kind,
        minutes=redemption.minutes,
        starts_at=redemption.starts_at,
        ends_at=redemption.ends_at,
    )


def _ended_fact(redemption: Redemption) -> RedemptionEnded:
    return RedemptionEnded(
        redemption_id=redemption.id,
        community_code=redemption.community_code,
        resident_id=redemption.resident_id,
        ordered_by=redemption.ordered_by,
        service_kind=redemption.service_kind,
        state=redemption.state.value,
        held_minutes=redemption.minutes,
        used_minutes=redemption.used_minutes,
        starts_at=redemption.starts_at,
        ends_at=redemption.ends_at,
        member_id=redemption.member_id,
        reason=redemption.reason or None,
    )
