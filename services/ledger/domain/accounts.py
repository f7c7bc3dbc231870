"""Whose minutes: books, accounts, units, and the shard a book belongs to."""

import hashlib
from enum import Enum
from functools import lru_cache
from typing import Final

SHARDS: Final = 64
"""Logical shards, fixed for ever: a book never moves to another chain."""


KNOWN_NAMES: Final = 65_536
"""The same accounts are asked for again and again."""


class Unit(Enum):
    """What is counted; two units never mix."""

    SERVICE = "SERVICE"
    """Service minutes: recognition of minutes served, never spent."""
    CREDIT = "CREDIT"
    """Time credits: minutes that can be spent."""

    # There is one of each in a process; balances are looked up by it a hundred thousand times a second.
    __hash__ = object.__hash__


def shard_of(community_code: str) -> int:
    """Return the shard, 0 to 63, of the book of a community; the same on every machine and for ever."""
    return int.from_bytes(hashlib.sha256(community_code.encode()).digest()[:8], "big") % SHARDS


def issue_account(community_code: str) -> str:
    """Return the account where a book's earned minutes come from; negative by design."""
    return f"book:{community_code}:issue"


def member_account(community_code: str, member_id: str) -> str:
    """Return a member's account in the book of the community where the service was given."""
    return f"book:{community_code}:member:{member_id}"


def book_account(community_code: str, owner: str) -> str:
    """Return an account of the book itself: ``pool``, ``expired``, ``adjust``, or ``partner:<id>``."""
    return f"book:{community_code}:{owner}"


def apart_account(kind: "AccountKind", community_code: str, member_id: str) -> str:
    """Return a member's account for what is kept apart from what they can spend: waiting hours, honour."""
    return f"book:{community_code}:{kind.value}:{member_id}"


def owner_of(account: str) -> str:
    """Return the id behind the name of a kind of which a book has many."""
    return account.split(":", 3)[3]


class AccountKind(Enum):
    """What an account is for."""

    ISSUE = "issue"
    """Where earned minutes come from; negative by design."""
    MEMBER = "member"
    """A person's; the only kind whose credits stand in lots that may expire."""
    POOL = "pool"
    """Donations, for solidarity."""
    EXPIRED = "expired"
    """Where minutes go whose time is over."""
    PARTNER = "partner"
    """Takes credits for what it gives."""
    HONOUR = "honour"
    """A person's credits above the cap, turned to honour: they buy nothing."""
    WAITING = "waiting"
    """A person's hours of a day that wait for somebody to agree."""
    ADJUST = "adjust"
    """The other side of operators' corrections; either sign."""


NAMED: Final = frozenset({AccountKind.MEMBER, AccountKind.PARTNER, AccountKind.HONOUR, AccountKind.WAITING})
"""Kinds of which a book has many, each with an id; they are opened, by their first record or on purpose."""

UNLIMITED: Final = frozenset({AccountKind.ISSUE, AccountKind.ADJUST})
"""Kinds that no limit holds."""


@lru_cache(maxsize=KNOWN_NAMES)
def kind_of(account: str) -> AccountKind | None:
    """Return what an account is for, or None if no account is called so."""
    parts = account.split(":")
    if len(parts) not in {3, 4} or parts[0] != "book" or not all(parts):
        return None
    try:
        kind = AccountKind(parts[2])
    except ValueError:
        return None
    return kind if (kind in NAMED) == (len(parts) == 4) else None


def book_of(account: str) -> str:
    """Return the community code of the book an account stands in."""
    return account.split(":", 2)[1]


def shown_as(account: str) -> str | None:
    """Return under which name what an account holds is shown to its owner, or None for an account of the book itself.

    A member's credits and service minutes stand under their id, their honour apart under :func:`honour_of`.
    """
    _, _, owner = account.split(":", 2)
    kind, _, member_id = owner.partition(":")
    if kind == "honour":
        return honour_of(member_id)
    return member_id if kind == "member" else None


def honour_of(member_id: str) -> str:
    """Return the name under which a member's honour is shown."""
    return f"honour:{member_id}"


def member_of(account: str) -> str | None:
    """Return the id of the member an account belongs to, or None for an account of the book itself."""
    _, _, owner = account.split(":", 2)
    kind, _, member_id = owner.partition(":")
    return member_id if kind == "member" else None
