"""What can go wrong at each call that leaves the process: killed, cut off, overtaken; all of it drawn from one seed."""

import random
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import TypeVar

from shared.kernel.errors import Unavailable

Done = TypeVar("Done")

READ, WRITE = "read", "write"


class Killed(BaseException):
    """The process is no more; nothing of its own may catch this, and nothing it still tries is done."""


class Broken(AssertionError):
    """A promise of the ledger was broken."""


@dataclass(slots=True, kw_only=True)
class Chance:
    """Draws what happens to each call.

    Attributes:
        seeded: Where chance comes from.
        share: How often a write goes wrong; a read forty times less.
        overtaken: Called when the one who calls is stopped for a while and others go on.
        happened: How often what went wrong, by call and kind.
        dead: Whoever is being killed just now; its further calls do nothing.
        quiet: Whether nothing goes wrong any more.
    """

    seeded: random.Random
    share: float
    overtaken: Callable[[], None] = lambda: None
    happened: Counter[str] = field(default_factory=Counter)
    dead: bool = False
    quiet: bool = False

    def pass_by(
        self, name: str, does: Callable[[], Done], *, kind: str = WRITE, cut_off: Callable[[], Exception]
    ) -> Done:
        """Return what the call returns, unless something happens to it first or afterwards."""
        if self.dead:
            raise Killed
        if self.quiet:
            return does()
        drawn = self.seeded.random() / self.share * (40 if kind == READ else 1)
        if drawn >= 1:
            return does()
        if drawn < 0.3:
            self._note(name, "overtaken")
            self.overtaken()
            return does()
        before, lethal = drawn < 0.65, drawn * 1000 % 1 < 0.5
        self._note(name, f"{'killed' if lethal else 'cut off'} {'before' if before else 'after'}")
        if not before:
            does()
        if lethal:
            self.dead = True
            raise Killed
        raise cut_off()

    def _note(self, name: str, what: str) -> None:
        self.happened[f"{name}: {what}"] += 1


def unavailable() -> Exception:
    """Return what a log says that does not answer."""
    return Unavailable(part="log")
