"""The API of assignments."""

from services.matching.application import serving
from services.matching.application.commands import Cancel, CheckIn, CheckOut, Confirm, NoShow, Rate
from services.matching.application.context import Matching
from services.matching.application.lists import AssignmentsQuery
from services.matching.application.queries import (
    assignment_brief,
    assignment_shown,
    assignments_listed,
)
from services.matching.application.views import AssignmentView
from shared.storage.paging import Page
from shared.web.api import SIGNED_IN, Api, Call, Nothing


def assignments_api(m: Matching) -> Api:
    """Return the routes of assignments."""
    api = Api("matching")

    @api.get(
        "/assignments",
        query=AssignmentsQuery,
        gives=AssignmentView,
        paged=True,
        may=SIGNED_IN,
        says="Your assignments on every side, or for staff their community's, newest first",
    )
    def listed(call: Call[AssignmentsQuery]) -> Page[AssignmentView]:
        return assignments_listed(m, call.actor, call.query, limit=call.limit, after=call.after)

    @api.get(
        "/assignments/<id>",
        gives=AssignmentView,
        may=SIGNED_IN,
        says="One assignment; phone and address while it is under way, and logged",
    )
    def shown(call: Call[Nothing]) -> AssignmentView:
        return assignment_shown(m, call.actor, call.path["id"])

    @api.post(
        "/assignments/<id>/check-in",
        takes=CheckIn,
        gives=AssignmentView,
        may=SIGNED_IN,
        says="Begin a service, now or at a time that has been; told more than an hour late, staff confirm",
    )
    def check_in(call: Call[CheckIn]) -> AssignmentView:
        return assignment_brief(m, call.actor, serving.check_in(m, call.actor, call.path["id"], call.body))

    @api.post(
        "/assignments/<id>/check-out",
        takes=CheckOut,
        gives=AssignmentView,
        may=SIGNED_IN,
        says="End a service, now or at a time that has been",
    )
    def check_out(call: Call[CheckOut]) -> AssignmentView:
        return assignment_brief(m, call.actor, serving.check_out(m, call.actor, call.path["id"], call.body))

    @api.post(
        "/assignments/<id>/confirm",
        takes=Confirm,
        gives=AssignmentView,
        may=SIGNED_IN,
        says="Agree to the minutes, as the receiving side or staff; never the volunteer",
    )
    def confirm(call: Call[Confirm]) -> AssignmentView:
        return assignment_brief(m, call.actor, serving.confirm(m, call.actor, call.path["id"], call.body))

    @api.post(
        "/assignments/<id>/cancel",
        takes=Cancel,
        gives=AssignmentView,
        may=SIGNED_IN,
        says="Give an assignment back, before it starts; staff at any time with a reason",
    )
    def cancel(call: Call[Cancel]) -> AssignmentView:
        return assignment_brief(m, call.actor, serving.cancel(m, call.actor, call.path["id"], call.body))

    @api.post(
        "/assignments/<id>/no-show",
        takes=NoShow,
        gives=AssignmentView,
        may=SIGNED_IN,
        says="Record that the volunteer did not come, as the receiving side or staff",
    )
    def no_show(call: Call[NoShow]) -> AssignmentView:
        return assignment_brief(m, call.actor, serving.no_show(m, call.actor, call.path["id"], call.body))

    @api.post(
        "/assignments/<id>/rating",
        takes=Rate,
        gives=AssignmentView,
        may=SIGNED_IN,
        says="Grade a service once its minutes are confirmed, as the receiving side",
    )
    def rate(call: Call[Rate]) -> AssignmentView:
        return assignment_brief(m, call.actor, serving.rate(m, call.actor, call.path["id"], call.body))

    return api
