"""Writing a project down and posting its shifts."""

from flask import Response

from services.matching.application.context import Matching
from services.matching.application.parties.acting import approved_party, check_acts_for, parties_acted_for
from services.matching.application.projects import projects, shifts
from services.matching.application.projects.commands import NoticeText
from services.matching.application.projects.queries import project_shown
from services.matching.application.projects.views import ProjectView
from services.matching.domain.parties.party import Party, PartyState
from services.matching.domain.projects.errors import NoticeIncomplete
from services.matching.domain.projects.project import REQUIRED
from services.matching.domain.service_kinds import SERVICE_KINDS
from services.matching.entrypoints.project_pages.typed import ProjectForm, ShiftForm
from shared.kernel.clock import CHINA
from shared.kernel.words import Words
from shared.web.api import SIGNED_IN
from shared.web.pages import Pages, Shown, Visit


class Editing:
    """The editor of projects and shifts."""

    def __init__(self, m: Matching) -> None:
        """Bind coordination."""
        self.m = m

    def new(self, visit: Visit[object]) -> Shown:
        """Show an empty project of one of the organisations the visitor works for."""
        parties = [self.m.parties.find(each) for each in parties_acted_for(visit.actor)]
        return self._form(visit, "/projects/new", [each for each in parties if each and _acts(each)])

    def post(self, visit: Visit[ProjectForm]) -> Shown:
        """Keep it as a draft."""
        check_acts_for(visit.actor, visit.body.party_id)
        approved_party(self.m, visit.body.party_id)
        made = projects.post_project(self.m, visit.actor, visit.body.post(), visit.new_id())
        return visit.go(f"/projects/{made.id}", Words("草稿已保存", "The draft is kept"))

    def edit(self, visit: Visit[object]) -> Shown:
        """Show a project with its words in the form, and what is missing if that was asked for."""
        project = self._ours(visit)
        party = self.m.parties.find(project.party_id)
        if visit.values.get("check") == "on":
            missing = self.m.projects.get(project.id).missing()
            visit.error = NoticeIncomplete(faults=missing) if missing else None
        return self._form(visit, f"/projects/{project.id}/edit", [party] if party else [], project)

    def amend(self, visit: Visit[ProjectForm]) -> Shown:
        """Keep the changes."""
        id_ = visit.path["id"]
        projects.amend_project(self.m, visit.actor, id_, visit.body.amend())
        return visit.go(f"/projects/{id_}", Words("已保存", "Saved"))

    def _ours(self, visit: Visit[object]) -> ProjectView:
        project = project_shown(self.m, visit.actor, visit.path["id"])
        check_acts_for(visit.actor, project.party_id)
        return project

    def _form(
        self, visit: Visit[object], action: str, parties: list[Party], project: ProjectView | None = None
    ) -> Response:
        codes = dict.fromkeys(
            (
                *(project.community_codes if project else ()),
                *(c for each in parties for c in each.community_codes),
            )
        )
        kinds = [(kind.code, kind.name.say(visit.language)) for kind in SERVICE_KINDS.values()]
        return visit.show(
            "projects/edit.html",
            action=action,
            project=project,
            notice=project.notice if project else NoticeText(),
            required=REQUIRED,
            parties=parties,
            party_options=[{"value": each.id, "words": each.name} for each in parties],
            communities=[(code, self.m.communities.area_name(code)) for code in codes],
            kinds=kinds,
        )

    def new_shift(self, visit: Visit[object]) -> Shown:
        """Show an empty shift of a project, a day from now."""
        project = self._ours(visit)
        now = self.m.clock.now().astimezone(CHINA)
        return visit.show("projects/shift_new.html", project=project, earliest=f"{now:%Y-%m-%dT%H:%M}")

    def post_shift(self, visit: Visit[ShiftForm]) -> Shown:
        """Post the shift, or several."""
        id_ = visit.path["id"]
        made = shifts.post_shift(self.m, visit.actor, id_, visit.body.post(), visit.new_id())
        where = f"/shifts/{made[0].id}" if len(made) == 1 else f"/projects/{id_}"
        return visit.go(where, Words("班次已发布，可以报名了", "The shift is posted; people can sign up"))


def _acts(party: Party) -> bool:
    return party.state is PartyState.APPROVED


def editing_pages(m: Matching) -> Pages:
    """Return the editor."""
    made, editing = Pages("matching"), Editing(m)
    made.get("/projects/new", may=SIGNED_IN)(editing.new)
    made.post("/projects/new", may=SIGNED_IN, takes=ProjectForm, again=editing.new)(editing.post)
    made.get("/projects/<id>/edit", may=SIGNED_IN)(editing.edit)
    made.post("/projects/<id>/edit", may=SIGNED_IN, takes=ProjectForm, again=editing.edit)(editing.amend)
    made.get("/projects/<id>/shifts/new", may=SIGNED_IN)(editing.new_shift)
    made.post("/projects/<id>/shifts/new", may=SIGNED_IN, takes=ShiftForm, again=editing.new_shift)(
        editing.post_shift
    )
    return made
