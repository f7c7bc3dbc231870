"""The one form in which a block is hashed and kept.

Canonical encoding: JSON in UTF-8; the keys of each object sorted; no spaces; characters beyond ASCII as themselves; whole
numbers only; lists in the order of the block. The hash is SHA-256 over exactly these bytes, which name the hash before
(``prev``). So anyone can check a block with ``sha256sum``, and nothing depends on how a database writes numbers.
"""

import hashlib
import json
from dataclasses import dataclass

from cattrs import Converter
from cattrs.errors import ForbiddenExtraKeysError

from services.ledger.domain.accounts import Unit
from services.ledger.domain.blocks import Block
from services.ledger.domain.errors import BrokenChain, Unbalanced

_shape = Converter(forbid_extra_keys=True, detailed_validation=False)
_UNITS = {unit.value: unit for unit in Unit}
_shape.register_structure_hook(Unit, lambda value, _: _UNITS[value])


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
    text = json.dumps(_shape.unstructure(block), ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return Sealed(block=block, text=text, hash=hash_of(text))


def hash_of(text: str) -> str:
    """Return the hash of a block's canonical encoding, in hexadecimal."""
    return hashlib.sha256(text.encode()).hexdigest()


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
