"""The form of one kind of notice."""

from dataclasses import dataclass

from shared.kernel.words import Words


@dataclass(frozen=True, slots=True, kw_only=True)
class Sentence:
    """How one kind of notice reads.

    Attributes:
        says: The sentence; it may name ``{service}``, ``{when}``, ``{day}``, ``{minutes}``, ``{grade}``, ``{role}`` and ``{thing}``.
        why: Why the receiver gets it.
        link: Path of the page where one acts on it; it may name ``{need_id}`` or ``{subject_id}``.
    """

    says: Words
    why: Words
    link: str
