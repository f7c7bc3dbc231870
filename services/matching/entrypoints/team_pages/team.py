"""One team: what everyone may know, joining and leaving it, and what its leader runs."""

from typing import TypeVar

from services.matching.application.context import Matching
from services.matching.application.projects.showing import shift_view
from services.matching.application.teams import forming, joining
from services.matching.application.teams.commands import (
    AmendTeam,
    AskToJoin,
    DisbandTeam,
    InviteToTeam,
    LeadTeam,
    LetSignUp,
)
from services.matching.application.teams.showing import team_shown
from services.matching.application.teams.views import TeamView
from services.matching.domain.projects.shift import ShiftState
from services.matching.domain.teams.team import Standing
from services.matching.entrypoints.team_pages.typed import (
    EndForm,
    InviteForm,
    LeadersForm,
    LetForm,
    PersonForm,
    TeamChangesForm,
)
from shared.kernel.words import Words
from shared.web.api import PUBLIC, SIGNED_IN
from shared.web.pages import Pages, Shown, Visit

MOST_SHIFTS = 50
SHIFTS_SHOWN = 6
T = TypeVar("T")


class TeamPage:
    """The page of a team, with what its reader may do."""

    def __init__(self, m: Matching) -> None:
        """Bind coordination."""
        self.m = m

    def show(self, visit: Visit[object]) -> Shown:
        """Show the team as far as it concerns the reader."""
        team = team_shown(self.m, visit.somebody, visit.path["id"])
        return visit.show(
            "teams/team.html",
            team=team,
            community=self.m.communities.area_name(team.community_code),
            inside=[each for each in team.people if each.standing is Standing.MEMBER],
            asking=[each for each in team.people if each.standing is Standing.ASKED],
            invited=[each for each in team.people if each.standing is Standing.INVITED],
            shifts=self._shifts(visit, team),
            can=team.can,
        )

    def _shifts(self, visit: Visit[object], team: TeamView) -> list[object]:
        """Return the open shifts of the responsible body, for who signs people up."""
        if "run" not in team.can:
            return []
        wanted = {"party_id": team.party_id, "state": ShiftState.OPEN.value}
        found = self.m.shifts.page(wanted, limit=MOST_SHIFTS).items
        coming = sorted(found, key=lambda shift: shift.starts_at)
        now = self.m.clock.now()
        ahead = [each for each in coming if each.ends_at > now]
        return [shift_view(self.m, each, visit.actor) for each in ahead[:SHIFTS_SHOWN]]

    def _back(self, visit: Visit[T], zh: str, en: str) -> Shown:
        return visit.go(f"/teams/{visit.path['id']}", Words(zh, en))

    def ask(self, visit: Visit[LetForm]) -> Shown:
        """Ask to join, or say yes to an invitation."""
        asked = AskToJoin(lets_sign_up=bool(visit.body.lets_sign_up))
        team = joining.ask_to_join(self.m, visit.actor, visit.path["id"], asked)
        inside = visit.actor.member_id in team.member_ids
        said = Words("已加入，欢迎！", "You are in, welcome!")
        waits = Words("已申请，队长会答复您", "Asked; the leader will answer you")
        return visit.go(f"/teams/{team.id}", said if inside else waits)

    def leave(self, visit: Visit[object]) -> Shown:
        """Leave, take one's asking back, or say no to an invitation."""
        joining.take_off_list(self.m, visit.actor, visit.path["id"], visit.actor.member_id)
        return visit.go("/teams", Words("已退出名单", "You are off the list"))

    def let(self, visit: Visit[LetForm]) -> Shown:
        """Say whether the leader may sign one up."""
        asked = LetSignUp(lets_sign_up=bool(visit.body.lets_sign_up))
        joining.let_sign_up(self.m, visit.actor, visit.path["id"], asked)
        return self._back(visit, "已保存", "Saved")

    def invite(self, visit: Visit[InviteForm]) -> Shown:
        """Invite whoever has a phone."""
        asked = InviteToTeam(phone=visit.body.phone)
        joining.invite_to_team(self.m, visit.actor, visit.path["id"], asked)
        return self._back(visit, "已邀请，对方会收到通知", "Invited; they are told")

    def admit(self, visit: Visit[PersonForm]) -> Shown:
        """Let in who asked."""
        joining.admit_to_team(self.m, visit.actor, visit.path["id"], visit.body.member_id)
        return self._back(visit, "已加入队伍", "They are in the team")

    def remove(self, visit: Visit[PersonForm]) -> Shown:
        """Take somebody off the list."""
        joining.take_off_list(self.m, visit.actor, visit.path["id"], visit.body.member_id)
        return self._back(visit, "已移出名单", "Taken off the list")

    def lead(self, visit: Visit[LeadersForm]) -> Shown:
        """Name leader and deputy."""
        asked = LeadTeam(leader_id=visit.body.leader_id, deputy_id=visit.body.deputy_id or None)
        forming.lead_team(self.m, visit.actor, visit.path["id"], asked)
        return self._back(visit, "已更新队长", "The leaders are named")

    def change(self, visit: Visit[TeamChangesForm]) -> Shown:
        """Keep what the team says of itself."""
        asked = AmendTeam(name=visit.body.name, about=visit.body.about)
        forming.amend_team(self.m, visit.actor, visit.path["id"], asked)
        return self._back(visit, "已保存", "Saved")

    def disband(self, visit: Visit[EndForm]) -> Shown:
        """End the team."""
        forming.disband_team(self.m, visit.actor, visit.path["id"], DisbandTeam(reason=visit.body.reason))
        return self._back(visit, "队伍已解散", "The team is disbanded")


def team_pages(m: Matching) -> Pages:
    """Return the page of a team and what is sent from it."""
    pages, page = Pages("matching"), TeamPage(m)
    pages.get("/teams/<id>", may=PUBLIC)(page.show)
    pages.post("/teams/<id>/ask", may=SIGNED_IN, takes=LetForm, again=page.show)(page.ask)
    pages.post("/teams/<id>/leave", may=SIGNED_IN, again=page.show)(page.leave)
    pages.post("/teams/<id>/let", may=SIGNED_IN, takes=LetForm, again=page.show)(page.let)
    pages.post("/teams/<id>/invite", may=SIGNED_IN, takes=InviteForm, again=page.show)(page.invite)
    pages.post("/teams/<id>/admit", may=SIGNED_IN, takes=PersonForm, again=page.show)(page.admit)
    pages.post("/teams/<id>/remove", may=SIGNED_IN, takes=PersonForm, again=page.show)(page.remove)
    pages.post("/teams/<id>/leaders", may=SIGNED_IN, takes=LeadersForm, again=page.show)(page.lead)
    pages.post("/teams/<id>/edit", may=SIGNED_IN, takes=TeamChangesForm, again=page.show)(page.change)
    pages.post("/teams/<id>/disband", may=SIGNED_IN, takes=EndForm, again=page.show)(page.disband)
    return pages
