"""Answers already given, so that a request sent again with its ``Idempotency-Key`` gets the same one."""

import hashlib
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from pymongo.errors import DuplicateKeyError

from shared.kernel.clock import Clock
from shared.kernel.errors import BadInput, Conflict, FieldFault
from shared.kernel.ids import derived_id
from shared.messaging.sweeps import Sweep
from shared.storage.connection import collection

KEPT_DAYS = 30
_LONGEST_KEY = 200


class KeyReused(Conflict):
    """The key was sent before with another request."""

    code = "idempotency-key-reused"
    zh = "这个 Idempotency-Key 已用于另一个请求，请换一个新的"
    en = "This Idempotency-Key was used for another request; please send a new one"


@dataclass(frozen=True, slots=True, kw_only=True)
class GivenAnswer:
    """What was answered: status, body, and what else of it a program needs again."""

    status: int
    body: bytes
    headers: dict[str, str] = field(default_factory=dict)


class Answers:
    """The answers of the last thirty days, by who asked and under which key.

    An answer is kept after its effect; a process that ends in between answers anew, and what it creates has an id derived
    from the same key, so that it is still created once.
    """

    def __init__(self, clock: Clock) -> None:
        """Take the clock answers are dated by."""
        self._clock = clock

    def find(self, member_id: str, key: str, request: bytes) -> GivenAnswer | None:
        """Return what was answered to this request under this key, or None.

        Args:
            member_id: Who asks.
            key: As sent, 1 to 200 characters.
            request: Method, path and body.

        Raises:
            KeyReused: If the key came with another request.
            BadInput: If the key is too long.
        """
        if len(key) > _LONGEST_KEY:
            fault = FieldFault(
                field="Idempotency-Key", code="too-long", zh="最多 200 个字符", en="At most 200 characters"
            )
            raise BadInput(faults=(fault,))
        kept = collection("identity", "answers").find_one({"_id": derived_id("answer", member_id, key)})
        if kept is None:
            return None
        if kept["request"] != hashlib.sha256(request).digest():
            raise KeyReused
        headers: dict[str, str] = kept.get("headers", {})  # type: ignore[assignment]  # -- kept as a mapping below
        return GivenAnswer(status=int(str(kept["status"])), body=bytes(kept["body"]), headers=headers)  # type: ignore[call-overload]  # -- kept as bytes below

    def keep(self, member_id: str, key: str, request: bytes, answer: GivenAnswer) -> None:
        """Keep an answer; one that is there already stays."""
        document = {
            "_id": derived_id("answer", member_id, key),
            "request": hashlib.sha256(request).digest(),
            "status": answer.status,
            "body": answer.body,
            "headers": answer.headers,
            "on": self._clock.now().date().isoformat(),
        }
        try:
            collection("identity", "answers").insert_one(document)
        except DuplicateKeyError:
            return

    def make_indexes(self) -> None:
        """Create the index that old answers are found by."""
        collection("identity", "answers").create_index("on")

    def forget_old(self, now: datetime) -> int:
        """Remove the answers that became older than thirty days in the last month; return how many."""
        days = [(now - timedelta(days=KEPT_DAYS + back)).date().isoformat() for back in range(1, 31)]
        return sum(collection("identity", "answers").delete_many({"on": day}).deleted_count for day in days)


def answers_sweeps(answers: Answers) -> tuple[Sweep, ...]:
    """Return the sweep that forgets old answers, once a day."""
    return (Sweep(name="answers.forget-old", every_seconds=24 * 3600, run=answers.forget_old),)
