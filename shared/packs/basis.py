"""What a rule rests on: where it was read, and how sure we are of it."""

from dataclasses import dataclass
from enum import Enum
from typing import Annotated, Final

from shared.events.fields import Text
from shared.kernel.words import Words


class Certainty(Enum):
    """How sure we are of a rule."""

    READ = "V"
    """Read in the text itself."""
    REPRINT = "P"
    """Read in a reprint, a paraphrase, or a part of the text."""
    GENERAL = "G"
    """General knowledge, or taken over from elsewhere because the city says nothing we found."""


CERTAINTY_WORDS: Final = {
    Certainty.READ: Words("依据原文", "read in the text itself"),
    Certainty.REPRINT: Words("依据转载或节选，暂定", "read in a reprint or a part of the text: provisional"),
    Certainty.GENERAL: Words(
        "未见本地规定，暂定，请社区核实", "no local rule was found: provisional, for the community to check"
    ),
}

Sentence = Annotated[str, Text(least=1, most=300)]


@dataclass(frozen=True, slots=True, kw_only=True)
class Said:
    """A text in both languages, as a pack writes it."""

    zh: Sentence
    en: Sentence

    @property
    def words(self) -> Words:
        """Return it as the platform's words."""
        return Words(self.zh, self.en)


@dataclass(frozen=True, slots=True, kw_only=True)
class Basis:
    """What a rule rests on.

    Attributes:
        certainty: How sure we are.
        zh: The source, in Chinese.
        en: The source, in English.
    """

    certainty: Certainty
    zh: Sentence
    en: Sentence

    @property
    def is_provisional(self) -> bool:
        """Tell whether the text itself was not read."""
        return self.certainty is not Certainty.READ

    @property
    def source(self) -> Words:
        """Return where it was read."""
        return Words(self.zh, self.en)
