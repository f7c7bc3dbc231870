"""What must hold, worked out from the text of the blocks alone and without the ledger's own code."""

import hashlib
import json
import zlib
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping

from services.ledger.adapters.shown_documents import entries_of, lines_in
from tests.simulation.chance import Broken

Document = Mapping[str, object]
Told = tuple[str, str]
"""Record or instruction, and a fingerprint of its body."""


class Witness:
    """Looks at every block as it is written, and at everything in the end.

    Attributes:
        answered: Which block answered what.
        refused: How many refusals stand.
        balances: By account and unit, with the count of postings.
        entries: What members' statements must show, each once.
        heads: The newest block of each shard, and its hash.
        said: How many outgoing events were put beside the blocks.
    """

    def __init__(self) -> None:
        self.answered: dict[Told, tuple[int, int]] = {}
        self.credited: set[str] = set()
        self.refused = 0
        self.balances: dict[str, tuple[int, int, int]] = {}
        self.entries: Counter[tuple[object, ...]] = Counter()
        self.heads: dict[int, tuple[int, str, int]] = {}
        self.said = 0

    def see(self, document: Document) -> None:
        """Take in a block.

        Raises:
            Broken: If it does not follow from those before.
        """
        kept = document["text"]
        text = zlib.decompress(kept).decode() if isinstance(kept, bytes) else str(kept)
        block = json.loads(text)
        shard, seq, prev, logged_at = (block[name] for name in ("shard", "seq", "prev", "logged_at_millis"))
        before = self.heads.get(shard, (0, "0" * 64, 0))
        if (seq, prev) != (before[0] + 1, before[1]) or logged_at <= before[2]:
            raise Broken(f"block {seq} of shard {shard} does not follow")
        if hashlib.sha256(text.encode()).hexdigest() != document["hash"]:
            raise Broken("a hash is not that of its text")
        self.heads[shard] = (seq, str(document["hash"]), logged_at)
        for transfer in block["transfers"]:
            if transfer["record_id"] in self.credited:
                raise Broken(f"{transfer['record_id']} was credited twice")
            self.credited.add(transfer["record_id"])
            self._answer((transfer["record_id"], transfer["fingerprint"]), (shard, seq))
            self._move(transfer, seq)
        for refusal in block["refusals"]:
            self.refused += 1
            self._answer((refusal["record_id"], refusal["fingerprint"]), (shard, seq))
        self._count_said(document, len(block["transfers"]) + len(block["refusals"]) + len(block["acts"]))

    def _answer(self, told: Told, where: tuple[int, int]) -> None:
        if told in self.answered:
            raise Broken(f"{told[0]} was answered twice")
        self.answered[told] = where

    def _move(self, transfer: Mapping[str, object], seq: int) -> None:
        sums: dict[str, int] = defaultdict(int)
        for posting in transfer["postings"]:  # type: ignore[attr-defined]  # -- JSON
            account, unit, minutes = posting["account"], posting["unit"], posting["minutes"]
            key = f"{account}:{unit}"
            balance, number, _ = self.balances.get(key, (0, 0, 0))
            if (posting["balance_minutes"], posting["number"]) != (balance + minutes, number + 1):
                raise Broken(f"the balance of {key} does not add up")
            self.balances[key] = (balance + minutes, number + 1, seq)
            sums[unit] += minutes
            _, _, kind, *owner = account.split(":")
            if kind == "member":
                self.entries[transfer["transfer_id"], owner[0], unit, minutes, balance + minutes] += 1
        if any(sums.values()):
            raise Broken("a transfer does not balance")

    def _count_said(self, document: Document, answers: int) -> None:
        ids = {entry["id"] for entry in document["outbox"]}  # type: ignore[attr-defined]  # -- entries of an outbox
        if len(ids) != answers:
            raise Broken("not every answer is said, once")
        self.said += len(ids)

    def check_readers(
        self,
        pages: Iterable[dict[str, object]],
        parts: Iterable[dict[str, object]],
        heads: Iterable[Document],
    ) -> None:
        """Compare what readers see with what the blocks say.

        Raises:
            Broken: If it is not the same.
        """
        seen = {line.id: (line.minutes, line.number) for page in pages for line in lines_in(page)}
        if seen != {key: told[:2] for key, told in self.balances.items()}:
            raise Broken("readers see other balances")
        entries = [entry for part in parts for _, entry in entries_of(part)]
        told = (
            (each.transfer_id, each.member_id, each.unit.value, each.minutes, each.balance_minutes)
            for each in entries
        )
        if Counter[tuple[object, ...]](told) != self.entries:
            raise Broken("readers see other entries")
        if {each["_id"]: (each["seq"], each["hash"]) for each in heads} != {
            shard: head[:2] for shard, head in self.heads.items()
        }:
            raise Broken("readers see other heads")
        if sum(minutes for minutes, _, _ in self.balances.values()):
            raise Broken("the sum is not zero")
