"""What the register says of relatives: that a record moved, to each side by itself, and never what they are to each other."""

from dataclasses import dataclass

from shared.events.contract import event
from shared.events.fields import Code, Id
from shared.events.topics import IDENTITY


@event("identity.kinship-changed.v1", topic=IDENTITY, key="kinship_id")
@dataclass(frozen=True, slots=True, kw_only=True)
class KinshipChanged:
    """A record of relatives stands otherwise: ``state`` says how, ``member_id`` is the side it is told to."""

    kinship_id: Id
    member_id: Id
    state: Code
    by: Id
