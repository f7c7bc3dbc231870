"""The pages of stars and medals: one's own, the honour board, the staff's desk."""

from services.matching.application.context import Matching
from services.matching.entrypoints.recognition_pages.board import board_pages
from services.matching.entrypoints.recognition_pages.desk import award_desk_pages
from services.matching.entrypoints.recognition_pages.own import recognition_pages
from shared.web.pages import Pages


def pages_of_recognition(m: Matching) -> tuple[Pages, ...]:
    """Return the pages of recognition."""
    return (recognition_pages(m), board_pages(m), award_desk_pages(m))
