"""What can be asked of the ledger beside a record of service: one step, or several that happen together or not at all."""

import hashlib
import json
from dataclasses import dataclass
from enum import Enum
from functools import lru_cache
from typing import Final

from services.ledger.domain.accounts import Unit

MOST_MINUTES: Final = 1_000_000
"""More in one step is a mistake: it is almost two years of days and nights."""

MOST_STEPS: Final = 20


class Verb(Enum):
    """What a step does."""

    TRANSFER = "TRANSFER"
    """Moves credits between two accounts of a book; the general word."""
    GIFT = "GIFT"
    """Moves credits from a member to a member."""
    DONATE = "DONATE"
    """Moves credits from a member to the pool."""
    HOLD = "HOLD"
    """Sets credits aside for another account until an instant."""
    POST = "POST"
    """Moves what is held, or a part; the rest is free again."""
    VOID = "VOID"
    """Ends a hold; all of it is free again."""
    REVERSE = "REVERSE"
    """Posts the exact opposite of a transfer, at most once."""
    EXPIRE_LOTS = "EXPIRE_LOTS"
    """Moves the credits whose time is over to the book's account of expired minutes."""
    SET_LIMIT = "SET_LIMIT"
    """Says how low what is free in an account may go; zero until said otherwise."""
    OPEN = "OPEN"
    """Opens an account; one that is open stays so."""
    CLOSE = "CLOSE"
    """Closes an account without credits or holds, for ever."""
    ASSERT_BALANCE = "ASSERT_BALANCE"
    """Lets the instruction fail unless an account has exactly these minutes."""
    ADJUST = "ADJUST"
    """Corrects an account; needs a reason and a second person."""
    CORRECT = "CORRECT"
    """Makes a record of service longer or shorter, as if it had been told so at once; needs a reason and a second person."""
    CHOOSE_RULES = "CHOOSE_RULES"
    """Lets other rules of earning decide from an instant on; needs a second person."""
    SET_ABOVE = "SET_ABOVE"
    """Says what becomes of a member's credits above the cap: the pool's, or honour; decides where the terms leave it to them."""
    RELEASE = "RELEASE"
    """Credits hours of a day that waited for somebody to agree."""
    RETURN = "RETURN"
    """Takes hours that waited back, for a reason."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Step:
    """One thing to do; what a verb does not need stays empty.

    Attributes:
        verb: What to do.
        account: Whose minutes.
        other: Where they go.
        unit: What is counted; only corrections and assertions may name service minutes.
        minutes: How many; signed for corrections, assertions and limits.
        expires_at_millis: When a hold ends by itself, in log time.
        about: The hold, the transfer, the rule pack or the waiting hours meant; ``POOL`` or ``HONOUR``, where that is chosen.
        terms: The rules of earning, where they are chosen; the kind of service, where a record is corrected; else nothing.
    """

    verb: Verb
    account: str = ""
    other: str = ""
    unit: Unit = Unit.CREDIT
    minutes: int = 0
    expires_at_millis: int = 0
    about: str = ""
    terms: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Instruction:
    """Steps that happen together or not at all; answered once, for ever.

    Attributes:
        instruction_id: Chosen by who asks; asking again changes nothing.
        community_code: The book all of it is about.
        steps: In order, 1 to 20.
        asked_by: Opaque id of who asked.
        approved_by: Opaque id of the second person, where one is needed.
        reason: A code, where a reason is needed; never free text.
        effective_at_millis: The instant it is about, Unix milliseconds.
    """

    instruction_id: str
    community_code: str
    steps: tuple[Step, ...]
    asked_by: str = ""
    approved_by: str = ""
    reason: str = ""
    effective_at_millis: int = 0

    @property
    def fingerprint(self) -> str:
        """Return the same text for the same body."""
        return _fingerprint(self)


@lru_cache(maxsize=2_000)
def _fingerprint(asked: Instruction) -> str:
    """Return the fingerprint; asked for several times while an instruction passes through the writer, worked out once."""
    body = json.dumps(
        (
            asked.instruction_id,
            asked.community_code,
            [_body_of(each) for each in asked.steps],
            asked.asked_by,
            asked.approved_by,
            asked.reason,
            asked.effective_at_millis,
        ),
        separators=(",", ":"),
    )
    return hashlib.sha256(body.encode()).hexdigest()[:32]


def _body_of(step: Step) -> tuple[str | int, ...]:
    """Return the fields of a step in their order; terms only where there are some, as before there were any."""
    fields = (step.verb.value, step.account, step.other, step.unit.value, step.minutes)
    return (*fields, step.expires_at_millis, step.about, *((step.terms,) if step.terms else ()))
