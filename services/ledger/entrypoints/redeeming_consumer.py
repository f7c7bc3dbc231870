"""Which events redeeming hears, and what it does then."""

from collections.abc import Callable, Mapping, Sequence
from typing import Final, TypeVar, cast

from services.ledger.application.redeeming import reactions as does
from services.ledger.application.redeeming.context import Redeeming
from shared.events import matching as told
from shared.events.cause import caused_by
from shared.events.contract import Event
from shared.events.ledger import InstructionAnswered
from shared.events.redeeming import RedemptionEnded
from shared.messaging.worker import Together

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


def together(r: Redeeming) -> Together:
    """Return what is done at several events: the same as at each, but one look tells which answers nobody waits for."""
    reacts = reactions(r)

    def react_to_all(events: Sequence[Event]) -> None:
        answered = [each.data.instruction_id for each in events if isinstance(each.data, InstructionAnswered)]
        awaited = does.awaited_of(r, answered)
        for event in events:
            if isinstance(event.data, InstructionAnswered) and event.data.instruction_id not in awaited:
                continue
            with caused_by(correlation_id=event.correlationid, causation_id=event.id):
                reacts[type(event.data)](event)

    return react_to_all
