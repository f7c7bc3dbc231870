"""Square codes that a scanner reads."""

import segno


def qr_picture(text: str) -> str:
    """Return a picture of the text as an address for an image; a quarter of it may be soiled."""
    return segno.make(text, error="q", micro=False).svg_data_uri(scale=4, border=2)
