"""What is asked of statement entries, as the store's queries: behind the equalities that an index serves."""

from services.ledger.adapters.store import Document
from services.ledger.domain.filtering import Direction, EntryFilter
from services.ledger.domain.lines import Entry
from services.ledger.domain.refusal_lines import RefusalLine
from shared.storage.mapper import to_document
from shared.storage.paging import listed_key


def entry_document(entry: Entry) -> Document:
    """Return how an entry is kept: with its place in lists, and its size whatever its direction."""
    return {**listed_document(entry), "size": abs(entry.minutes)}


def listed_document(line: Entry | RefusalLine) -> Document:
    """Return how a line is kept, with its place in lists."""
    return {**to_document(line), "listed": listed_key(line.logged_at, line.id)}


def narrowing(wanted: EntryFilter) -> Document:
    """Return what a query for entries asks for beside member and unit."""
    asked: Document = {
        "community_code": wanted.community_code,
        "kind": wanted.kind,
        "counterparty": wanted.counterparty,
        "size": _within({"$gte": wanted.least_minutes, "$lte": wanted.most_minutes}),
        "effective_at": _within({"$gte": wanted.since, "$lt": wanted.before}),
        "minutes": {Direction.IN: {"$gt": 0}, Direction.OUT: {"$lt": 0}}[wanted.direction]
        if wanted.direction
        else None,
    }
    return {name: each for name, each in asked.items() if each is not None}


def _within(limits: Document) -> Document | None:
    return {name: each for name, each in limits.items() if each is not None} or None
