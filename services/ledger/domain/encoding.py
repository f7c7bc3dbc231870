"""The one form in which a block is hashed and kept.

Canonical encoding: JSON in UTF-8; the keys of each object sorted; no spaces; characters beyond ASCII as themselves; whole
numbers only; lists in the order of the block. The hash is SHA-256 over exactly these bytes, which name the hash before
(``prev``). So anyone can check a block with ``sha256sum``, and nothing depends on how a database writes numbers.
"""

import hashlib
import json
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from cattrs import Converter
from cattrs.errors import ForbiddenExtraKeysError
from cattrs.gen import make_dict_unstructure_fn, override

from services.ledger.domain.accounts import Unit
from services.ledger.domain.blocks import Block, Transfer
from services.ledger.domain.errors import BrokenChain, Unbalanced
from services.ledger.domain.instructions import Step

_shape = Converter(forbid_extra_keys=True, detailed_validation=False)
_UNITS = {unit.value: unit for unit in Unit}
_shape.register_structure_hook(Unit, lambda value, _: _UNITS[value])
_shape.register_unstructure_hook(
    Step, make_dict_unstructure_fn(Step, _shape, terms=override(omit_if_default=True))
)
_shape.register_unstructure_hook(
    Transfer, make_dict_unstructure_fn(Transfer, _shape, marks=override(omit_if_default=True))
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Sealed:
    """A block with the bytes it is hashed over.

    Attributes:
        block: What it says.
        text: Its canonical encoding.
        hash: SHA-256 of the text, in hexadecimal.
    """

    block: Block
    text: str
    hash: str


def seal(block: Block) -> Sealed:
    """Return the block with its canonical encoding and hash."""
    text = _canonical(_shape.unstructure(block))
    return Sealed(block=block, text=text, hash=hash_of(text))


def _canonical(whole: object) -> str:
    return json.dumps(whole, ensure_ascii=False, sort_keys=True, separators=(",", ":"))


def hash_of(text: str) -> str:
    """Return the hash of a block's canonical encoding, in hexadecimal."""
    return hashlib.sha256(text.encode()).hexdigest()


@dataclass(frozen=True, slots=True, kw_only=True)
class Glance:
    """What a chain is verified by, read from a block's text without making the block.

    Attributes:
        shard: Whose chain.
        seq: Which block.
        prev: Hash of the block before.
        hash: Of this one.
        logged_at_millis: Log time.
        postings: How many it holds.
        postings_total: How many it says the shard holds.
        sum_minutes: Their sum: zero.
    """

    shard: int
    seq: int
    prev: str
    hash: str
    logged_at_millis: int
    postings: int
    postings_total: int
    sum_minutes: int


def glance(*, shard: int, seq: int, text: str, claimed_hash: str) -> Glance:
    """Return what the block says that was kept under this shard and sequence; it is three times as fast as to unseal it.

    Raises:
        BrokenChain: If the hash does not fit, the text is not canonical, a transfer does not balance in its book, or the block
            names another place in the chain than the one it was kept in.
    """
    if hash_of(text) != claimed_hash:
        raise BrokenChain(shard=shard, seq=seq, why="its hash does not fit its text")
    try:
        whole = json.loads(text)
        if _canonical(whole) != text:
            raise BrokenChain(shard=shard, seq=seq, why="its text is not canonical")
        if (whole["shard"], whole["seq"]) != (shard, seq):
            raise BrokenChain(shard=shard, seq=seq, why="it stands in another's place")
        counts = [_balanced(moved["postings"]) for moved in _moved(whole)]
        return Glance(
            shard=shard,
            seq=seq,
            prev=whole["prev"],
            hash=claimed_hash,
            logged_at_millis=whole["logged_at_millis"],
            postings=sum(count for count, _ in counts),
            postings_total=whole["postings_total"],
            sum_minutes=sum(minutes for _, minutes in counts),
        )
    except (ValueError, TypeError, LookupError, AttributeError) as cause:
        raise BrokenChain(shard=shard, seq=seq, why="its text is no block") from cause


def _balanced(postings: Sequence[Any]) -> tuple[int, int]:
    """Return how many there are, and their sum, which is zero in each book and unit.

    Raises:
        ValueError: If it is not.
    """
    sums: dict[tuple[str, str], int] = defaultdict(int)
    for each in postings:
        sums[each["account"].split(":", 2)[1], each["unit"]] += each["minutes"]
    if not sums or any(sums.values()):
        raise ValueError
    return len(postings), sum(sums.values())


def _moved(whole: Any) -> Iterator[Any]:
    yield from whole["transfers"]
    for act in whole["acts"]:
        yield from act["moves"]


def unseal(*, shard: int, seq: int, text: str, claimed_hash: str) -> Sealed:
    """Return the block that was kept under this shard and sequence.

    Raises:
        BrokenChain: If the hash does not fit, the text is not canonical, a transfer does not balance, or the block names
            another place in the chain than the one it was kept in.
    """

    def broken(why: str) -> BrokenChain:
        return BrokenChain(shard=shard, seq=seq, why=why)

    if hash_of(text) != claimed_hash:
        raise broken("its hash does not fit its text")
    try:
        whole = json.loads(text)
        sealed = seal(_shape.structure(whole if isinstance(whole, dict) else {}, Block))
    except (ValueError, TypeError, LookupError, AttributeError, ForbiddenExtraKeysError, Unbalanced) as cause:
        raise broken("its text is no block") from cause
    if sealed.text != text:
        raise broken("its text is not canonical")
    if (sealed.block.shard, sealed.block.seq) != (shard, seq):
        raise broken("it stands in another's place")
    return sealed
