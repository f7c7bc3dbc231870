"""Whose minutes: books, accounts, units, and the shard a book belongs to."""

import hashlib
from enum import Enum
from typing import Final

SHARDS: Final = 64
"""Logical shards, fixed for ever: a book never moves to another chain."""


class Unit(Enum):
    """What is counted; two units never mix."""

    SERVICE = "SERVICE"
    """Service minutes: recognition of minutes served, never spent."""
    CREDIT = "CREDIT"
    """Time credits: minutes that can be spent."""


def shard_of(community_code: str) -> int:
    """Return the shard, 0 to 63, of the book of a community; the same on every machine and for ever."""
    return int.from_bytes(hashlib.sha256(community_code.encode()).digest()[:8], "big") % SHARDS


def issue_account(community_code: str) -> str:
    """Return the account where a book's earned minutes come from; negative by design."""
    return f"book:{community_code}:issue"


def member_account(community_code: str, member_id: str) -> str:
    """Return a member's account in the book of the community where the service was given."""
    return f"book:{community_code}:member:{member_id}"


def book_of(account: str) -> str:
    """Return the community code of the book an account stands in."""
    return account.split(":", 2)[1]


def member_of(account: str) -> str | None:
    """Return the id of the member an account belongs to, or None for an account of the book itself."""
    _, _, owner = account.split(":", 2)
    kind, _, member_id = owner.partition(":")
    return member_id if kind == "member" else None
