"""Signed heads: what the newest block of every chain was at an instant, in a form that anyone can check without us.

A chain alone can be written anew from some block on by whoever holds the database. These lines lie outside of it, each names
the hash of the one before, and each is signed; so a tail written anew disagrees with a line that others have, too.
"""

import hashlib
import json
from collections.abc import Callable, Iterable, Mapping
from dataclasses import asdict, dataclass, field
from datetime import datetime
from typing import Final

from services.ledger.domain.blocks import GENESIS
from services.ledger.domain.lines import Head
from shared.kernel.clock import from_unix_millis
from shared.kernel.signed import ED25519, Signed, key_id_of

FORMAT: Final = "linli-heads-1"


@dataclass(frozen=True, slots=True, kw_only=True)
class SignedHeads(Signed):
    """One signed line; its text is canonical JSON, see :func:`heads_text`."""

    @property
    def hash(self) -> str:
        """Return the hash that the next line names."""
        return hashlib.sha256(self.text.encode()).hexdigest()

    @property
    def line(self) -> str:
        """Return the line as it stands in the file, without its end."""
        return json.dumps(asdict(self), sort_keys=True, separators=(",", ":"))


@dataclass(frozen=True, slots=True, kw_only=True)
class HeadsTold:
    """What a signed text says.

    Attributes:
        number: 1, 2, 3 … without gaps.
        prev: Hash of the text before, 64 zeros for the first.
        made_at_millis: When it was signed, by the machine's clock.
        key_id: Which key signs it.
        next_key_id: Which key signs the next; another one is announced so.
        heads: The newest verified block of each shard that has any, by shard.
    """

    number: int
    prev: str
    made_at_millis: int
    key_id: str
    next_key_id: str
    heads: tuple[Head, ...]

    @property
    def made_at(self) -> datetime:
        """Return when it was signed."""
        return from_unix_millis(self.made_at_millis)


def heads_text(told: HeadsTold) -> str:
    """Return the canonical text: JSON, keys sorted, no spaces, each head a list of shard, sequence and hash."""
    heads = [[head.shard, head.seq, head.hash] for head in told.heads]
    whole = {**asdict(told), "format": FORMAT, "heads": heads}
    return json.dumps(whole, sort_keys=True, separators=(",", ":"))


def read_line(line: str) -> SignedHeads | None:
    """Return the signed heads of a line of the file, or None if it is no such line."""
    try:
        whole = json.loads(line)
        signed = SignedHeads(**{name: str(value) for name, value in whole.items()})
    except (ValueError, TypeError, AttributeError, RecursionError):
        return None
    return signed if told_by(signed) is not None else None


def told_by(signed: SignedHeads) -> HeadsTold | None:
    """Return what the text says, or None if it is not a text of ours."""
    try:
        whole = json.loads(signed.text)
        heads = tuple(Head(shard=int(a), seq=int(b), hash=str(c)) for a, b, c in whole.pop("heads"))
        is_known = whole.pop("format") == FORMAT
        told = HeadsTold(heads=heads, **whole)
    except (ValueError, TypeError, KeyError, AttributeError, RecursionError):
        return None
    return told if is_known and heads_text(told) == signed.text else None


@dataclass(slots=True, kw_only=True)
class HeadsRead:
    """Signed lines as they are read, one after the other, and what does not hold of them.

    Attributes:
        fits: Tells whether a signature is the one of its text and key.
        trusted: Ids of keys that the reader trusts by themselves; if there are none, the first line's is.
        count: How many lines were read.
        hash: Of the newest.
        shards: By shard and sequence, the hash that was signed first and the line's number.
        wrong: What does not hold, in English.
    """

    fits: Callable[[SignedHeads], bool]
    trusted: frozenset[str] = frozenset()
    count: int = 0
    hash: str = GENESIS
    shards: dict[int, dict[int, tuple[str, int]]] = field(default_factory=dict)
    wrong: list[str] = field(default_factory=list)
    _next_key_id: str | None = None

    def read(self, lines: Iterable[SignedHeads]) -> None:
        """Take lines in."""
        for signed in lines:
            self._take(signed)

    def of(self, shard: int) -> Mapping[int, tuple[str, int]]:
        """Return what was signed of a shard, by sequence."""
        return self.shards.get(shard, {})

    def _take(self, signed: SignedHeads) -> None:
        told = told_by(signed)
        self.count += 1
        if told is None:
            self.wrong.append(f"signed heads {self.count}: the text cannot be read")
            return
        why = self._fault(signed, told)
        if why:
            self.wrong.append(f"signed heads {told.number}: {why}")
        self.count, self.hash, self._next_key_id = told.number, signed.hash, told.next_key_id
        for head in told.heads:
            self._keep(head, told.number)

    def _fault(self, signed: SignedHeads, told: HeadsTold) -> str | None:
        is_vouched = told.key_id in self.trusted or (
            told.key_id == self._next_key_id if self._next_key_id else not self.trusted
        )
        checks = (
            (signed.algorithm == ED25519, f"the algorithm {signed.algorithm} is not known"),
            (told.number == self.count, f"signed heads {self.count} are missing"),
            (told.prev == self.hash, "they do not name the hash of those before"),
            (told.key_id == _named(signed.public_key), "the key is not the one they name"),
            (is_vouched, f"nobody vouched for the key {told.key_id}"),
            (self.fits(signed), "the signature does not fit"),
        )
        return next((why for holds, why in checks if not holds), None)

    def _keep(self, head: Head, number: int) -> None:
        known = self.shards.setdefault(head.shard, {})
        first, by = known.setdefault(head.seq, (head.hash, number))
        if first != head.hash:
            self.wrong.append(
                f"signed heads {number}: block {head.seq} of shard {head.shard} has another hash than in {by}"
            )


def _named(public_key: str) -> str | None:
    try:
        return key_id_of(public_key)
    except ValueError:
        return None
