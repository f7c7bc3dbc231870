"""What readers see: account lines with absolute balances, statement entries, heads. All of it can be made again from the journal."""

from collections.abc import Iterable, Iterator, Sequence

from pymongo import InsertOne, UpdateOne
from pymongo.collection import Collection
from pymongo.errors import BulkWriteError

from services.ledger.adapters.store import Document, asking, durable, make_index
from services.ledger.domain.accounts import Unit
from services.ledger.domain.encoding import Sealed
from services.ledger.domain.lines import AccountLine, Entry, Head, account_lines, head_of, statement_entries
from shared.kernel.clock import Clock
from shared.storage.mapper import from_document, to_document
from shared.storage.paging import MOST_ON_A_PAGE, Page, listed_key, newest_first

_DUPLICATE = 11000
Write = InsertOne[Document] | UpdateOne


class Projections:
    """The three collections readers use; writing a block to them twice, or late, changes nothing."""

    def __init__(self, clock: Clock) -> None:
        """Bind to the ledger's database."""
        self._clock = clock
        self.accounts = durable("accounts")
        self.entries = durable("entries")
        self.heads_seen = durable("heads")

    def make_indexes(self) -> None:
        """Create the indexes that are missing; few, for each makes every write of the embedded store dearer."""
        with asking():
            make_index(self.accounts, "member_id")
            make_index(self.entries, "member_id", "unit", "listed")

    def show(self, sealed: Sealed) -> None:
        """Let readers see a block: entries first, then balances, then the head, so that a head promises all of the rest."""
        self._write(self.entries, [InsertOne(_entry_document(entry)) for entry in statement_entries(sealed)])
        self._write(self.accounts, [_guarded(line) for line in account_lines(sealed)])
        head = head_of(sealed)
        fields = {"hash": head.hash, "seq": head.seq}
        guard = {"_id": head.shard, "seq": {"$lt": head.seq}}
        self._write(self.heads_seen, [UpdateOne(guard, {"$set": fields}, upsert=True)])

    def clear(self) -> None:
        """Drop all that readers see; the heads first, so that nothing is promised that is not there."""
        with asking():
            for collection in (self.heads_seen, self.accounts, self.entries):
                collection.delete_many({})

    def _write(self, collection: Collection[Document], writes: Sequence[Write]) -> None:
        """Write all; what is there already, or newer, stays: its insert or upsert meets its own id."""
        if not writes:
            return
        with asking():
            try:
                collection.bulk_write(list(writes), ordered=False)
            except BulkWriteError as cause:
                faults = cause.details.get("writeErrors", [])
                if any(fault["code"] != _DUPLICATE for fault in faults) or cause.details.get(
                    "writeConcernErrors"
                ):
                    raise

    def heads(self) -> list[Head]:
        """Return the newest block of each shard that readers see, by shard; at most 64."""
        with asking():
            found = self.heads_seen.find({})
            heads = [
                Head(shard=int(str(each["_id"])), seq=int(str(each["seq"])), hash=str(each["hash"]))
                for each in found
            ]
        return sorted(heads, key=lambda head: head.shard)

    def lines_of(self, member_ids: Iterable[str]) -> list[AccountLine]:
        """Return the account lines of these members, in no order."""
        wanted = list(dict.fromkeys(member_ids))
        query = {"member_id": wanted[0] if len(wanted) == 1 else {"$in": wanted}}
        with asking():
            return [from_document(AccountLine, each) for each in self.accounts.find(query)]

    def every_line(self) -> Iterator[AccountLine]:
        """Yield every account line of every book, in no order."""
        with asking():
            for each in self.accounts.find({}):
                yield from_document(AccountLine, each)

    def statement(self, member_id: str, *, unit: Unit | None, limit: int, after: str | None) -> Page[Entry]:
        """Return a page of a member's entries in all books, newest first by log time; of one unit or of all."""
        limit = max(1, min(limit, MOST_ON_A_PAGE))
        found: list[Document] = []
        more = False
        for each in (unit,) if unit else Unit:
            part, following = self._entries_page(member_id, each, limit=limit, after=after)
            found += part
            more = more or following is not None
        found.sort(key=lambda document: str(document["listed"]), reverse=True)
        shown = found[:limit]
        more = more or len(found) > limit
        return Page(
            items=tuple(from_document(Entry, each) for each in shown),
            next=str(shown[-1]["listed"]) if more else None,
        )

    def _entries_page(
        self, member_id: str, unit: Unit, *, limit: int, after: str | None
    ) -> tuple[list[Document], str | None]:
        equals = {"member_id": member_id, "unit": unit.value}
        with asking():
            return newest_first(self.entries, equals, now=self._clock.now(), limit=limit, after=after)

    def every_entry(self) -> Iterator[Entry]:
        """Yield every entry of every member, in no order."""
        with asking():
            for each in self.entries.find({}):
                yield from_document(Entry, each)


def _entry_document(entry: Entry) -> Document:
    return {**to_document(entry), "listed": listed_key(entry.logged_at, entry.id)}


def _guarded(line: AccountLine) -> UpdateOne:
    standing = {"minutes": line.minutes, "number": line.number, "seq": line.seq}
    once = {name: value for name, value in to_document(line).items() if name not in {"_id", *standing}}
    guard = {"_id": line.id, "seq": {"$lt": line.seq}}
    return UpdateOne(guard, {"$set": standing, "$setOnInsert": once}, upsert=True)
