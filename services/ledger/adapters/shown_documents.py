"""How what readers see is kept: parts of statements and pages of balances, as packed lists, for each document more costs the store."""

import json
import zlib
from collections.abc import Iterator
from typing import Any

from pymongo import InsertOne, UpdateOne

from services.ledger.adapters.store import Document
from services.ledger.domain.books import HoldState
from services.ledger.domain.lines import AccountLine, Entry, HoldLine
from services.ledger.domain.lots import Lot
from services.ledger.domain.places import page_id
from services.ledger.domain.refusal_lines import RefusalLine
from services.ledger.domain.showing import Balance, BalancePage, Part, Place, account_lines
from services.ledger.domain.statements import entries_in
from services.ledger.domain.waiting_lines import WaitingLine
from shared.storage.mapper import to_document
from shared.storage.paging import listed_key

Write = InsertOne[Document] | UpdateOne

_WORTH_PACKING_BYTES = 512
_FAST = 1
_ONCE = frozenset({"account", "other", "community_code", "shard", "expires_at"})
"""What of a hold never changes."""


def packed(rows: object) -> bytes:
    """Return rows as JSON, made smaller where there are many."""
    text = json.dumps(rows, ensure_ascii=False, separators=(",", ":")).encode()
    return text if len(text) < _WORTH_PACKING_BYTES else zlib.compress(text, _FAST)


def unpacked(kept: object) -> Any:
    """Return what was packed; JSON begins with a bracket, and nothing that zlib makes does."""
    assert isinstance(kept, bytes)
    return json.loads(kept if kept.startswith(b"[") else zlib.decompress(kept))


def part_write(part: Part) -> InsertOne[Document]:
    """Return the write of a part; one that is there already stays."""
    return InsertOne(part_document(part))


def part_document(part: Part) -> Document:
    """Return how a part is kept: under its block and member, with its place among the member's."""
    return {
        "_id": f"{part.block_id}:{part.member_id}",
        "member_id": part.member_id,
        "listed": f"{part.logged_at_millis:012x}-{part.block_id}",
        "rows": packed(part.rows),
    }


def part_of(document: Document) -> Part:
    """Return the part that a document holds."""
    millis, block_id = str(document["listed"]).split("-", 1)
    return Part(
        block_id=block_id,
        member_id=str(document["member_id"]),
        logged_at_millis=int(millis, 16),
        rows=unpacked(document["rows"]),
    )


def entries_of(document: Document) -> Iterator[tuple[str, Entry]]:
    """Yield the entries of a kept part in the order of the block, each with its place in lists."""
    part = part_of(document)
    for entry in entries_in(part.block_id, part.member_id, part.logged_at_millis, part.rows):
        yield f"{part.logged_at_millis:012x}-{entry.id}", entry


def place_write(place: Place) -> InsertOne[Document]:
    """Return the write that lets a member's account be found."""
    return InsertOne({"_id": place.account, "member_id": place.member_id, "place": place.number})


def page_write(page: BalancePage) -> UpdateOne:
    """Return the write of a page that a newer one withstands: its upsert meets its own id."""
    code, _ = page.page
    change: Document = {
        "$set": {"seq": page.seq, "rows": packed([_row(each) for each in page.balances])},
        "$setOnInsert": {"community_code": code, "shard": page.shard},
    }
    return _guarded(page_id(page.page), page.seq, change)


def _guarded(id_: object, seq: int, change: Document) -> UpdateOne:
    return UpdateOne({"_id": id_, "seq": {"$lt": seq}}, change, upsert=True)


def lines_in(document: Document) -> Iterator[AccountLine]:
    """Yield the account lines of a kept page."""
    shard, seq = int(str(document["shard"])), int(str(document["seq"]))
    for row in unpacked(document["rows"]):
        yield from account_lines(_balance(row), shard, seq)


def _row(balance: Balance) -> list[Any]:
    lots = [[lot.expires_at_millis, lot.minutes, *([lot.proof] if lot.proof else [])] for lot in balance.lots]
    return [
        balance.account,
        balance.served_minutes,
        balance.served_number,
        balance.credit_minutes,
        balance.credit_number,
        balance.held_minutes,
        balance.floor_minutes,
        int(balance.closed),
        lots,
    ]


def _balance(row: list[Any]) -> Balance:
    account, served, served_number, credit, credit_number, held, floor, closed, lots = row
    return Balance(
        account=account,
        served_minutes=served,
        served_number=served_number,
        credit_minutes=credit,
        credit_number=credit_number,
        held_minutes=held,
        floor_minutes=floor,
        closed=bool(closed),
        lots=tuple(
            Lot(expires_at_millis=end, minutes=minutes, proof=proof[0] if proof else "")
            for end, minutes, *proof in lots
        ),
    )


def hold_write(hold: HoldLine) -> Write:
    """Return the write of a hold that a newer one withstands.

    One that is open was made just now: whatever stands under its id is the same or newer, so it is inserted, which costs
    the embedded store a tenth of a guarded upsert.
    """
    if hold.state is HoldState.OPEN:
        return InsertOne(to_document(hold))
    fields = {name: value for name, value in to_document(hold).items() if name != "_id"}
    change: Document = {
        "$set": {name: value for name, value in fields.items() if name not in _ONCE},
        "$setOnInsert": {name: value for name, value in fields.items() if name in _ONCE},
    }
    return _guarded(hold.id, hold.seq, change)


def head_write(shard: int, seq: int, hash_: str) -> UpdateOne:
    """Return the write of a head that a newer one withstands."""
    return _guarded(shard, seq, {"$set": {"hash": hash_, "seq": seq}})


def refusal_write(line: RefusalLine) -> InsertOne[Document]:
    """Return the write of a refusal, with its place in lists."""
    return InsertOne({**to_document(line), "listed": listed_key(line.logged_at, line.id)})


def waiting_write(line: WaitingLine) -> UpdateOne:
    """Return the write of hours that wait or are settled; only those that wait have a place in the list of their book."""
    fields = {name: value for name, value in to_document(line).items() if name != "_id"}
    fields |= {"listed": listed_key(line.served_at, line.id)}
    if line.waits:
        return _guarded(line.id, line.seq, {"$set": {**fields, "waits_in": line.community_code}})
    return _guarded(line.id, line.seq, {"$set": fields, "$unset": {"waits_in": ""}})
