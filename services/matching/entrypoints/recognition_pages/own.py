"""One's own recognition: hours, stars, what comes next, and whether the honour board shows it."""

from services.matching.application.context import Matching
from services.matching.application.recognition.awarding import ask_for_award, show_on_board
from services.matching.application.recognition.commands import AskForAward, ShowOnBoard
from services.matching.application.recognition.showing import recognition_of
from services.matching.entrypoints.recognition_pages.typed import AskForm, BoardForm
from shared.kernel.words import Words
from shared.web.api import SIGNED_IN
from shared.web.pages import Pages, Shown, Visit


class Recognition:
    """The page of one's own recognition."""

    def __init__(self, m: Matching) -> None:
        """Bind coordination."""
        self.m = m

    def show(self, visit: Visit[object]) -> Shown:
        """Show what one has reached."""
        return visit.show("recognition/own.html", has=recognition_of(self.m, visit.actor))

    def ask(self, visit: Visit[AskForm]) -> Shown:
        """Ask for the next level."""
        asked = AskForAward(kind=visit.body.kind, on_board=visit.body.on_board == "on")
        ask_for_award(self.m, visit.actor, asked)
        return visit.go(
            "/recognition", Words("已申请，社区核对后公示", "Asked for; the community looks and publishes it")
        )

    def board(self, visit: Visit[BoardForm]) -> Shown:
        """Stand on the honour board, or no longer."""
        show_on_board(self.m, visit.actor, visit.path["id"], ShowOnBoard(on_board=visit.body.show == "yes"))
        return visit.go("/recognition", Words("已更新", "Done"))


def recognition_pages(m: Matching) -> Pages:
    """Return the page of one's own recognition."""
    pages, own = Pages("matching"), Recognition(m)
    pages.get("/recognition", may=SIGNED_IN)(own.show)
    pages.post("/recognition", may=SIGNED_IN, takes=AskForm, again=own.show)(own.ask)
    pages.post("/awards/<id>/board", may=SIGNED_IN, takes=BoardForm)(own.board)
    return pages
