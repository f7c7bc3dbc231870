"""Where signed heads are kept: beside the journal for who looks at pages, and in a file outside the database for who doubts it."""

import os
from collections.abc import Iterator, Sequence
from pathlib import Path

from pymongo.errors import DuplicateKeyError

from services.ledger.adapters.store import Document, asking, durable, make_index
from services.ledger.domain.signed_heads import SignedHeads, read_line
from shared.kernel.errors import Unavailable

_AT_ONCE = 100
_LAST_BYTES = 65_536
"""A line has at most some six thousand."""


class HeadsKept:
    """One document a line; numbers follow each other without gaps, so the newest is found by asking for a few."""

    def __init__(self) -> None:
        """Bind to the ledger's database."""
        self.collection = durable("signed_heads")
        self._known = 0

    def make_indexes(self) -> None:
        """Create the index that is missing; done once at start."""
        with asking():
            make_index(self.collection, "unsent_at", sparse=True)

    def append(self, number: int, signed: SignedHeads, *, outbox: Sequence[Document], unsent_at: int) -> bool:
        """Keep the line of this number with its outgoing event; tell whether nobody else has kept one before."""
        fields = {name: getattr(signed, name) for name in SignedHeads.__dataclass_fields__}
        document: Document = {"_id": number, **fields, "outbox": list(outbox), "unsent_at": unsent_at}
        with asking():
            try:
                self.collection.insert_one(document)
            except DuplicateKeyError:
                return False
        return True

    def newest_number(self) -> int:
        """Return the number of the newest line, 0 if there is none."""
        number, stride = self._known if self._has(self._known) else 0, 1
        while self._has(number + stride):
            number, stride = number + stride, stride * 2
        while stride > 1:
            stride //= 2
            number += stride if self._has(number + stride) else 0
        self._known = number
        return number

    def numbered(self, numbers: Sequence[int]) -> dict[int, SignedHeads]:
        """Return the lines of these numbers that there are; ask for at most a page."""
        with asking():
            found: list[Document] = list(
                self.collection.find({"_id": {"$in": list(numbers)}}, {"outbox": 0, "unsent_at": 0})
            )
        return {int(str(each["_id"])): _line_of(each) for each in found}

    def every(self) -> Iterator[SignedHeads]:
        """Yield every line in order, up to the first number that is not there."""
        start = 1
        while documents := self.numbered(range(start, start + _AT_ONCE)):
            for number in range(start, start + _AT_ONCE):
                if number not in documents:
                    return
                yield documents[number]
            start += _AT_ONCE

    def _has(self, number: int) -> bool:
        with asking():
            return self.collection.find_one({"_id": number}, {"_id": 1}) is not None


class HeadsFile:
    """A file that only grows, a line each; it may lie on another disk, and anyone may keep a copy."""

    def __init__(self, path: Path) -> None:
        """Take the path; the file is made with the first line."""
        self.path = path

    def append(self, lines: Sequence[SignedHeads]) -> None:
        """Add lines; on return they are on the disk.

        Raises:
            Unavailable: If the disk does not take them.
        """
        try:
            with self.path.open("ab") as out:
                start = b"" if self._ends_whole() else b"\n"
                out.write(start + b"".join(each.line.encode() + b"\n" for each in lines))
                out.flush()
                os.fsync(out.fileno())
        except OSError as cause:
            raise Unavailable(part="ledger-heads") from cause

    def newest(self) -> SignedHeads | None:
        """Return the last whole line, or None if there is none."""
        if not self.path.exists():
            return None
        with self.path.open("rb") as whole:
            whole.seek(max(0, self.path.stat().st_size - _LAST_BYTES))
            last = [read_line(line.decode("utf-8", "replace")) for line in whole.read().splitlines()]
        return next((each for each in reversed(last) if each is not None), None)

    def every(self) -> Iterator[SignedHeads]:
        """Yield every line that can be read, in order; what a crash left half is passed over, what is missing shows by its number."""
        if not self.path.exists():
            return
        with self.path.open(encoding="utf-8", errors="replace") as whole:
            for line in whole:
                signed = read_line(line)
                if signed is not None:
                    yield signed

    def _ends_whole(self) -> bool:
        with self.path.open("rb") as whole:
            size = whole.seek(0, os.SEEK_END)
            whole.seek(max(0, size - 1))
            return whole.read(1) in {b"", b"\n"}


def _line_of(document: Document) -> SignedHeads:
    return SignedHeads(**{name: str(document[name]) for name in SignedHeads.__dataclass_fields__})
