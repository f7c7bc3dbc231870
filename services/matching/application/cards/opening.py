"""Where printed cards are kept, and what they are found by."""

from collections.abc import Mapping

from services.matching.domain.cards.card import PresenceCard
from shared.kernel.clock import Clock
from shared.kernel.ids import Ids
from shared.storage.aggregates import Aggregates


def open_cards(clock: Clock, ids: Ids) -> Aggregates[PresenceCard]:
    """Return the printed cards on the connection ``matching``."""
    return Aggregates(
        PresenceCard,
        alias="matching",
        collection="presence_cards",
        clock=clock,
        ids=ids,
        indexes=("hashes",),
        also=_found_by,
    )


def _found_by(card: PresenceCard) -> Mapping[str, object]:
    present = (card.code_hash,) if card.code_hash else ()
    return {"hashes": [*card.revoked_hashes, *present] or None}
