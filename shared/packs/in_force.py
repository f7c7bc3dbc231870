"""Which pack holds in a community on a day: what services are told it by, without knowing who keeps the choice."""

from datetime import date
from typing import Protocol

from shared.packs.pack import RulePack
from shared.packs.shelf import DEFAULT, pack_of


class RulesInForce(Protocol):
    """Tells a community's rules."""

    def __call__(self, community_code: str, on: date) -> RulePack:
        """Return the pack in force in a community on a day of China."""


def plain_rules(community_code: str, on: date) -> RulePack:  # noqa: ARG001 -- the same everywhere and always
    """Return the plain pack: what holds where nothing was chosen."""
    return pack_of(DEFAULT)
