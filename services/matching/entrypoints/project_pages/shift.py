"""One shift: when, where, which places; signing up, leaving, signing in with the code."""

from flask import Response

from services.matching.application.batch.shifts import invitation_of
from services.matching.application.context import Matching
from services.matching.application.crediting import why_no_credits
from services.matching.application.projects import joining, presence, shifts
from services.matching.application.projects.commands import (
    CancelShift,
    JoinShift,
    LeaveShift,
    TellIn,
    TellOut,
)
from services.matching.application.projects.queries import shift_shown
from services.matching.domain.errors import IdentityRequired, ReasonRequired
from services.matching.domain.proposal import Proposal
from services.matching.domain.register.errors import one_fault
from services.matching.domain.service_kinds import kind_of
from services.matching.entrypoints.project_pages.typed import CodeForm, JoinForm, ReasonForm
from shared.kernel.words import Words
from shared.web.api import PUBLIC, SIGNED_IN, Nothing
from shared.web.pages import Pages, Shown, Visit


class ShiftPage:
    """The page of one shift."""

    def __init__(self, m: Matching) -> None:
        """Bind coordination."""
        self.m = m

    def show(self, visit: Visit[object]) -> Shown:
        """Show it with what the visitor may do now."""
        shift = shift_shown(self.m, visit.somebody, visit.path["id"])
        project = self.m.projects.get(shift.project_id)
        party = self.m.parties.find(shift.party_id)
        return visit.show(
            "projects/shift.html",
            shift=shift,
            project=project,
            party=party.name if party else "–",
            invitation=self._invitation(visit),
            no_credits=why_no_credits(
                self.m,
                visit.somebody.member_id if visit.somebody else None,
                shift.community_code,
                shift.service_kind,
                shift.starts_at,
            ),
            safety=kind_of(shift.service_kind).safety.say(visit.language),
        )

    def _invitation(self, visit: Visit[object]) -> Proposal | None:
        """Return why the visitor was invited, if they were."""
        somebody = visit.somebody
        return invitation_of(self.m, visit.path["id"], somebody.member_id) if somebody else None

    def join(self, visit: Visit[JoinForm]) -> Response:
        """Take a place, or join the wait-list."""
        here = f"/shifts/{visit.path['id']}"
        command = JoinShift(role=visit.body.role, wait=visit.body.wait)
        try:
            joined = joining.sign_up(self.m, visit.actor, visit.path["id"], command)
        except IdentityRequired as missing:
            return visit.go(f"/me/identity?next={here}", Words(missing.say("zh"), missing.say("en")), "wait")
        if joined.seat_of(visit.actor.member_id):
            return visit.go(here, Words("报名成功，谢谢您！", "You are signed up, thank you!"))
        return visit.go(
            here, Words("已排队候补，有空位会通知您", "You are on the wait-list and will be told")
        )

    def leave(self, visit: Visit[Nothing]) -> Response:
        """Give the place back."""
        joining.leave_shift(self.m, visit.actor, visit.path["id"], LeaveShift())
        return visit.go(
            f"/shifts/{visit.path['id']}",
            Words("已取消报名，谢谢您提前告知", "You are off the list; thank you for saying so"),
        )

    def check_in(self, visit: Visit[CodeForm]) -> Response:
        """Sign oneself in with the code on the screen."""
        presence.tell_in(self.m, visit.actor, visit.path["id"], TellIn(code=visit.body.code))
        return visit.go(f"/shifts/{visit.path['id']}", Words("签到成功", "You are checked in"))

    def check_out(self, visit: Visit[Nothing]) -> Response:
        """Sign oneself out."""
        presence.tell_out(self.m, visit.actor, visit.path["id"], TellOut())
        return visit.go(
            f"/shifts/{visit.path['id']}",
            Words("已签退，等组织确认时长", "Checked out; the organisation agrees to the minutes"),
        )

    def cancel(self, visit: Visit[ReasonForm]) -> Response:
        """Cancel the shift, with the reason those who signed up read."""
        id_ = visit.path["id"]
        try:
            shifts.cancel_shift(self.m, visit.actor, id_, CancelShift(reason=visit.body.reason))
        except ReasonRequired as missing:
            raise one_fault("reason", missing.code, missing.zh, missing.en) from missing
        return visit.go(
            f"/shifts/{id_}",
            Words("班次已取消，报名的人会收到通知", "The shift is cancelled; those who signed up are told"),
        )


def shift_pages(m: Matching) -> Pages:
    """Return the page of a shift and what is sent from it."""
    made, page = Pages("matching"), ShiftPage(m)
    made.get("/shifts/<id>", may=PUBLIC)(page.show)
    made.post("/shifts/<id>/sign-up", may=SIGNED_IN, takes=JoinForm, again=page.show)(page.join)
    made.post("/shifts/<id>/leave", may=SIGNED_IN, again=page.show)(page.leave)
    made.post("/shifts/<id>/check-in", may=SIGNED_IN, takes=CodeForm, again=page.show)(page.check_in)
    made.post("/shifts/<id>/check-out", may=SIGNED_IN, again=page.show)(page.check_out)
    made.post("/shifts/<id>/cancel", may=SIGNED_IN, takes=ReasonForm, again=page.show)(page.cancel)
    return made
