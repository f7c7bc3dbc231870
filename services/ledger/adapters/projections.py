"""What readers see: statements in parts, balances in pages, holds, answers, heads. All of it can be made again from the journal."""

from collections.abc import Iterable, Iterator, Sequence

from pymongo import InsertOne
from pymongo.collection import Collection
from pymongo.errors import BulkWriteError

from services.ledger.adapters.shown_documents import (
    Write,
    entries_of,
    head_write,
    hold_write,
    lines_in,
    page_write,
    part_of,
    part_write,
    place_write,
    refusal_write,
    waiting_write,
)
from services.ledger.adapters.store import Document, asking, durable, make_index
from services.ledger.domain.accounts import book_of
from services.ledger.domain.books import HoldState
from services.ledger.domain.filtering import EntryFilter
from services.ledger.domain.lines import AccountLine, Answer, Entry, Head, HoldLine
from services.ledger.domain.places import ON_A_PAGE, page_id
from services.ledger.domain.pool_lines import PoolLine
from services.ledger.domain.refusal_lines import RefusalLine
from services.ledger.domain.showing import Part, Shown
from services.ledger.domain.waiting_lines import WaitingLine
from shared.kernel.clock import Clock
from shared.kernel.errors import NotFound
from shared.storage.mapper import from_document, to_document
from shared.storage.paging import MOST_ON_A_PAGE, Page, newest_first

_DUPLICATE = 11000
_FORMER = ("accounts", "entries", "heads")
"""Collections in which readers saw the same before there were pages; the journal is shown again from its first block."""


class Projections:
    """The collections readers use; writing blocks to them twice, or late, changes nothing."""

    def __init__(self, clock: Clock) -> None:
        """Bind to the ledger's database."""
        self._clock = clock
        self.statements = durable("statements")
        self.places = durable("places")
        self.balances = durable("balances")
        self.holds = durable("holds")
        self.answers = durable("answers")
        self.refusals = durable("refusals")
        self.waiting = durable("waiting")
        self.pools = durable("pools")
        self.heads_seen = durable("heads_seen")

    @property
    def all(self) -> tuple[Collection[Document], ...]:
        """Return the collections, the heads first."""
        lines = (self.holds, self.answers, self.refusals, self.waiting, self.pools)
        return (self.heads_seen, self.statements, self.places, self.balances, *lines)

    def make_indexes(self) -> None:
        """Create the indexes that are missing; few, for each makes every write of the embedded store dearer."""
        with asking():
            make_index(self.statements, "member_id", "listed")
            make_index(self.places, "member_id")
            make_index(self.holds, "account")
            make_index(self.balances, "community_code")
            make_index(self.refusals, "community_code", "listed")
            make_index(self.waiting, "waits_in", "listed", sparse=True)
            make_index(self.waiting, "member_id")
            make_index(self.pools, "community_code")
            make_index(self.refusals, "community_code", "code", "listed")

    def let_go_of_former(self) -> None:
        """Drop what readers saw before there were pages; done once the journal is shown again."""
        with asking():
            database = self.heads_seen.database
            for name in set(_FORMER) & set(database.list_collection_names()):
                database.drop_collection(name)

    def show(self, shown: Shown) -> None:
        """Let readers see blocks: statements first, then balances, then the head, so that a head promises all of the rest."""
        self._write(self.statements, [part_write(part) for part in shown.parts])
        self._write(self.places, [place_write(place) for place in shown.places])
        self._write(self.balances, [page_write(page) for page in shown.pages])
        self._write(self.holds, [hold_write(hold) for hold in shown.holds])
        self._write(self.answers, [InsertOne(to_document(answer)) for answer in shown.answers])
        self._write(self.refusals, [refusal_write(line) for line in shown.refusals])
        self._write(self.waiting, [waiting_write(line) for line in shown.waiting])
        self._write(self.pools, [InsertOne(to_document(line)) for line in shown.pool])
        head = shown.head
        self._write(self.heads_seen, [head_write(head.shard, head.seq, head.hash)])

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

    def open_holds(self, accounts: Iterable[str]) -> list[HoldLine]:
        """Return the holds of these accounts that nobody settled, the first to end first; some may have ended."""
        query = {"account": {"$in": list(accounts)}, "state": HoldState.OPEN.value}
        with asking():
            found = [from_document(HoldLine, each) for each in self.holds.find(query)]
        return sorted(found, key=lambda hold: (hold.expires_at, hold.id))

    def pool_lines(self, community_code: str) -> list[PoolLine]:
        """Return every posting to a community's pool, in no order."""
        with asking():
            found = self.pools.find({"community_code": community_code})
            return [from_document(PoolLine, each) for each in found]

    def lines_of(self, member_ids: Iterable[str]) -> list[AccountLine]:
        """Return the account lines of these members, in no order."""
        wanted = list(dict.fromkeys(member_ids))
        query = {"member_id": wanted[0] if len(wanted) == 1 else {"$in": wanted}}
        with asking():
            places = {str(each["_id"]): int(str(each["place"])) for each in self.places.find(query)}
            pages = {page_id((book_of(account), place // ON_A_PAGE)) for account, place in places.items()}
            found = list(self.balances.find({"_id": {"$in": sorted(pages)}})) if pages else []
        return [line for page in found for line in lines_in(page) if line.account in places]

    def every_line(self) -> Iterator[AccountLine]:
        """Yield every account line of every book, in no order."""
        with asking():
            for page in self.balances.find({}):
                yield from lines_in(page)

    def lines_of_book(self, community_code: str) -> list[AccountLine]:
        """Return every account line of a book, in no order."""
        with asking():
            found = list(self.balances.find({"community_code": community_code}))
        return [line for page in found for line in lines_in(page)]

    def entries_of(self, member_id: str) -> Iterator[Entry]:
        """Yield every entry of a member, in no order."""
        with asking():
            for part in self.statements.find({"member_id": member_id}):
                yield from (entry for _, entry in entries_of(part))

    def statement(self, member_id: str, wanted: EntryFilter, *, limit: int, after: str | None) -> Page[Entry]:
        """Return a page of a member's entries that are wanted, newest first by log time."""
        limit = max(1, min(limit, MOST_ON_A_PAGE))
        found: list[tuple[str, Entry]] = []
        place, equals = after, {"member_id": member_id}
        while len(found) <= limit:
            with asking():
                parts, place = newest_first(
                    self.statements, equals, now=self._clock.now(), limit=limit + 1, after=place
                )
            for part in parts:
                entries = reversed(list(entries_of(part)))
                found += (
                    each for each in entries if (after is None or each[0] < after) and wanted.admits(each[1])
                )
            if place is None:
                break
        more = len(found) > limit
        return Page(
            items=tuple(entry for _, entry in found[:limit]), next=found[limit - 1][0] if more else None
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

    def waiting_in(self, community_code: str, *, limit: int, after: str | None) -> Page[WaitingLine]:
        """Return a page of the hours of long days that wait in a book, newest first."""
        with asking():
            found, following = newest_first(
                self.waiting, {"waits_in": community_code}, now=self._clock.now(), limit=limit, after=after
            )
        return Page(items=tuple(from_document(WaitingLine, each) for each in found), next=following)

    def waiting_now(self) -> list[WaitingLine]:
        """Return every hours of long days that wait, of all books, in no order."""
        with asking():
            return [from_document(WaitingLine, each) for each in self.waiting.find({"waits_in": {"$gt": ""}})]

    def waiting_of(self, member_id: str) -> list[WaitingLine]:
        """Return every hours of long days of a member, settled or not, in no order."""
        with asking():
            return [from_document(WaitingLine, each) for each in self.waiting.find({"member_id": member_id})]

    def waiting_line(self, id_: str) -> WaitingLine:
        """Return hours of a long day.

        Raises:
            NotFound: If readers see none of this id.
        """
        with asking():
            found = self.waiting.find_one({"_id": id_})
        if found is None:
            raise NotFound(id=id_)
        return from_document(WaitingLine, found)

    def every_entry(self) -> Iterator[Entry]:
        """Yield every entry of every member, in no order."""
        with asking():
            for part in self.statements.find({}):
                yield from (entry for _, entry in entries_of(part))

    def every_answer(self) -> Iterator[Answer]:
        """Yield every answer, in no order."""
        with asking():
            yield from (from_document(Answer, each) for each in self.answers.find({}))

    def every_refusal(self) -> Iterator[RefusalLine]:
        """Yield every refusal, in no order."""
        with asking():
            yield from (from_document(RefusalLine, each) for each in self.refusals.find({}))

    def every_hold(self) -> Iterator[HoldLine]:
        """Yield every hold, in no order."""
        with asking():
            yield from (from_document(HoldLine, each) for each in self.holds.find({}))

    def every_part(self) -> Iterator[Part]:
        """Yield every part of every statement, in no order."""
        with asking():
            for part in self.statements.find({}):
                yield part_of(part)
