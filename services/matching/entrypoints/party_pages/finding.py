"""Where parties are found: by everyone the five of a community, by its staff those to decide about."""

from services.matching.application.context import Matching
from services.matching.application.enrolling.showing import enrolment_counts
from services.matching.application.parties.commands import PartiesQuery
from services.matching.application.parties.showing import parties_listed, parties_waiting, party_counts
from services.matching.domain.parties.party import PartyKind, PartyState
from services.matching.entrypoints.party_pages.typed import PlaceQuery
from services.matching.entrypoints.register_pages.places import own_communities, suggested
from shared.identity.communities import Community
from shared.identity.permissions import Permission
from shared.kernel.errors import Forbidden
from shared.web.api import PUBLIC
from shared.web.pages import Pages, Shown, Visit

ON_A_PAGE = 30
ICONS = {
    PartyKind.COMMUNITY: "house",
    PartyKind.SOCIAL_ORGANISATION: "users-round",
    PartyKind.SOCIAL_WORKER: "badge-check",
    PartyKind.VOLUNTEER: "heart-handshake",
    PartyKind.CHARITY: "hand-heart",
}
STATES = {
    "waiting": PartyState.AWAITING_REVIEW,
    "approved": PartyState.APPROVED,
    "suspended": PartyState.SUSPENDED,
    "refused": PartyState.REFUSED,
}
"""Lists of a community's staff, by their names in addresses."""
_REVIEW = Permission.REVIEW_PARTY


class Finding:
    """The lists of parties."""

    def __init__(self, m: Matching) -> None:
        """Bind coordination."""
        self.m = m

    def public(self, visit: Visit[PlaceQuery]) -> Shown:
        """Show how many of the five kinds serve a community, and which."""
        asked, community = visit.query, self._meant(visit)
        if community is None:
            found = suggested(self.m.communities, asked.community_words)
            return visit.show("parties/where.html", found=found, typed=asked.community_words)
        query = PartiesQuery(community_code=community.code, kind=asked.kind, state=PartyState.APPROVED)
        page = parties_listed(self.m, visit.somebody, query, limit=ON_A_PAGE, after=visit.after)
        here = f"/parties?community={community.code}"
        listed = f"{here}&kind={asked.kind.value}" if asked.kind else here
        counts = party_counts(self.m, community.code)
        return visit.show(
            "parties/list.html",
            community=community,
            parties=page.items,
            enrolled=enrolment_counts(self.m, community.code),
            counts=[(kind, ICONS[kind], counts[kind]) for kind in PartyKind],
            icons=ICONS,
            kind=asked.kind,
            here=here,
            next=f"{listed}&after={page.next}" if page.next else None,
        )

    def _meant(self, visit: Visit[PlaceQuery]) -> Community | None:
        """Return the community chosen, the only one of that name, or one's own."""
        asked, known = visit.query, self.m.communities
        if asked.community:
            return known.known(asked.community)
        if asked.community_words:
            found = suggested(known, asked.community_words)
            return found[0] if len(found) == 1 else None
        return known.find(visit.somebody.community_code) if visit.somebody else None

    def desk(self, visit: Visit[PlaceQuery]) -> Shown:
        """Show a community's registrations to its staff, those that wait first."""
        asked = visit.query
        show = asked.show if asked.show in STATES else "waiting"
        mine = own_communities(self.m.communities, visit.actor, _REVIEW)
        code = self._reviewed(visit, mine)
        query = PartiesQuery(community_code=code, state=STATES[show])
        page = parties_listed(self.m, visit.actor, query, limit=ON_A_PAGE, after=visit.after)
        here = f"/desk/parties?community={code}"
        return visit.show(
            "parties/desk.html",
            community=self.m.communities.known(code),
            mine=mine,
            parties=page.items,
            icons=ICONS,
            waiting=parties_waiting(self.m, code),
            shown=show,
            here=here,
            next=f"{here}&show={show}&after={page.next}" if page.next else None,
        )

    def _reviewed(self, visit: Visit[PlaceQuery], mine: list[Community]) -> str:
        if visit.query.community:
            visit.actor.check_may(_REVIEW, visit.query.community)
            return visit.query.community
        if visit.actor.may(_REVIEW, visit.actor.community_code):
            return visit.actor.community_code
        if not mine:
            raise Forbidden(permission=_REVIEW.value)
        return mine[0].code


def finding_parties_pages(m: Matching) -> Pages:
    """Return the lists of parties."""
    pages, finding = Pages("matching"), Finding(m)
    pages.get("/parties", may=PUBLIC, query=PlaceQuery)(finding.public)
    pages.get("/desk/parties", may=_REVIEW, query=PlaceQuery)(finding.desk)
    return pages
