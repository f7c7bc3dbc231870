"""The pages of a community's desk: what waits, an elder on the line, and handling one need."""

from services.matching.application.context import Matching
from services.matching.entrypoints.desk_pages.calling import calling_pages
from services.matching.entrypoints.desk_pages.handling import handling_pages
from services.matching.entrypoints.desk_pages.inviting import inviting_pages
from services.matching.entrypoints.desk_pages.overview import overview_pages
from services.matching.entrypoints.desk_pages.rounds import ToTell, rounds_pages
from services.matching.entrypoints.desk_pages.serving import serving_pages
from shared.identity.opening import Identity
from shared.web.pages import Pages

__all__ = ["ToTell", "pages_of_desk"]


def pages_of_desk(m: Matching, identity: Identity, to_tell: ToTell) -> tuple[Pages, ...]:
    """Return the pages of this package.

    Args:
        m: Coordination.
        identity: Who is who; staff open files of residents.
        to_tell: Counts the notices of a community that somebody must tell in their own voice.
    """
    return (
        overview_pages(m, identity),
        calling_pages(m, identity),
        handling_pages(m),
        inviting_pages(m),
        serving_pages(m),
        rounds_pages(m, identity, to_tell),
    )
