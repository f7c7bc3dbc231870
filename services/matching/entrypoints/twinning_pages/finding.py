"""Where twinnings are found and proposed."""

from datetime import timedelta

from services.matching.application.context import Matching
from services.matching.application.twinning.agreeing import propose_twinning
from services.matching.application.twinning.commands import ProposeTwinning, TwinningsQuery
from services.matching.application.twinning.showing import twinnings_listed
from services.matching.entrypoints.bodies import bodies_at_hand
from services.matching.entrypoints.register_pages.places import community_meant, suggested
from services.matching.entrypoints.twinning_pages.typed import TwinningForm, TwinningPlaceQuery
from shared.identity.member import day_in_china
from shared.kernel.words import Words
from shared.web.api import PUBLIC, SIGNED_IN
from shared.web.pages import Pages, Shown, Visit

ON_A_PAGE = 30


class FindingTwinnings:
    """The list of twinnings, and the form of a new one."""

    def __init__(self, m: Matching) -> None:
        """Bind coordination."""
        self.m = m

    def show(self, visit: Visit[TwinningPlaceQuery]) -> Shown:
        """Show the twinnings of a body or of a community."""
        asked, actor = visit.query, visit.somebody
        if not (asked.community or asked.party) and actor is None:
            return visit.go("/parties")
        party = self.m.parties.get(asked.party) if asked.party else None
        code = asked.community or (actor.community_code if actor else "")
        community = None if party else self.m.communities.known(code)
        query = TwinningsQuery(party_id=party.id if party else None, community_code=code or None)
        page = twinnings_listed(self.m, actor, query, limit=ON_A_PAGE, after=visit.after)
        here = f"/twinnings?party={party.id}" if party else f"/twinnings?community={code}"
        return visit.show(
            "twinning/list.html",
            party=party,
            community=community,
            twinnings=page.items,
            proposes=bool(actor and bodies_at_hand(self.m, actor)),
            next=f"{here}&after={page.next}" if page.next else None,
        )

    def show_form(self, visit: Visit[object]) -> Shown:
        """Show the form of a proposal, for a year from today."""
        typed = str(visit.values.get("community_code_words", ""))
        code = str(visit.values.get("community_code", "") or ("" if typed else visit.actor.community_code))
        community = self.m.communities.find(code)
        today = day_in_china(self.m.clock.now())
        return visit.show(
            "twinning/new.html",
            bodies=bodies_at_hand(self.m, visit.actor),
            chosen=visit.values.get("party_id") or visit.values.get("party") or "",
            community=community,
            suggestions=[] if community else suggested(self.m.communities, typed),
            first=today.isoformat(),
            last=(today + timedelta(days=364)).isoformat(),
        )

    def propose(self, visit: Visit[TwinningForm]) -> Shown:
        """Propose it to the other side."""
        form = visit.body
        community = community_meant(self.m.communities, form.community_code, form.community_code_words)
        asked = ProposeTwinning(
            party_id=form.party_id,
            community_code=community.code,
            purpose=form.purpose,
            visits_a_year=form.visits_a_year,
            from_on=form.from_on,
            until_on=form.until_on,
        )
        made = propose_twinning(self.m, visit.actor, asked, visit.new_id())
        return visit.go(
            f"/twinnings/{made.id}", Words("已提出，等对方同意", "Proposed; the other side answers")
        )


def finding_twinning_pages(m: Matching) -> Pages:
    """Return the list of twinnings and the form of a proposal."""
    pages, finding = Pages("matching"), FindingTwinnings(m)
    pages.get("/twinnings", may=PUBLIC, query=TwinningPlaceQuery)(finding.show)
    pages.get("/twinnings/new", may=SIGNED_IN)(finding.show_form)
    pages.post("/twinnings/new", may=SIGNED_IN, takes=TwinningForm, again=finding.show_form)(finding.propose)
    return pages
