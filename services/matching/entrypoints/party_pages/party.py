"""One party: what everyone may know, what its people run, what the community decides."""

from services.matching.application.context import Matching
from services.matching.application.parties.commands import AddPartyStaff, ReviewParty, SuspendParty
from services.matching.application.parties.reviewing import restore_party, review_party, suspend_party
from services.matching.application.parties.showing import party_shown
from services.matching.application.parties.staff import add_party_staff, remove_party_staff
from services.matching.application.parties.who import is_own
from services.matching.application.projects.queries import ProjectsQuery, projects_listed
from services.matching.entrypoints.party_pages.finding import ICONS
from services.matching.entrypoints.party_pages.typed import MemberForm, PartyReasonForm, PhoneForm
from shared.identity.permissions import Permission
from shared.identity.phones import spoken_phone
from shared.kernel.words import Words
from shared.web.api import PUBLIC, SIGNED_IN
from shared.web.pages import Pages, Shown, Visit

PROJECTS_SHOWN = 10
_REVIEW = Permission.REVIEW_PARTY


class PartyPage:
    """The page of a party, with what its reader may do."""

    def __init__(self, m: Matching) -> None:
        """Bind coordination."""
        self.m = m

    def show(self, visit: Visit[object]) -> Shown:
        """Show the party as far as it concerns the reader."""
        party = party_shown(self.m, visit.somebody, visit.path["id"])
        responsible = self.m.parties.find(party.responsible_party_id) if party.responsible_party_id else None
        query = ProjectsQuery(party_id=party.id)
        own = is_own(visit.somebody, self.m.parties.get(party.id))
        return visit.show(
            "parties/party.html",
            party=party,
            icon=ICONS[party.kind],
            phone=spoken_phone(party.contact_phone) if party.contact_phone else None,
            communities=[self.m.communities.area_name(code) for code in party.community_codes],
            responsible=responsible,
            projects=projects_listed(self.m, visit.somebody, query, limit=PROJECTS_SHOWN).items,
            own=own,
            can=party.can,
        )

    def _back(self, visit: Visit[object], zh: str, en: str) -> Shown:
        return visit.go(f"/parties/{visit.path['id']}", Words(zh, en))

    def approve(self, visit: Visit[object]) -> Shown:
        """Let the party begin."""
        review_party(self.m, visit.actor, visit.path["id"], ReviewParty(approve=True))
        return self._back(visit, "已通过", "Approved")

    def refuse(self, visit: Visit[PartyReasonForm]) -> Shown:
        """Send the registration back with a reason."""
        asked = ReviewParty(approve=False, reason=visit.body.reason)
        party = review_party(self.m, visit.actor, visit.path["id"], asked)
        said = Words("已退回，登记人会看到原因", "Sent back; whoever registered it sees why")
        return visit.go(f"/parties/{party.id}", said)

    def suspend(self, visit: Visit[PartyReasonForm]) -> Shown:
        """Let the party do nothing for now."""
        asked = SuspendParty(reason=visit.body.reason)
        party = suspend_party(self.m, visit.actor, visit.path["id"], asked)
        return visit.go(f"/parties/{party.id}", Words("已暂停", "Suspended"))

    def restore(self, visit: Visit[object]) -> Shown:
        """Let the party act again."""
        restore_party(self.m, visit.actor, visit.path["id"])
        return self._back(visit, "已恢复", "Restored")

    def add(self, visit: Visit[PhoneForm]) -> Shown:
        """Let whoever has a phone act for the party."""
        asked = AddPartyStaff(phone=visit.body.phone, in_my_place=bool(visit.body.in_my_place))
        party = add_party_staff(self.m, visit.actor, visit.path["id"], asked)
        said = Words("已添加，对方会收到通知", "Added; they are told")
        return visit.go("/organisation" if asked.in_my_place else f"/parties/{party.id}", said)

    def remove(self, visit: Visit[MemberForm]) -> Shown:
        """Let someone no longer act for the party."""
        party = remove_party_staff(self.m, visit.actor, visit.path["id"], visit.body.member_id)
        gone = visit.body.member_id == visit.actor.member_id
        return visit.go("/organisation" if gone else f"/parties/{party.id}", Words("已移除", "Removed"))


def party_pages(m: Matching) -> Pages:
    """Return the page of a party and what is sent from it."""
    pages, page = Pages("matching"), PartyPage(m)
    pages.get("/parties/<id>", may=PUBLIC)(page.show)
    pages.post("/parties/<id>/approve", may=_REVIEW, again=page.show)(page.approve)
    pages.post("/parties/<id>/refuse", may=_REVIEW, takes=PartyReasonForm, again=page.show)(page.refuse)
    pages.post("/parties/<id>/suspend", may=_REVIEW, takes=PartyReasonForm, again=page.show)(page.suspend)
    pages.post("/parties/<id>/restore", may=_REVIEW, again=page.show)(page.restore)
    pages.post("/parties/<id>/staff", may=SIGNED_IN, takes=PhoneForm, again=page.show)(page.add)
    pages.post("/parties/<id>/staff/remove", may=SIGNED_IN, takes=MemberForm, again=page.show)(page.remove)
    return pages
