"""Which signs a text from outside may hold: none that control a screen or turn its direction, and some that can be seen."""

import unicodedata

_TURNING = frozenset("\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069")
"""Signs that reorder what stands around them: a name with one could pose as another."""
_NEVER = frozenset({"Cc", "Cs", "Zl", "Zp"})
_IN_LINES = "\n\r\t\u2028\u2029"
_UNSEEN = frozenset({"Cf", "Mn", "Me", "Zs"})


def has_unusable_sign(text: str, *, lines: bool) -> bool:
    """Tell whether a text holds a control character, half a pair, or a sign that turns the direction of writing.

    Args:
        text: As sent.
        lines: Whether line breaks and tabs may stand.
    """
    allowed = _IN_LINES if lines else ""
    return any(
        sign in _TURNING or (unicodedata.category(sign) in _NEVER and sign not in allowed) for sign in text
    )


def shows_nothing(text: str) -> bool:
    """Tell whether a text has not one sign that can be seen, such as an empty one or a zero-width space."""
    return all(unicodedata.category(sign) in _UNSEEN for sign in text)
