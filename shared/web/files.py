"""A file as an answer, of a page or of the API: kept nowhere on its way, and never taken for something else; and one that comes."""

from dataclasses import dataclass

from flask import Response

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
PDF = "application/pdf"


@dataclass(frozen=True, slots=True, kw_only=True)
class File:
    """What somebody downloads.

    Attributes:
        content: Its bytes.
        mimetype: What they are.
        name: Under which name it is kept; plain letters, for it stands in a header.
    """

    content: bytes
    mimetype: str
    name: str

    def response(self) -> Response:
        """Return the answer that carries it."""
        headers = {
            "Content-Disposition": f'attachment; filename="{self.name}"',
            "Cache-Control": "no-store",
            "X-Content-Type-Options": "nosniff",
        }
        return Response(self.content, mimetype=self.mimetype, headers=headers)


@dataclass(frozen=True, slots=True, kw_only=True)
class Upload:
    """A file that a route takes.

    Attributes:
        name: Of the part of the form that carries it.
        most_bytes: What it may weigh.
    """

    name: str
    most_bytes: int


@dataclass(frozen=True, slots=True, kw_only=True)
class SentFile:
    """A file as it came.

    Attributes:
        name: As its sender calls it.
        content: Its bytes.
    """

    name: str
    content: bytes
