"""What redeeming does when something happened; done twice, it is done once."""

from collections.abc import Sequence

from services.ledger.application.redeeming.context import Redeeming
from services.ledger.application.redeeming.settling import free_place, let_go, settle, use
from services.ledger.domain.redeeming.redemption import Ending, Redemption, RedemptionState
from shared.events.ledger import InstructionAnswered
from shared.events.matching import AssignmentChanged, NeedAccepted, NeedClosed, NeedPlaceReleased
from shared.events.redeeming import RedemptionEnded

_IDS_AT_ONCE = 100
_CLOSED_AS = {
    "WITHDRAWN": Ending.WITHDRAWN,
    "EXPIRED": Ending.NOBODY_FOUND,
    "REFUSED": Ending.NOT_POSSIBLE,
}
"""Why credits are let go when a need closed in this state; a need that was met closed after its minutes were told."""


def when_answered_settle(r: Redeeming, fact: InstructionAnswered) -> None:
    """Take in the ledger's answer, if a redemption waits for it."""
    for redemption in r.redemptions.where({"awaits": fact.instruction_id}, limit=1):
        settle(r, redemption.id, fact.instruction_id, fact.refused)


def awaited_of(r: Redeeming, instruction_ids: Sequence[str]) -> frozenset[str]:
    """Return those of some answered instructions that a redemption waits for; who asks for one says so before asking."""
    found = (
        each
        for first in range(0, len(instruction_ids), _IDS_AT_ONCE)
        for each in r.redemptions.where(
            {"awaits": {"$in": list(instruction_ids[first : first + _IDS_AT_ONCE])}}
        )
    )
    return frozenset(each.awaits for each in found if each.awaits)


def when_accepted_arrange(r: Redeeming, fact: NeedAccepted) -> None:
    """Say that somebody comes."""
    redemption = _of_need(r, fact.need_id)
    if redemption is not None:
        _save(r, redemption, redemption.arranged(r.ledger.clock.now()))


def when_place_released_look_again(r: Redeeming, fact: NeedPlaceReleased) -> None:
    """Say that a helper is looked for again."""
    redemption = _of_need(r, fact.need_id)
    if redemption is not None:
        _save(r, redemption, redemption.helper_left(missed=False))


def when_need_closed_let_go(r: Redeeming, fact: NeedClosed) -> None:
    """Let the credits go when the need comes to nothing: taken back, refused, or nobody until its end."""
    redemption, ending = _of_need(r, fact.need_id), _CLOSED_AS.get(fact.state)
    if redemption is None or ending is None:
        return
    if ending is Ending.NOBODY_FOUND and redemption.missed:
        ending = Ending.NO_SHOW
    let_go(r, redemption, ending)


def when_confirmed_use(r: Redeeming, fact: AssignmentChanged) -> None:
    """Use what the service took once its minutes are agreed to; note a helper who did not come."""
    if fact.state not in ("CONFIRMED", "NO_SHOW"):
        return
    redemption = _of_need(r, fact.need_id)
    if redemption is None:
        return
    if fact.state == "CONFIRMED" and fact.minutes:
        use(r, redemption, fact.minutes)
    elif fact.state == "NO_SHOW":
        _save(r, redemption, redemption.helper_left(missed=True))


def when_ended_free_place(r: Redeeming, fact: RedemptionEnded) -> None:
    """Give the place of the month back if nothing was used."""
    if fact.state == RedemptionState.RELEASED.value:
        free_place(r, fact.redemption_id)


def _of_need(r: Redeeming, need_id: str) -> Redemption | None:
    found = r.redemptions.where({"need_id": need_id}, limit=1)
    return found[0] if found else None


def _save(r: Redeeming, before: Redemption, there: Redemption) -> None:
    if there is not before and there != before:
        r.redemptions.save(there)
