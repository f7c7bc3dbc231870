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


_PLAIN_WIDTH = {0x3000: " "} | {
    0xFF00 + code - 0x20: chr(code) for code in range(0x30, 0x7B) if chr(code).isalnum()
}


def plain_width(text: str) -> str:
    """Return a text with full-width letters, digits and spaces as plain ones; Chinese punctuation stays."""
    return text.translate(_PLAIN_WIDTH)
