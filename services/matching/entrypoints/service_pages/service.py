"""One service: the safety line, check-in and check-out, confirmation, rating."""

from flask import Response

from services.matching.application.commands import Cancel, CheckIn, CheckOut, Confirm, NoShow, Rate
from services.matching.application.context import Matching
from services.matching.application.queries import assignment_shown
from services.matching.application.serving import cancel, check_in, check_out, confirm, no_show, rate
from shared.kernel.words import Words
from shared.web.api import SIGNED_IN
from shared.web.pages import Pages, Visit


def service_pages(m: Matching) -> Pages:
    """Return the page of an assignment and what is sent from it."""
    made = Pages("matching")

    @made.get("/assignments/<id>", may=SIGNED_IN)
    def shown(visit: Visit[object]) -> Response:
        return visit.show("service/service.html", service=assignment_shown(m, visit.actor, visit.path["id"]))

    @made.post("/assignments/<id>/check-in", may=SIGNED_IN, takes=CheckIn, again=shown)
    def checked_in(visit: Visit[CheckIn]) -> Response:
        done = check_in(m, visit.actor, visit.path["id"], visit.body)
        return visit.go(
            f"/assignments/{done.id}", Words("已签到，服务开始", "Checked in; the service begins")
        )

    @made.post("/assignments/<id>/check-out", may=SIGNED_IN, takes=CheckOut, again=shown)
    def checked_out(visit: Visit[CheckOut]) -> Response:
        done = check_out(m, visit.actor, visit.path["id"], visit.body)
        words = Words(
            "已签退，辛苦了！等对方确认时长", "Checked out, well done! The other side confirms the minutes"
        )
        return visit.go(f"/assignments/{done.id}", words)

    @made.post("/assignments/<id>/confirm", may=SIGNED_IN, takes=Confirm, again=shown)
    def confirmed(visit: Visit[Confirm]) -> Response:
        done = confirm(m, visit.actor, visit.path["id"], visit.body)
        return visit.go(
            f"/assignments/{done.id}",
            Words("已确认，时长即将记入", "Confirmed; the minutes are being credited"),
        )

    @made.post("/assignments/<id>/rating", may=SIGNED_IN, takes=Rate, again=shown)
    def rated(visit: Visit[Rate]) -> Response:
        done = rate(m, visit.actor, visit.path["id"], visit.body)
        return visit.go(f"/assignments/{done.id}", Words("谢谢您的评价", "Thank you for the rating"))

    _giving_back(m, made)
    return made


def _giving_back(m: Matching, made: Pages) -> None:
    @made.post("/assignments/<id>/cancel", may=SIGNED_IN, takes=Cancel)
    def cancelled(visit: Visit[Cancel]) -> Response:
        done = cancel(m, visit.actor, visit.path["id"], visit.body)
        return visit.go(
            f"/assignments/{done.id}", Words("已取消，会再找别人", "Cancelled; somebody else will be found")
        )

    @made.post("/assignments/<id>/no-show", may=SIGNED_IN, takes=NoShow)
    def missed(visit: Visit[NoShow]) -> Response:
        done = no_show(m, visit.actor, visit.path["id"], visit.body)
        return visit.go(f"/assignments/{done.id}", Words("已记录未到", "Recorded as not come"))
