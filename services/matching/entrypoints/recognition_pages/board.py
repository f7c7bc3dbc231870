"""The honour board of a community, and what is published there for objections."""

from services.matching.application.context import Matching
from services.matching.application.recognition.awarding import object_to_award
from services.matching.application.recognition.commands import BoardQuery, Object
from services.matching.application.recognition.showing import awards_published, honour_board
from services.matching.entrypoints.recognition_pages.typed import ObjectionForm, PlaceQuery
from shared.kernel.words import Words
from shared.web.api import PUBLIC, SIGNED_IN
from shared.web.pages import Pages, Shown, Visit

ON_A_PAGE = 50


class Board:
    """The honour board."""

    def __init__(self, m: Matching) -> None:
        """Bind coordination."""
        self.m = m

    def show(self, visit: Visit[PlaceQuery]) -> Shown:
        """Show who stands on the board by their own wish, and what is published."""
        code = visit.query.community or (visit.somebody.community_code if visit.somebody else "")
        if not code:
            return visit.go("/parties")
        community = self.m.communities.known(code)
        asked = BoardQuery(community_code=community.code)
        page = honour_board(self.m, visit.somebody, asked, limit=ON_A_PAGE, after=visit.after)
        return visit.show(
            "recognition/board.html",
            community=community,
            published=awards_published(self.m, visit.somebody, asked).items,
            board=page.items,
            next=f"/honours?community={community.code}&after={page.next}" if page.next else None,
        )

    def object_to(self, visit: Visit[ObjectionForm]) -> Shown:
        """Say what one has against an award."""
        award = object_to_award(self.m, visit.actor, visit.path["id"], Object(words=visit.body.words))
        return visit.go(
            f"/honours?community={award.community_code}",
            Words("已提交，只有社区工作人员看得到", "Sent; only the community's staff read it"),
        )


def board_pages(m: Matching) -> Pages:
    """Return the honour board."""
    pages, board = Pages("matching"), Board(m)
    pages.get("/honours", may=PUBLIC, query=PlaceQuery)(board.show)
    pages.post("/awards/<id>/object", may=SIGNED_IN, takes=ObjectionForm)(board.object_to)
    return pages
