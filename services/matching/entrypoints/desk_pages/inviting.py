"""Inviting one person to a need: by a message they answer, or by a call in which they say yes."""

from services.matching.application.accepting import dispatch_need
from services.matching.application.commands import DispatchNeed
from services.matching.application.context import Matching
from services.matching.application.desk import contact_to_invite, need_at_desk
from services.matching.application.queries import need_brief
from services.matching.domain.errors import SpokenConsentRequired
from services.matching.domain.register.errors import one_fault
from services.matching.entrypoints.desk_pages.typed import ConsentForm, InviteForm
from shared.identity.permissions import Permission
from shared.identity.phones import spoken_phone
from shared.kernel.words import Words
from shared.web.pages import Pages, Shown, Visit

_DISPATCH = Permission.DISPATCH


class Inviting:
    """Inviting, and the page of a call."""

    def __init__(self, m: Matching) -> None:
        """Bind coordination."""
        self.m = m

    def invite(self, visit: Visit[InviteForm]) -> Shown:
        """Invite somebody; they answer themselves."""
        form = visit.body
        dispatch_need(
            self.m,
            visit.actor,
            visit.path["id"],
            DispatchNeed(member_id=form.member_id, because=form.because),
        )
        return visit.go(
            f"/desk/needs/{visit.path['id']}",
            Words("已发出邀请，对方答复后这里会显示", "Invited; the answer shows here"),
        )

    def show_call(self, visit: Visit[object]) -> Shown:
        """Show whom to call and what to say; the person sees that their number was read."""
        need = need_at_desk(self.m, visit.actor, visit.path["id"])
        contact = contact_to_invite(self.m, visit.actor, need.id, visit.path["member_id"])
        return visit.show(
            "desk/invite.html",
            need=need_brief(self.m, visit.actor, need),
            member_id=visit.path["member_id"],
            name=contact.name,
            phone=contact.phone,
            phone_words=spoken_phone(contact.phone) if contact.phone else "",
        )

    def take_down_yes(self, visit: Visit[ConsentForm]) -> Shown:
        """Bind somebody who said yes on the phone, with a note of when and how."""
        need_id = visit.path["id"]
        yes = DispatchNeed(member_id=visit.path["member_id"], spoken_consent=True, note=visit.body.note)
        try:
            dispatch_need(self.m, visit.actor, need_id, yes)
        except SpokenConsentRequired as missing:
            raise one_fault("note", missing.code, missing.zh, missing.en) from missing
        return visit.go(
            f"/desk/needs/{need_id}", Words("已安排，双方会收到通知", "Arranged; both sides are told")
        )


def inviting_pages(m: Matching) -> Pages:
    """Return the pages of inviting."""
    pages, inviting = Pages("matching"), Inviting(m)
    pages.post("/desk/needs/<id>/invite", may=_DISPATCH, takes=InviteForm)(inviting.invite)
    call = "/desk/needs/<id>/call/<member_id>"
    pages.get(call, may=_DISPATCH)(inviting.show_call)
    pages.post(call, may=_DISPATCH, takes=ConsentForm, again=inviting.show_call)(inviting.take_down_yes)
    return pages
