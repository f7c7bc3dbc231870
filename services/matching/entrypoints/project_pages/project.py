"""One project: what it is, its notice and shifts, and what its organisation or the community may do."""

from flask import Response

from services.matching.application.commands import Decision
from services.matching.application.context import Matching
from services.matching.application.projects import projects
from services.matching.application.projects.commands import EndProject, ReviewProject
from services.matching.application.projects.queries import project_shown, shifts_of_project
from services.matching.entrypoints.project_pages.typed import ReasonForm
from shared.identity.permissions import Permission
from shared.kernel.errors import BadInput, LinliError
from shared.kernel.words import Words
from shared.web.api import PUBLIC, SIGNED_IN, Nothing
from shared.web.pages import Pages, Shown, Visit

MOST_SHIFTS = 100


class ProjectPage:
    """The page of one project."""

    def __init__(self, m: Matching) -> None:
        """Bind coordination."""
        self.m = m

    def show(self, visit: Visit[object]) -> Shown:
        """Show the project with its shifts to come, soonest first, and those that were."""
        id_ = visit.path["id"]
        project = project_shown(self.m, visit.somebody, id_)
        shifts = shifts_of_project(self.m, visit.somebody, id_, limit=MOST_SHIFTS).items
        now = self.m.clock.now()
        party = self.m.parties.find(project.party_id)
        return visit.show(
            "projects/project.html",
            project=project,
            party=party.name if party else "–",
            coming=sorted((each for each in shifts if each.ends_at > now), key=lambda each: each.starts_at),
            over=[each for each in shifts if each.ends_at <= now],
        )

    def submit(self, visit: Visit[Nothing]) -> Response:
        """Ask the community to look at it; what is missing is mended in the editor."""
        id_ = visit.path["id"]
        try:
            projects.submit_project(self.m, visit.actor, id_)
        except BadInput as missing:
            return visit.go(f"/projects/{id_}/edit?check=on", _said(missing), "wait")
        return visit.go(
            f"/projects/{id_}", Words("已提交，社区审核后发布", "Submitted; the community will look at it")
        )

    def approve(self, visit: Visit[Nothing]) -> Response:
        """Publish it."""
        id_ = visit.path["id"]
        projects.review_project(self.m, visit.actor, id_, ReviewProject(decision=Decision.APPROVE))
        return visit.go(f"/projects/{id_}", Words("已通过并发布", "Approved and published"))

    def refuse(self, visit: Visit[ReasonForm]) -> Response:
        """Refuse it, with the reason its organisation reads."""
        id_ = visit.path["id"]
        decision = ReviewProject(decision=Decision.REFUSE, reason=visit.body.reason)
        projects.review_project(self.m, visit.actor, id_, decision)
        return visit.go(
            f"/projects/{id_}", Words("已退回，组织会看到原因", "Refused; the organisation sees why")
        )

    def withdraw(self, visit: Visit[Nothing]) -> Response:
        """Take it back."""
        id_ = visit.path["id"]
        projects.withdraw_project(self.m, visit.actor, id_, EndProject())
        return visit.go(f"/projects/{id_}", Words("已撤回", "Withdrawn"))

    def close(self, visit: Visit[ReasonForm]) -> Response:
        """End it."""
        id_ = visit.path["id"]
        projects.close_project(self.m, visit.actor, id_, EndProject(reason=visit.body.reason))
        return visit.go(f"/projects/{id_}", Words("项目已结束", "The project has ended"))


def _said(error: LinliError) -> Words:
    return Words(error.say("zh"), error.say("en"))


def project_pages(m: Matching) -> Pages:
    """Return the page of a project and what is sent from it."""
    made, page = Pages("matching"), ProjectPage(m)
    made.get("/projects/<id>", may=PUBLIC)(page.show)
    made.post("/projects/<id>/submit", may=SIGNED_IN)(page.submit)
    made.post("/projects/<id>/approve", may=Permission.REVIEW_NEED, again=page.show)(page.approve)
    made.post("/projects/<id>/refuse", may=Permission.REVIEW_NEED, takes=ReasonForm, again=page.show)(
        page.refuse
    )
    made.post("/projects/<id>/withdraw", may=SIGNED_IN, again=page.show)(page.withdraw)
    made.post("/projects/<id>/close", may=SIGNED_IN, takes=ReasonForm, again=page.show)(page.close)
    return made
