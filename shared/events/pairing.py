"""What matching says of helpers and residents who are paired."""

from dataclasses import dataclass

from shared.events.contract import event
from shared.events.fields import Code, CommunityCode, Id
from shared.events.topics import MATCHING


@event("matching.pairing-changed.v1", topic=MATCHING, key="pairing_id")
@dataclass(frozen=True, slots=True, kw_only=True)
class PairingChanged:
    """A pairing was asked for, agreed, refused or ended: ``state`` says which, ``reason`` why it is over."""

    pairing_id: Id
    helper_id: Id
    resident_id: Id
    community_code: CommunityCode
    state: Code
    asked_by: Id
    by: Id
    reason: Code | None = None


@event("matching.pair-contact-told.v1", topic=MATCHING, key="pairing_id")
@dataclass(frozen=True, slots=True, kw_only=True)
class PairContactTold:
    """The two of a pairing were in touch, or the helper tried: ``found`` says how the resident was.

    ``staff_ids`` are those of the community who look after it when something is not well.
    """

    pairing_id: Id
    helper_id: Id
    community_code: CommunityCode
    way: Code
    found: Code
    staff_ids: tuple[Id, ...]
    by: Id


@event("matching.pair-contact-due.v1", topic=MATCHING, key="pairing_id")
@dataclass(frozen=True, slots=True, kw_only=True)
class PairContactDue:
    """The helper of a pairing is to be in touch by today; with ``staff_ids``, nobody was, a week after that day."""

    pairing_id: Id
    helper_id: Id
    community_code: CommunityCode
    staff_ids: tuple[Id, ...]
