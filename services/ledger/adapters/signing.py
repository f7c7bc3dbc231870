"""Heads signed with the ledger's own keys."""

from dataclasses import asdict

from services.ledger.domain.signed_heads import SignedHeads
from shared.storage.signing import SigningKeys


def heads_signed(keys: SigningKeys, text: str, key_id: str) -> SignedHeads:
    """Return the text signed with one of the keys."""
    return SignedHeads(**asdict(keys.signed(text, key_id)))
