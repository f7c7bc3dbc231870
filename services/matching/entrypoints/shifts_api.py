"""The API of shifts."""

from services.matching.application.context import Matching
from services.matching.application.projects import joining, presence, settling, shifts
from services.matching.application.projects.commands import (
    AmendShift,
    CancelShift,
    Claim,
    JoinShift,
    LeaveShift,
    Settle,
    TellIn,
    TellOut,
)
from services.matching.application.projects.evidence import attendance_sheet
from services.matching.application.projects.queries import (
    ShiftsQuery,
    attendance_shown,
    shift_shown,
    shifts_listed,
)
from services.matching.application.projects.showing import shift_view
from services.matching.application.projects.views import AttendanceView, ShiftView
from shared.storage.paging import Page
from shared.web.api import SIGNED_IN, Api, Call, Nothing
from shared.web.files import XLSX, File


def shifts_api(m: Matching) -> Api:
    """Return the routes of shifts."""
    api = Api("matching")
    _state_reading(api, m)
    _state_changes(api, m)
    _state_places(api, m)
    _state_presence(api, m)
    return api


def _state_reading(api: Api, m: Matching) -> None:
    @api.get(
        "/shifts",
        query=ShiftsQuery,
        gives=ShiftView,
        paged=True,
        may=SIGNED_IN,
        says="Shifts, newest first: open ones near you, your own, or your organisation's",
    )
    def listed(call: Call[ShiftsQuery]) -> Page[ShiftView]:
        return shifts_listed(m, call.actor, call.query, limit=call.limit, after=call.after)

    @api.get("/shifts/<id>", gives=ShiftView, may=SIGNED_IN, says="One shift; nobody's name")
    def shown(call: Call[Nothing]) -> ShiftView:
        return shift_shown(m, call.actor, call.path["id"])

    @api.get(
        "/shifts/<id>/attendance",
        gives=AttendanceView,
        may=SIGNED_IN,
        says="The roster of a shift with names, for its leader, its organisation and the community's staff",
    )
    def attendance(call: Call[Nothing]) -> AttendanceView:
        return attendance_shown(m, call.actor, call.path["id"])

    @api.get(
        "/shifts/<id>/attendance.xlsx",
        file=XLSX,
        may=SIGNED_IN,
        says="The roster of a shift as a spreadsheet, for whom its attendance is shown to",
    )
    def attendance_file(call: Call[Nothing]) -> File:
        content = attendance_sheet(m, call.actor, call.path["id"])
        return File(content=content, mimetype=XLSX, name="attendance.xlsx")


def _state_changes(api: Api, m: Matching) -> None:
    @api.patch(
        "/shifts/<id>",
        takes=AmendShift,
        gives=ShiftView,
        may=SIGNED_IN,
        says="Change a shift; once somebody signed up, only place, note and more places",
    )
    def amend(call: Call[AmendShift]) -> ShiftView:
        changed = shifts.amend_shift(m, call.actor, call.path["id"], call.body)
        return shift_view(m, changed, call.actor)

    @api.post(
        "/shifts/<id>/cancel",
        takes=CancelShift,
        gives=ShiftView,
        may=SIGNED_IN,
        says="Cancel a shift nobody has come to; who signed up is told",
    )
    def cancel(call: Call[CancelShift]) -> ShiftView:
        cancelled = shifts.cancel_shift(m, call.actor, call.path["id"], call.body)
        return shift_view(m, cancelled, call.actor)


def _state_places(api: Api, m: Matching) -> None:
    @api.post(
        "/shifts/<id>/sign-up",
        takes=JoinShift,
        gives=ShiftView,
        may=SIGNED_IN,
        says="Take a place of a shift, or join its wait-list; 409 shift-full if others were faster",
    )
    def sign_up(call: Call[JoinShift]) -> ShiftView:
        joined = joining.sign_up(m, call.actor, call.path["id"], call.body)
        return shift_view(m, joined, call.actor)

    @api.post(
        "/shifts/<id>/leave",
        takes=LeaveShift,
        gives=ShiftView,
        may=SIGNED_IN,
        says="Give a place back before the start, or as staff somebody else's with a reason",
    )
    def leave(call: Call[LeaveShift]) -> ShiftView:
        left = joining.leave_shift(m, call.actor, call.path["id"], call.body)
        return shift_view(m, left, call.actor)


def _state_presence(api: Api, m: Matching) -> None:
    @api.post(
        "/shifts/<id>/check-in",
        takes=TellIn,
        gives=ShiftView,
        may=SIGNED_IN,
        says="Sign in up to 300 people as leader or staff, or yourself with the code on the screen",
    )
    def check_in(call: Call[TellIn]) -> ShiftView:
        come = presence.tell_in(m, call.actor, call.path["id"], call.body)
        return shift_view(m, come, call.actor)

    @api.post(
        "/shifts/<id>/check-out",
        takes=TellOut,
        gives=ShiftView,
        may=SIGNED_IN,
        says="Sign people out, everyone who is still there, or yourself",
    )
    def check_out(call: Call[TellOut]) -> ShiftView:
        gone = presence.tell_out(m, call.actor, call.path["id"], call.body)
        return shift_view(m, gone, call.actor)

    @api.post(
        "/shifts/<id>/claim",
        takes=Claim,
        gives=AttendanceView,
        may=SIGNED_IN,
        says="Say which volunteer somebody is who was written down by name, as staff",
    )
    def claim(call: Call[Claim]) -> AttendanceView:
        presence.claim(m, call.actor, call.path["id"], call.body)
        return attendance_shown(m, call.actor, call.path["id"])

    @api.post(
        "/shifts/<id>/settle",
        takes=Settle,
        gives=AttendanceView,
        may=SIGNED_IN,
        says="Agree to the minutes of several people at once; never one's own",
    )
    def settle(call: Call[Settle]) -> AttendanceView:
        settling.settle(m, call.actor, call.path["id"], call.body)
        return attendance_shown(m, call.actor, call.path["id"])
