"""Which events redeeming hears, and what it does then."""

from collections.abc import Callable, Mapping
from typing import Final, TypeVar, cast

from services.ledger.application.redeeming import reactions as does
from services.ledger.application.redeeming.context import Redeeming
from shared.events import matching as told
from shared.events.contract import Event
from shared.events.ledger import InstructionAnswered
from shared.events.redeeming import RedemptionEnded

GROUP: Final = "redeeming"

F = TypeVar("F")
Reaction = Callable[[Event], None]


def reactions(r: Redeeming) -> Mapping[type, Reaction]:
    """Return what is done for each kind of event; every one may be delivered twice."""

    def calls(react: Callable[[Redeeming, F], None]) -> Reaction:
        return lambda event: react(r, cast("F", event.data))

    return {
        InstructionAnswered: calls(does.when_answered_settle),
        RedemptionEnded: calls(does.when_ended_free_place),
        told.NeedAccepted: calls(does.when_accepted_arrange),
        told.NeedPlaceReleased: calls(does.when_place_released_look_again),
        told.NeedClosed: calls(does.when_need_closed_let_go),
        told.AssignmentChanged: calls(does.when_confirmed_use),
    }
