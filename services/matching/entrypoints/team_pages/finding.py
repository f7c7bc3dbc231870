"""Where teams are found and formed."""

from services.matching.application.context import Matching
from services.matching.application.teams.commands import FormTeam, TeamsQuery
from services.matching.application.teams.forming import form_team
from services.matching.application.teams.showing import own_teams, teams_listed
from services.matching.entrypoints.bodies import bodies_at_hand
from services.matching.entrypoints.team_pages.typed import BodyQuery, TeamForm, TeamPlaceQuery
from shared.kernel.words import Words
from shared.web.api import PUBLIC, SIGNED_IN
from shared.web.pages import Pages, Shown, Visit

ON_A_PAGE = 30


class Finding:
    """The list of teams, and the form of a new one."""

    def __init__(self, m: Matching) -> None:
        """Bind coordination."""
        self.m = m

    def show(self, visit: Visit[TeamPlaceQuery]) -> Shown:
        """Show one's own teams, then those of a community."""
        asked, actor = visit.query, visit.somebody
        if not asked.community and actor is None:
            return visit.go("/parties")
        community = self.m.communities.known(asked.community or visit.actor.community_code)
        query = TeamsQuery(community_code=community.code)
        page = teams_listed(self.m, actor, query, limit=ON_A_PAGE, after=visit.after)
        here = f"/teams?community={community.code}"
        return visit.show(
            "teams/list.html",
            community=community,
            own=own_teams(self.m, actor),
            teams=page.items,
            forms=bool(actor and bodies_at_hand(self.m, actor)),
            next=f"{here}&after={page.next}" if page.next else None,
        )

    def show_form(self, visit: Visit[object]) -> Shown:
        """Show the form of a new team."""
        chosen = visit.values.get("party_id") or visit.values.get("party") or ""
        return visit.show("teams/new.html", bodies=bodies_at_hand(self.m, visit.actor), chosen=chosen)

    def form(self, visit: Visit[TeamForm]) -> Shown:
        """Form the team."""
        typed = visit.body
        asked = FormTeam(
            party_id=typed.party_id,
            name=typed.name,
            about=typed.about,
            leader_phone=typed.leader_phone or None,
        )
        team = form_team(self.m, visit.actor, asked, visit.new_id())
        return visit.go(
            f"/teams/{team.id}", Words("队伍建好了，请邀请队员", "The team is there; invite its people")
        )


def finding_team_pages(m: Matching) -> Pages:
    """Return the list of teams and the form of a new one."""
    pages, finding = Pages("matching"), Finding(m)
    pages.get("/teams", may=PUBLIC, query=TeamPlaceQuery)(finding.show)
    pages.get("/teams/new", may=SIGNED_IN, query=BodyQuery)(finding.show_form)
    pages.post("/teams/new", may=SIGNED_IN, takes=TeamForm, again=finding.show_form)(finding.form)
    return pages
