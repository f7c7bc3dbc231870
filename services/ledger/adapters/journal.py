"""The journal: one document a block, inserted once, never changed but for its outbox."""

import zlib
from collections.abc import Iterator, Sequence

from pymongo.errors import DuplicateKeyError

from services.ledger.adapters.store import Document, asking, durable, make_index
from services.ledger.domain.blocks import block_id
from services.ledger.domain.encoding import Glance, Sealed, glance, unseal
from services.ledger.domain.errors import BrokenChain, Fenced

WORTH_PACKING_SIGNS = 4096
_FAST = 1

WINDOW_BLOCKS = 64
"""Blocks read at once: a few tens of megabytes at the very most."""


class Journal:
    """The blocks of all shards.

    A document holds the canonical text and its hash; ``outbox`` and ``unsent_at`` beside them are for the relay and no part
    of the hash, since they empty when the events have left.
    """

    def __init__(self) -> None:
        """Bind to the ledger's database."""
        self.collection = durable("blocks")

    def make_indexes(self) -> None:
        """Create the indexes that are missing; done once at start."""
        with asking():
            make_index(self.collection, "shard", "seq", unique=True)
            make_index(self.collection, "unsent_at", sparse=True)

    def append(self, sealed: Sealed, *, outbox: Sequence[Document], unsent_at: int) -> None:
        """Write the next block of a shard with its outgoing events; on return it is durable.

        Called again with the same block (its acknowledgement was lost) it does nothing: the nonce in the hash tells.

        Raises:
            Fenced: If another block stands there.
            Unavailable: If the store does not answer; the block may or may not have been written.
        """
        block = sealed.block
        document: Document = {
            "_id": block.id,
            "shard": block.shard,
            "seq": block.seq,
            "hash": sealed.hash,
            "text": _kept_text(sealed.text),
            "outbox": list(outbox),
            **({"unsent_at": unsent_at} if outbox else {}),
        }
        with asking():
            try:
                self.collection.insert_one(document)
            except DuplicateKeyError as cause:
                standing = self.collection.find_one({"_id": block.id}) or {}
                if standing.get("hash") != sealed.hash:
                    raise Fenced(shard=block.shard, seq=block.seq) from cause

    def after(self, shard: int, seq: int) -> Iterator[Sealed]:
        """Yield the blocks of a shard behind ``seq``, in order; whether they follow each other is for the reader to check.

        Raises:
            BrokenChain: If a block is not what its hash says.
        """
        return map(_unsealed, self._documents(shard, seq))

    def glances(self, shard: int, seq: int) -> Iterator[Glance]:
        """Yield what a chain is verified by of the blocks of a shard behind ``seq``, in order.

        Raises:
            BrokenChain: If a block is not what its hash says.
        """
        return map(_glanced, self._documents(shard, seq))

    def _documents(self, shard: int, seq: int) -> Iterator[Document]:
        while documents := self._window(shard, seq):
            yield from documents
            seq = max(seq + 1, _whole(documents[-1]["seq"]))

    def at(self, shard: int, seq: int) -> Sealed | None:
        """Return the block that stands in this place, or None if there is none.

        Raises:
            BrokenChain: If it is not what its hash says.
        """
        with asking():
            found = self.collection.find_one({"_id": block_id(shard, seq)}, {"outbox": 0})
        return _unsealed(found) if found else None

    def _window(self, shard: int, seq: int) -> list[Document]:
        """Return the next blocks; bounded, for the embedded store loads all that an index range matches."""
        with asking():
            near = {"shard": shard, "seq": {"$gt": seq, "$lte": seq + WINDOW_BLOCKS}}
            found = list(self.collection.find(near, {"outbox": 0}).sort("seq", 1))
            if found:
                return found
            beyond_a_gap = {"shard": shard, "seq": {"$gt": seq + WINDOW_BLOCKS}}
            return list(self.collection.find(beyond_a_gap, {"outbox": 0}).limit(1))


def _whole(value: object) -> int:
    return value if isinstance(value, int) else 0


def _unsealed(document: Document) -> Sealed:
    shard, seq, text, claimed_hash = _kept(document)
    return unseal(shard=shard, seq=seq, text=text, claimed_hash=claimed_hash)


def _glanced(document: Document) -> Glance:
    shard, seq, text, claimed_hash = _kept(document)
    return glance(shard=shard, seq=seq, text=text, claimed_hash=claimed_hash)


def _kept(document: Document) -> tuple[int, int, str, str]:
    shard, seq = _whole(document["shard"]), _whole(document["seq"])
    if document["_id"] != block_id(shard, seq):
        raise BrokenChain(shard=shard, seq=seq, why="it is kept under another id")
    try:
        text = _read_text(document.get("text"))
    except (zlib.error, UnicodeDecodeError) as cause:
        raise BrokenChain(shard=shard, seq=seq, why="its text cannot be unpacked") from cause
    return shard, seq, text, str(document.get("hash"))


def _kept_text(text: str) -> str | bytes:
    """Return how a text is kept: packed when it is long, a fifth of its size."""
    return text if len(text) < WORTH_PACKING_SIGNS else zlib.compress(text.encode(), _FAST)


def _read_text(kept: object) -> str:
    return zlib.decompress(kept).decode() if isinstance(kept, bytes) else str(kept)
