"""Photos as people send them, made safe to keep: known by their content, smaller, and without where they were taken."""

import io
import warnings

from PIL import Image, ImageOps, UnidentifiedImageError

KINDS = ("JPEG", "PNG", "WEBP")
MOST_PIXELS = 40_000_000
LONGEST_SIDE = 1600
QUALITY = 82


class NotAPicture(ValueError):
    """The bytes are no photo of a kind that is kept."""


def safe_picture(given: bytes) -> bytes:
    """Return a photo as a JPEG of at most 1600 pixels a side, drawn anew: no EXIF, no place, nothing hidden behind it.

    Raises:
        NotAPicture: If the content is no JPEG, PNG or WebP, broken, or far too large.
    """
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("error", Image.DecompressionBombWarning)
            with Image.open(io.BytesIO(given), formats=KINDS) as opened:
                if opened.width * opened.height > MOST_PIXELS:
                    raise NotAPicture("too many pixels")
                upright = ImageOps.exif_transpose(opened).convert("RGB")
    except (
        UnidentifiedImageError,
        OSError,
        ValueError,
        SyntaxError,
        Image.DecompressionBombWarning,
        Image.DecompressionBombError,
    ) as cause:
        raise NotAPicture(str(cause)) from cause
    upright.thumbnail((LONGEST_SIDE, LONGEST_SIDE))
    bare = Image.new("RGB", upright.size)
    bare.paste(upright)
    kept = io.BytesIO()
    bare.save(kept, "JPEG", quality=QUALITY, optimize=True)
    return kept.getvalue()
