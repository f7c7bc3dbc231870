"""What the signed heads say of the journal: read from the file outside the database, or from a copy that somebody else kept."""

from collections.abc import Iterable

from services.ledger.adapters.heads_kept import HeadsFile
from services.ledger.application.context import Ledger
from services.ledger.domain.signed_heads import HeadsRead, SignedHeads
from shared.storage.signing import fits


def heads_read(ledger: Ledger, *, copy: HeadsFile | None = None, keys: Iterable[str] = ()) -> HeadsRead:
    """Return every signed line there is, checked, and what does not hold of them.

    The file is read first: a line stands in the documents before it stands in the file.

    Args:
        ledger: Whose documents and file are read.
        copy: A copy of the file that is to be believed as well.
        keys: Ids of keys to trust; none: those of the key file.
    """
    trusted = frozenset(keys) or frozenset(ledger.signer.keys.keys)
    named = ((copy, "in the copy"), (ledger.signer.file, "in the file"))
    files = [(_read(file.every(), trusted), name) for file, name in named if file is not None]
    whole = _read(ledger.signer.kept.every(), trusted)
    whole.wrong = [f"in the documents: {each}" for each in whole.wrong]
    for read, name in files:
        _add(whole, read, name)
    return whole


def _read(lines: Iterable[SignedHeads], trusted: frozenset[str]) -> HeadsRead:
    read = HeadsRead(fits=fits, trusted=trusted)
    read.read(lines)
    return read


def _add(whole: HeadsRead, other: HeadsRead, name: str) -> None:
    """Add what another source says, and where it says something else."""
    whole.wrong += [f"{name}: {each}" for each in other.wrong]
    if other.count > whole.count:
        whole.wrong.append(f"{name}: signed heads {whole.count + 1} are missing in the documents")
    for shard, signed in other.shards.items():
        known = whole.shards.setdefault(shard, {})
        for seq, (hash_, number) in signed.items():
            if known.setdefault(seq, (hash_, number))[0] != hash_:
                whole.wrong.append(
                    f"{name}: signed heads {number} say another hash of block {seq} of shard {shard}"
                )
