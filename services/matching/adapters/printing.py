"""Papers set as PDF, with fonts of their own: what people wrote goes in as JSON and is never read as markup."""

import io
from functools import cache
from pathlib import Path
from typing import Final

import segno
import typst

from shared import web

MOST_TAGGED: Final = 150
"""Tags weigh 1.2 kB a line."""
_TEMPLATE: Final = Path(__file__).with_name("certificate.typ")
_FONTS: Final = Path(web.__path__[0]) / "static" / "build" / "print"


def certificate_pdf(told: str, check_at: str, *, lines: int) -> bytes:
    """Return a certificate as PDF.

    Args:
        told: What it states, as JSON.
        check_at: What its square code leads to.
        lines: How many services it lists; a long table goes without tags for screen readers, to stay small.
    """
    drawn = io.BytesIO()
    segno.make(check_at, error="m", micro=False).save(drawn, kind="svg", border=1)
    inputs = {"told": told, "qr": drawn.getvalue().decode()}
    made = typst.Compiler(_TEMPLATE.read_bytes(), font_paths=_fonts(), sys_inputs=inputs).compile(
        format="pdf", pdf_tags=lines <= MOST_TAGGED
    )
    assert isinstance(made, bytes)
    return made


@cache
def _fonts() -> typst.Fonts:
    """Return the fonts that come with the platform, read once; none of the machine's."""
    return typst.Fonts(include_system_fonts=False, include_embedded_fonts=False, font_paths=[_FONTS])
