"""Exports asked for on a page: counted before anything leaves, bounded, and listed afterwards."""

import tempfile
from collections.abc import Callable, Iterator, Mapping, Sequence
from pathlib import Path
from types import MappingProxyType

from services.matching.adapters.exports import Format
from services.matching.application.context import Matching
from services.matching.application.exporting.exporting import check_can_export, export
from services.matching.application.exporting.mappings import Columns
from services.matching.application.exporting.people import member_pages
from services.matching.application.exporting.services import service_pages
from services.matching.application.overseeing import audited_area
from services.matching.domain.exporting.asked import Asked, ExportRun
from services.matching.domain.exporting.errors import TooManyToExport
from shared.identity.actor import Actor
from shared.identity.permissions import Permission
from shared.storage.paging import Page

MOST_ROWS = 20_000
"""What one answer of a page carries; the command has no such limit."""

_PAGES: Mapping[str, Callable[[Matching, Asked], Iterator[Sequence[object]]]] = MappingProxyType(
    {"members": member_pages, "records": service_pages, "hours": service_pages}
)


def rows_meant(m: Matching, actor: Actor, asked: Asked) -> int:
    """Return how many rows would leave; nothing does, and nobody's file is marked as read.

    Raises:
        Forbidden: If the actor may not take this out of the community.
        UnknownCommunity: If there is no such community.
        TooManyToExport: If a page does not carry so many.
    """
    m.communities.known(asked.community_code)
    check_can_export(actor, asked)
    count = 0
    for page in _PAGES[asked.kind](m, asked):
        count += len(page)
        if count > MOST_ROWS:
            raise TooManyToExport(most=MOST_ROWS)
    return count


def exported(m: Matching, actor: Actor, asked: Asked, columns: Columns, form: Format) -> bytes:
    """Take the rows out, and return the file; each time leaves a line, for each time something left.

    Raises:
        Forbidden: As :func:`rows_meant`, and the others; nothing leaves then.
    """
    rows_meant(m, actor, asked)
    with tempfile.TemporaryDirectory(prefix="linli-export-") as folder:
        file = Path(folder) / "export"
        export(m, actor, asked, columns, file=file, form=form)
        return file.read_bytes()


def exports_from(
    m: Matching, actor: Actor, community_code: str, *, after: str | None = None
) -> Page[ExportRun]:
    """Return what was taken out of a community, newest first.

    Raises:
        Forbidden: If the actor exports nothing from there.
    """
    actor.check_may(Permission.EXPORT_PERSONAL_DATA, community_code)
    return m.export_runs.page({"community_code": community_code}, limit=20, after=after)


def exports_overseen(m: Matching, actor: Actor, *, after: str | None = None) -> Page[ExportRun]:
    """Return what was taken out within the widest area the actor audits, newest first, without any row.

    Raises:
        Forbidden: If the actor audits nowhere.
    """
    return m.export_runs.page({"areas": audited_area(actor)}, after=after)
