"""The API of projects."""

from dataclasses import dataclass

from services.matching.application.context import Matching
from services.matching.application.projects import projects, shifts
from services.matching.application.projects.commands import (
    AmendProject,
    EndProject,
    PostProject,
    PostShift,
    ReviewProject,
)
from services.matching.application.projects.queries import (
    ProjectsQuery,
    project_shown,
    projects_listed,
    shifts_of_project,
)
from services.matching.application.projects.showing import project_view, shift_view
from services.matching.application.projects.views import ProjectView, ShiftView
from shared.storage.paging import Page
from shared.web.api import SIGNED_IN, Api, Call, Nothing


@dataclass(frozen=True, slots=True, kw_only=True)
class PostedShifts:
    """The shifts that one posting made."""

    shifts: tuple[ShiftView, ...]


def projects_api(m: Matching) -> Api:
    """Return the routes of projects."""
    api = Api("matching")
    _state_reading(api, m)
    _state_writing(api, m)
    _state_steps(api, m)
    _state_shifts(api, m)
    return api


def _state_reading(api: Api, m: Matching) -> None:
    @api.get(
        "/projects",
        query=ProjectsQuery,
        gives=ProjectView,
        paged=True,
        may=SIGNED_IN,
        says="Projects, newest first: published ones; drafts for their organisation; those to review for the community",
    )
    def listed(call: Call[ProjectsQuery]) -> Page[ProjectView]:
        return projects_listed(m, call.actor, call.query, limit=call.limit, after=call.after)

    @api.get(
        "/projects/<id>", gives=ProjectView, may=SIGNED_IN, says="One project with its recruitment notice"
    )
    def shown(call: Call[Nothing]) -> ProjectView:
        return project_shown(m, call.actor, call.path["id"])


def _state_writing(api: Api, m: Matching) -> None:
    @api.post(
        "/projects",
        takes=PostProject,
        gives=ProjectView,
        may=SIGNED_IN,
        status=201,
        says="Write down a project as staff of its organisation; it stays a draft until it is submitted",
    )
    def post(call: Call[PostProject]) -> ProjectView:
        made = projects.post_project(m, call.actor, call.body, call.new_id())
        return project_view(m, made, call.actor)

    @api.patch(
        "/projects/<id>",
        takes=AmendProject,
        gives=ProjectView,
        may=SIGNED_IN,
        says="Change a draft, or a project that was refused",
    )
    def amend(call: Call[AmendProject]) -> ProjectView:
        changed = projects.amend_project(m, call.actor, call.path["id"], call.body)
        return project_view(m, changed, call.actor)


def _state_steps(api: Api, m: Matching) -> None:
    @api.post(
        "/projects/<id>/submit",
        gives=ProjectView,
        may=SIGNED_IN,
        says="Ask the leading community to look at a project whose notice is complete",
    )
    def submit(call: Call[Nothing]) -> ProjectView:
        return project_view(m, projects.submit_project(m, call.actor, call.path["id"]), call.actor)

    @api.post(
        "/projects/<id>/review",
        takes=ReviewProject,
        gives=ProjectView,
        may=SIGNED_IN,
        says="Publish a project, or refuse it with a reason, as staff of its leading community",
    )
    def review(call: Call[ReviewProject]) -> ProjectView:
        decided = projects.review_project(m, call.actor, call.path["id"], call.body)
        return project_view(m, decided, call.actor)

    @api.post(
        "/projects/<id>/withdraw",
        takes=EndProject,
        gives=ProjectView,
        may=SIGNED_IN,
        says="Take back a project that was not published",
    )
    def withdraw(call: Call[EndProject]) -> ProjectView:
        ended = projects.withdraw_project(m, call.actor, call.path["id"], call.body)
        return project_view(m, ended, call.actor)

    @api.post(
        "/projects/<id>/close",
        takes=EndProject,
        gives=ProjectView,
        may=SIGNED_IN,
        says="End a published project; its shifts to come are cancelled",
    )
    def close(call: Call[EndProject]) -> ProjectView:
        ended = projects.close_project(m, call.actor, call.path["id"], call.body)
        return project_view(m, ended, call.actor)


def _state_shifts(api: Api, m: Matching) -> None:
    @api.get(
        "/projects/<id>/shifts",
        gives=ShiftView,
        paged=True,
        may=SIGNED_IN,
        says="The shifts of a project, those posted last first",
    )
    def listed(call: Call[Nothing]) -> Page[ShiftView]:
        return shifts_of_project(m, call.actor, call.path["id"], limit=call.limit, after=call.after)

    @api.post(
        "/projects/<id>/shifts",
        takes=PostShift,
        gives=PostedShifts,
        may=SIGNED_IN,
        status=201,
        says="Post a shift of a published project, or several some days apart",
    )
    def post(call: Call[PostShift]) -> PostedShifts:
        made = shifts.post_shift(m, call.actor, call.path["id"], call.body, call.new_id())
        return PostedShifts(shifts=tuple(shift_view(m, each, call.actor) for each in made))
