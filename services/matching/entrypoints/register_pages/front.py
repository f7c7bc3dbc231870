"""The pages everyone may see: the home of the platform, help, and what is kept of people."""

from dataclasses import dataclass

from services.matching.application.context import Matching
from services.matching.domain.need import NeedState
from services.matching.domain.service_kinds import SERVICE_KINDS
from services.matching.entrypoints.register_pages.places import suggested
from shared.identity.communities import Community
from shared.identity.consent import CONSENT_TEXT, CONSENT_VERSION
from shared.identity.opening import Identity
from shared.web.api import PUBLIC
from shared.web.pages import Pages, Shown, Visit

OFTEN_ASKED = 8
"""Kinds of service the home shows."""


@dataclass(frozen=True, slots=True, kw_only=True)
class FoundCommunity:
    """A community found by its name, with how many needs there wait for somebody.

    Attributes:
        community: Which.
        open_needs: How many look for a helper now.
    """

    community: Community
    open_needs: int


class Front:
    """The public pages."""

    def __init__(self, identity: Identity, matching: Matching) -> None:
        """Bind what the numbers are counted from."""
        self.identity, self.matching = identity, matching

    def home(self, visit: Visit[object]) -> Shown:
        """Show what this is, and the communities that what was typed may mean."""
        typed = str(visit.values.get("q", ""))[:60]
        return visit.show(
            "register/home.html",
            typed=typed,
            found=[self._found(each) for each in suggested(self.identity.communities, typed)],
            numbers=self._numbers(),
            kinds=[kind for kind in SERVICE_KINDS.values() if kind.low_risk][:OFTEN_ASKED],
        )

    def _found(self, community: Community) -> FoundCommunity:
        waiting = self.matching.needs.count({"community_code": community.code, "state": NeedState.OPEN.value})
        return FoundCommunity(community=community, open_needs=waiting)

    def _numbers(self) -> dict[str, int]:
        """Return the counts that cost one look each, whatever the size."""
        return {
            "communities": len(self.identity.communities),
            "members": self.identity.members.collection.estimated_document_count(),
            "needs": self.matching.needs.collection.estimated_document_count(),
            "services": self.matching.assignments.collection.estimated_document_count(),
        }

    def privacy(self, visit: Visit[object]) -> Shown:
        """Show what is kept of people, why, and for how long."""
        return visit.show(
            "register/privacy.html",
            consent_version=CONSENT_VERSION,
            consent_text=CONSENT_TEXT.say(visit.language),
            agreed=self._agreed(visit),
        )

    def _agreed(self, visit: Visit[object]) -> object:
        member = self.identity.members.find(visit.somebody.member_id) if visit.somebody else None
        return member.consent if member else None

    def help(self, visit: Visit[object]) -> Shown:
        """Show how things are done."""
        return visit.show("register/help.html")


def front_pages(identity: Identity, matching: Matching) -> Pages:
    """Return the public pages."""
    pages, front = Pages("matching"), Front(identity, matching)
    pages.get("/", may=PUBLIC)(front.home)
    pages.get("/privacy", may=PUBLIC)(front.privacy)
    pages.get("/help", may=PUBLIC)(front.help)
    return pages
