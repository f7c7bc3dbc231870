"""Square codes that a scanner reads."""

import segno
from markupsafe import Markup


def qr_picture(text: str) -> str:
    """Return a picture of the text as an address for an image; a quarter of it may be soiled."""
    return segno.make(text, error="q", micro=False).svg_data_uri(scale=4, border=2)


def qr_drawing(text: str) -> Markup:
    """Return a drawing of the text to stand in a page, the same to scan."""
    return Markup(segno.make(text, error="q", micro=False).svg_inline(scale=4, border=2))  # noqa: S704 -- paths and numbers only
