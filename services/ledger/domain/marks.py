"""What a service carries through the chain beside its minutes, where it is not the usual: how it is known, and who earns nothing."""

from collections.abc import Iterable
from typing import Final

ADDED: Final = "ORGANISER_ADDED"
"""Known by an organiser's word, entered later; every other service was confirmed in the platform by somebody else."""
GROUP: Final = "GROUP"
"""Served with a team: where hours of groups can only be donated, its credits go to the pool."""
YOUNG: Final = "YOUNG"
"""By somebody younger than the rules let earn: the minutes are recognised, no credits come of them."""
EVERY: Final = (ADDED, GROUP, YOUNG)

Marks = tuple[str, ...]


def marks_of(said: Iterable[str]) -> Marks:
    """Return the marks that are said, each once and in one order."""
    known = frozenset(said)
    return tuple(each for each in EVERY if each in known)


def proof_in(marks: Marks) -> str:
    """Return the grade of proof of credits: ``ORGANISER_ADDED``, or nothing where they were confirmed in the platform."""
    return ADDED if ADDED in marks else ""
