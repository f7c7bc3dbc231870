"""The rules of the time bank in a community: which pack is in force."""

from datetime import date

from services.ledger.application.context import Ledger
from shared.kernel.clock import CHINA
from shared.packs.in_force import plain_rules
from shared.packs.pack import RulePack


def pack_in_force(ledger: Ledger, community_code: str, on: date | None = None) -> RulePack:
    """Return the rule pack in force in a community on a day of China, today unless said otherwise."""
    return plain_rules(community_code, on or ledger.clock.now().astimezone(CHINA).date())
