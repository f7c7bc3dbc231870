"""The topics there are, each with its number of partitions."""

from typing import Final

IDENTITY: Final = "linli.identity"
MATCHING: Final = "linli.matching"
SERVICE: Final = "linli.service"
LEDGER_COMMANDS: Final = "linli.ledger.commands"
LEDGER: Final = "linli.ledger"
LEDGER_CHECKPOINTS: Final = "linli.ledger.checkpoints"
NOTIFY: Final = "linli.notify"

PARTITIONS: Final[dict[str, int]] = {
    IDENTITY: 4,
    MATCHING: 8,
    SERVICE: 8,
    LEDGER_COMMANDS: 8,
    LEDGER: 8,
    LEDGER_CHECKPOINTS: 1,
    NOTIFY: 4,
}


def parked_topic(group: str) -> str:
    """Return the topic where a consumer group's parked events wait, of one partition."""
    return f"linli.{group}.parked"
