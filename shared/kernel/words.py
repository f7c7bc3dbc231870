"""A text in the two languages the platform speaks."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Words:
    """The same words in Simplified Chinese and English."""

    zh: str
    en: str

    def say(self, language: str) -> str:
        """Return the words in ``zh`` (any Chinese tag) or else English."""
        return self.zh if language.startswith("zh") else self.en
