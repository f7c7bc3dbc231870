"""Where each account stands in its book: in the order the chain first names them, 256 on a page."""

from collections.abc import Iterable, Iterator
from typing import Final

from services.ledger.domain.accounts import book_of
from services.ledger.domain.blocks import Act, Block
from services.ledger.domain.instructions import Step, Verb

ON_A_PAGE: Final = 256

Page = tuple[str, int]
"""A book and the number of a page of its accounts, from 0."""

_KEEPING: Final = frozenset({Verb.SET_LIMIT, Verb.OPEN, Verb.CLOSE})


class Places:
    """Grows only; a place, once taken, stays."""

    def __init__(self) -> None:
        """Begin without accounts."""
        self.own: dict[str, int] = {}
        self._books: dict[str, list[str]] = {}

    def take_in(self, accounts: Iterable[str]) -> None:
        """Give each account that has none yet the next place of its book."""
        for account in accounts:
            if account not in self.own:
                of_book = self._books.setdefault(book_of(account), [])
                self.own[account] = len(of_book)
                of_book.append(account)

    def page_of(self, account: str) -> Page:
        """Return the page an account stands on."""
        return book_of(account), self.own[account] // ON_A_PAGE

    def on(self, page: Page) -> list[str]:
        """Return the accounts of a page, by place."""
        code, number = page
        return self._books[code][number * ON_A_PAGE : (number + 1) * ON_A_PAGE]


def page_id(page: Page) -> str:
    """Return the name a page is kept under."""
    code, number = page
    return f"{code}:{number:06d}"


def touched_by(block: Block) -> dict[str, None]:
    """Return the accounts whose line a block may have changed, in its order."""
    touched = dict.fromkeys(posting.account for posting in block.postings)
    touched |= dict.fromkeys(held.account for held in block.held)
    return touched | dict.fromkeys(step.account for _, _, step in done_in(block) if step.verb in _KEEPING)


def done_in(block: Block) -> Iterator[tuple[Act, int, Step]]:
    """Yield the steps that happened, each with its act and its number."""
    for act in block.acts:
        if not act.refused:
            for number, step in enumerate(act.instruction.steps):
                yield act, number, step
