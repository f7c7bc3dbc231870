"""What the ledger says of its chains as a whole, for whoever keeps a copy outside."""

from dataclasses import dataclass
from typing import Annotated

from shared.events.contract import event
from shared.events.fields import Code, Count, Text
from shared.events.topics import LEDGER_CHECKPOINTS

MOST_TEXT = 20_000
"""Sixty-four heads take some six thousand characters."""


@event("ledger.heads-signed.v1", topic=LEDGER_CHECKPOINTS, key="public_key")
@dataclass(frozen=True, slots=True, kw_only=True)
class HeadsSigned:
    """The newest block of every chain, signed; the signature is over exactly the text."""

    number: Count
    algorithm: Code
    public_key: Annotated[str, Text(least=64, most=64, pattern=r"[0-9a-f]+")]
    signature: Annotated[str, Text(least=128, most=128, pattern=r"[0-9a-f]+")]
    text: Annotated[str, Text(least=1, most=MOST_TEXT, lines=True)]
