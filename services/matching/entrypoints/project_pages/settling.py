"""Agreeing to the minutes of a shift on one screen: a table with what the times say, ready to be sent."""

from collections.abc import Iterable

from services.matching.application.context import Matching
from services.matching.application.projects.commands import Settle
from services.matching.application.projects.queries import attendance_shown
from services.matching.application.projects.settling import settle
from services.matching.application.projects.views import AttendeeView
from services.matching.domain.errors import MinutesOutOfRange, ReasonRequired
from shared.events.fields import load
from shared.kernel.errors import BadInput, FieldFault, RuleBroken
from shared.kernel.words import Words
from shared.web.api import SIGNED_IN, Nothing
from shared.web.pages import Pages, Shown, Visit


class Settling:
    """The table of minutes of one shift."""

    def __init__(self, m: Matching) -> None:
        """Bind coordination."""
        self.m = m

    def show(self, visit: Visit[object]) -> Shown:
        """Show a line for each person: those the visitor may agree to with fields, the others with why not."""
        seen = attendance_shown(self.m, visit.actor, visit.path["id"])
        return visit.show(
            "projects/settle.html",
            seen=seen,
            shift=seen.shift,
            lines=seen.attendees,
            open_lines=[each for each in seen.attendees if each.can_agree],
            sum_minutes=sum(each.minutes or 0 for each in seen.attendees),
            me_id=visit.actor.member_id,
        )

    def send(self, visit: Visit[Nothing]) -> Shown:
        """Agree to what the table says, all of it or nothing."""
        seen = attendance_shown(self.m, visit.actor, visit.path["id"])
        lines = [each for each in seen.attendees if each.can_agree]
        _check_reasons(visit, lines, seen.shift.expected_minutes)
        try:
            command = load(Settle, {"lines": [_typed(visit, each) for each in lines]})
        except BadInput as refused:
            raise _at_lines(refused, lines) from refused
        settle(self.m, visit.actor, visit.path["id"], command)
        return visit.go(
            f"/shifts/{visit.path['id']}/settle",
            Words(f"已确认 {len(lines)} 人的时长", f"The minutes of {len(lines)} people stand"),
        )


def _typed(visit: Visit[Nothing], line: AttendeeView) -> dict[str, object]:
    minutes = str(visit.values.get(f"minutes.{line.id}", line.suggested_minutes)).strip()
    return {
        "attendee_id": line.id,
        "minutes": int(minutes) if minutes.isdecimal() and len(minutes) < 6 else minutes,
        "reason": str(visit.values.get(f"reason.{line.id}", "")),
        "recorded_as": "DUTY" if visit.values.get(f"duty.{line.id}") == "on" else "VOLUNTEER",
    }


def _check_reasons(visit: Visit[Nothing], lines: Iterable[AttendeeView], expected: int) -> None:
    """Name every line whose minutes are beyond the shift, or differ from the times without a reason."""
    faults = []
    for line in lines:
        typed = _typed(visit, line)
        minutes = typed["minutes"]
        if isinstance(minutes, int) and not 1 <= minutes <= expected:
            faults.append(_fault("minutes", line, MinutesOutOfRange(expected_minutes=expected)))
        elif minutes != line.suggested_minutes and not typed["reason"]:
            faults.append(_fault("reason", line, ReasonRequired()))
    if faults:
        raise BadInput(faults=tuple(faults))


def _fault(field: str, line: AttendeeView, why: RuleBroken) -> FieldFault:
    zh, en = why.say("zh"), why.say("en")
    return FieldFault(
        field=f"{field}.{line.id}", code=why.code, zh=f"{line.name}：{zh}", en=f"{line.name}: {en}"
    )


def _at_lines(refused: BadInput, lines: list[AttendeeView]) -> BadInput:
    """Return faults at ``lines.3.minutes`` as faults of the field in that person's line."""
    moved = []
    for fault in refused.faults:
        _, place, field = fault.field.split(".", 2)
        line = lines[int(place)]
        moved.append(
            FieldFault(
                field=f"{field}.{line.id}",
                code=fault.code,
                zh=f"{line.name}：{fault.zh}",
                en=f"{line.name}: {fault.en}",
            )
        )
    return BadInput(faults=tuple(moved))


def settling_pages(m: Matching) -> Pages:
    """Return the table of minutes and what is sent from it."""
    made, table = Pages("matching"), Settling(m)
    made.get("/shifts/<id>/settle", may=SIGNED_IN)(table.show)
    made.post("/shifts/<id>/settle", may=SIGNED_IN, again=table.show)(table.send)
    return made
