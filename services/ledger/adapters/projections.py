"""What readers see: account lines with absolute balances, entries, holds, answers, heads. All of it can be made again from the journal."""

from collections.abc import Iterable, Iterator, Sequence

from pymongo import InsertOne, UpdateOne
from pymongo.collection import Collection
from pymongo.errors import BulkWriteError

from services.ledger.adapters.entry_queries import entry_document, listed_document, narrowing
from services.ledger.adapters.store import Document, asking, durable, make_index
from services.ledger.domain.accounts import Unit
from services.ledger.domain.filtering import EntryFilter
from services.ledger.domain.lines import AccountLine, Answer, Entry, Head, HoldLine
from services.ledger.domain.refusal_lines import RefusalLine
from services.ledger.domain.showing import Shown
from shared.kernel.clock import Clock
from shared.storage.mapper import from_document, to_document
from shared.storage.paging import MOST_ON_A_PAGE, Page, newest_first

_DUPLICATE = 11000
Write = InsertOne[Document] | UpdateOne


class Projections:
    """The collections readers use; writing a block to them twice, or late, changes nothing."""

    def __init__(self, clock: Clock) -> None:
        """Bind to the ledger's database."""
        self._clock = clock
        self.accounts = durable("accounts")
        self.entries = durable("entries")
        self.holds = durable("holds")
        self.answers = durable("answers")
        self.refusals = durable("refusals")
        self.heads_seen = durable("heads")

    @property
    def all(self) -> tuple[Collection[Document], ...]:
        """Return the collections, the heads first."""
        return (self.heads_seen, self.accounts, self.entries, self.holds, self.answers, self.refusals)

    def make_indexes(self) -> None:
        """Create the indexes that are missing; few, for each makes every write of the embedded store dearer."""
        with asking():
            make_index(self.accounts, "member_id")
            make_index(self.accounts, "community_code")
            make_index(self.entries, "member_id", "unit", "listed")
            make_index(self.refusals, "community_code", "listed")
            make_index(self.refusals, "community_code", "code", "listed")

    def show(self, shown: Shown) -> None:
        """Let readers see a block: entries first, then balances, then the head, so that a head promises all of the rest."""
        self._write(self.entries, [InsertOne(entry_document(entry)) for entry in shown.entries])
        self._write(self.accounts, [_guarded(line) for line in shown.lines])
        self._write(self.holds, [_guarded(hold) for hold in shown.holds])
        self._write(self.answers, [InsertOne(to_document(answer)) for answer in shown.answers])
        self._write(self.refusals, [InsertOne(listed_document(line)) for line in shown.refusals])
        head = shown.head
        fields = {"hash": head.hash, "seq": head.seq}
        guard = {"_id": head.shard, "seq": {"$lt": head.seq}}
        self._write(self.heads_seen, [UpdateOne(guard, {"$set": fields}, upsert=True)])

    def clear(self) -> None:
        """Drop all that readers see; the heads first, so that nothing is promised that is not there."""
        with asking():
            for collection in self.all:
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

    def head(self, shard: int) -> int:
        """Return the newest block of a shard that readers see; 0 if there is none."""
        with asking():
            found = self.heads_seen.find_one({"_id": shard})
        return int(str(found["seq"])) if found else 0

    def answer(self, instruction_id: str) -> Answer | None:
        """Return the answer to an instruction, once readers see it."""
        with asking():
            found = self.answers.find_one({"_id": instruction_id})
        return from_document(Answer, found) if found else None

    def answers_of(self, instruction_ids: Iterable[str]) -> dict[str, Answer]:
        """Return the answers to these instructions, by id; ask for at most a page of them."""
        with asking():
            found = self.answers.find({"_id": {"$in": list(instruction_ids)}})
            return {each.id: each for each in (from_document(Answer, one) for one in found)}

    def hold(self, hold_id: str) -> HoldLine | None:
        """Return a hold, once readers see it."""
        with asking():
            found = self.holds.find_one({"_id": hold_id})
        return from_document(HoldLine, found) if found else None

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

    def lines_of_book(self, community_code: str) -> list[AccountLine]:
        """Return every account line of a book, in no order."""
        with asking():
            found = self.accounts.find({"community_code": community_code})
            return [from_document(AccountLine, each) for each in found]

    def summed(self, member_id: str, unit: Unit, counted: Document) -> int:
        """Return the sum of a member's entries in a unit that match what is counted."""
        query = {"member_id": member_id, "unit": unit.value, **counted}
        with asking():
            return sum(int(str(each["minutes"])) for each in self.entries.find(query, {"minutes": 1}))

    def statement(self, member_id: str, wanted: EntryFilter, *, limit: int, after: str | None) -> Page[Entry]:
        """Return a page of a member's entries that are wanted, newest first by log time."""
        limit = max(1, min(limit, MOST_ON_A_PAGE))
        found: list[Document] = []
        more = False
        for each in (wanted.unit,) if wanted.unit else Unit:
            equals = {"member_id": member_id, "unit": each.value, **narrowing(wanted)}
            with asking():
                part, following = newest_first(
                    self.entries, equals, now=self._clock.now(), limit=limit, after=after
                )
            found += part
            more = more or following is not None
        found.sort(key=lambda document: str(document["listed"]), reverse=True)
        shown = found[:limit]
        more = more or len(found) > limit
        return Page(
            items=tuple(from_document(Entry, each) for each in shown),
            next=str(shown[-1]["listed"]) if more else None,
        )

    def refusals_of(
        self, community_code: str, *, code: str | None, limit: int, after: str | None
    ) -> Page[RefusalLine]:
        """Return a page of a book's refusals, newest first by log time; of one code or of all."""
        equals = {"community_code": community_code, **({"code": code} if code else {})}
        with asking():
            found, following = newest_first(
                self.refusals, equals, now=self._clock.now(), limit=limit, after=after
            )
        return Page(items=tuple(from_document(RefusalLine, each) for each in found), next=following)

    def every_entry(self) -> Iterator[Entry]:
        """Yield every entry of every member, in no order."""
        with asking():
            for each in self.entries.find({}):
                yield from_document(Entry, each)


_ONCE = frozenset({"account", "other", "unit", "community_code", "member_id", "shard", "expires_at"})
"""What of a line never changes."""


def _guarded(line: AccountLine | HoldLine) -> UpdateOne:
    """Return the write of a line that a newer one withstands: its upsert meets its own id."""
    fields = {name: value for name, value in to_document(line).items() if name != "_id"}
    change = {
        "$set": {name: value for name, value in fields.items() if name not in _ONCE},
        "$setOnInsert": {name: value for name, value in fields.items() if name in _ONCE},
    }
    return UpdateOne({"_id": line.id, "seq": {"$lt": line.seq}}, change, upsert=True)
