"""What time causes in redeeming: members are invited to draw what they saved."""

from datetime import datetime

from services.ledger.application.redeeming.context import Redeeming
from services.ledger.application.redeeming.inviting import invite_to_draw
from shared.messaging.sweeps import Sweep

INVITE_SECONDS = 6 * 3600


def redeeming_sweeps(r: Redeeming) -> tuple[Sweep, ...]:
    """Return the sweep that invites, four times a day; each member hears of it once a quarter, outside their quiet hours."""

    def invite(now: datetime) -> None:
        invite_to_draw(r, now)

    return (Sweep(name="redeeming.invite", every_seconds=INVITE_SECONDS, run=invite),)
