"""Honour: credits above a person's cap, turned to recognition that buys nothing; kept apart from credits, and never turned back."""

from dataclasses import dataclass
from typing import Final

from services.ledger.application.accounts import books_of, statement
from services.ledger.application.asking import Outcome, ask
from services.ledger.application.context import Ledger
from services.ledger.application.rules import pack_in_force
from services.ledger.domain.accounts import honour_of, member_account
from services.ledger.domain.giving import AGAINST_RULES
from services.ledger.domain.instructions import Instruction, Step, Verb
from services.ledger.domain.lines import Entry
from shared.events.fields import CommunityCode
from shared.identity.actor import Actor
from shared.packs.earning import Above
from shared.packs.pack import RulePack
from shared.packs.spending import Unfit
from shared.storage.paging import Page

_NEWEST: Final = 20


@dataclass(frozen=True, slots=True, kw_only=True)
class ChooseAbove:
    """Choose what becomes of one's credits above the cap in a book, from now on."""

    community_code: CommunityCode
    above: Above


@dataclass(frozen=True, slots=True, kw_only=True)
class HonourInBook:
    """What a member's honour is in one book, and what becomes of credits above the cap there.

    Attributes:
        community_code: The book.
        minutes: Of honour.
        most_minutes: The cap; 0 is none.
        above: What becomes of more: as the member chose, else as the rules say.
        may_choose: Whether the rules leave it to the member.
    """

    community_code: str
    minutes: int
    most_minutes: int
    above: Above
    may_choose: bool


def honour_in(ledger: Ledger, member_id: str, home: str) -> tuple[HonourInBook, ...]:
    """Return a member's honour in each book where they have an account, and in that of their home."""
    has = {each.community_code: each.credit_minutes for each in books_of(ledger, honour_of(member_id))}
    books = {each.community_code for each in books_of(ledger, member_id)}
    return tuple(_in_book(ledger, member_id, code, has.get(code, 0)) for code in sorted({*has, *books, home}))


def _in_book(ledger: Ledger, member_id: str, code: str, minutes: int) -> HonourInBook:
    cap = pack_in_force(ledger, code).cap
    chosen = _chosen(ledger, member_account(code, member_id))
    return HonourInBook(
        community_code=code,
        minutes=minutes,
        most_minutes=cap.most_minutes,
        above=chosen if chosen in cap.above else cap.above[0],
        may_choose=_leaves_choice(ledger, code),
    )


def _chosen(ledger: Ledger, account: str) -> Above | None:
    """Return what a member chose last, if the ledger took it."""
    commands = ledger.commands.page({"chooses_above": account}, limit=_NEWEST).items
    answers = ledger.projections.answers_of(each.id for each in commands) if commands else {}
    done = (each for each in commands if each.id in answers and not answers[each.id].refused)
    newest = next(done, None)
    return Above(newest.instruction.steps[-1].about) if newest else None


def _leaves_choice(ledger: Ledger, code: str) -> bool:
    return leaves_choice(pack_in_force(ledger, code))


def leaves_choice(pack: RulePack) -> bool:
    """Tell whether a pack has a cap, and leaves what becomes of more to the member."""
    return bool(pack.cap.most_hours) and len(pack.cap.above) > 1


def honour_entries(
    ledger: Ledger, member_id: str, *, limit: int = 50, after: str | None = None
) -> Page[Entry]:
    """Return a page of what a member's honour came of, newest first."""
    return statement(ledger, honour_of(member_id), limit=limit, after=after)


def choose_above(ledger: Ledger, actor: Actor, asked: ChooseAbove, choice_id: str) -> Outcome:
    """Return the choice, asked of the ledger; asked again under the same id it is asked once.

    Raises:
        AgainstTheRules: If the community's rules do not leave it to its members.
    """
    code = ledger.identity.communities.known(asked.community_code).code
    if not _leaves_choice(ledger, code) or asked.above not in pack_in_force(ledger, code).cap.above:
        raise AGAINST_RULES[Unfit.FORBIDDEN]
    account = member_account(code, actor.member_id)
    steps = (
        Step(verb=Verb.OPEN, account=account),
        Step(verb=Verb.SET_ABOVE, account=account, about=asked.above.value),
    )
    instruction = Instruction(
        instruction_id=choice_id, community_code=code, steps=steps, asked_by=actor.member_id
    )
    return ask(ledger, instruction)
