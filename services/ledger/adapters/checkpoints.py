"""How far the chain of each shard was verified, so that the next look reads only what is new."""

from collections.abc import Sequence

from services.ledger.adapters.store import Document, asking, durable
from services.ledger.domain.checks import ChainCheck
from shared.storage.mapper import from_document, to_document


class Checkpoints:
    """At most one a shard."""

    def __init__(self) -> None:
        """Bind to the ledger's database."""
        self.collection = durable("checks")

    def all(self) -> dict[int, ChainCheck]:
        """Return the checks by shard."""
        with asking():
            found: list[Document] = list(self.collection.find({}))
        return {check.shard: check for check in (from_document(ChainCheck, each) for each in found)}

    def keep(self, checks: Sequence[ChainCheck]) -> None:
        """Keep these checks in place of what was known of their shards."""
        with asking():
            for check in checks:
                self.collection.replace_one({"_id": check.id}, to_document(check), upsert=True)
