"""Replays a recorded journal and prints what it adds up to: ``python -m tests.golden_journals.replaying FILE``."""

import json
import sys
from collections.abc import Iterable, Mapping
from pathlib import Path

from services.ledger.domain.encoding import unseal
from services.ledger.domain.state import ShardState

FOLDER = Path(__file__).parent


def read(file: Path) -> tuple[dict[str, str], list[Mapping[str, object]]]:
    """Return what a recorded journal must add up to, by shard, and its blocks as they were kept."""
    first, *kept = (json.loads(line) for line in file.read_text(encoding="utf-8").splitlines())
    return first["adds_up_to"], kept


def states_of(kept: Iterable[Mapping[str, object]]) -> dict[int, ShardState]:
    """Return the shards that the blocks make, each block verified."""
    states: dict[int, ShardState] = {}
    for each in kept:
        shard, seq = int(str(each["shard"])), int(str(each["seq"]))
        sealed = unseal(shard=shard, seq=seq, text=str(each["text"]), claimed_hash=str(each["hash"]))
        states.setdefault(shard, ShardState(shard)).apply(sealed)
    return states


if __name__ == "__main__":
    _, blocks = read(Path(sys.argv[1]))
    digests = {str(shard): state.digest() for shard, state in states_of(blocks).items()}
    sys.stdout.write(json.dumps(digests))
