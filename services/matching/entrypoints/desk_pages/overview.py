"""The desk: what waits in a community, each with its clock, the most pressing first."""

from dataclasses import dataclass
from typing import Annotated

from services.matching.application.context import Matching
from services.matching.application.desk import desk_counts, needs_by_start, needs_with_number
from services.matching.application.enrolling.showing import enrolments_waiting
from services.matching.application.lists import AssignmentsQuery, Awaiting, Side
from services.matching.application.parties.showing import parties_waiting
from services.matching.application.queries import assignments_listed, needs_for_desk
from services.matching.application.records.correcting import corrections_asked
from services.matching.application.surging import surge_view
from services.matching.application.views import AssignmentView, NeedView
from services.matching.domain.need import NeedState
from services.matching.domain.projects.project import ProjectState
from services.matching.entrypoints.desk_pages.spoken import time_left, waited
from services.matching.entrypoints.register_pages.places import SUGGESTED, own_communities, suggested
from shared.events.fields import Code, Text
from shared.identity.actor import Actor
from shared.identity.communities import Communities, Community
from shared.identity.opening import Identity
from shared.identity.permissions import Permission
from shared.kernel.errors import Forbidden
from shared.storage.paging import Page
from shared.web.pages import Pages, Shown, Visit

ON_A_PAGE = 30
FIRST_TO_CONFIRM = 5
DIGITS_SPOKEN = 6
SOONEST_FIRST = {
    "now": (NeedState.AWAITING_REVIEW, NeedState.OPEN),
    "review": (NeedState.AWAITING_REVIEW,),
    "open": (NeedState.OPEN,),
    "filled": (NeedState.FILLED,),
}
"""Lists of needs under way, by their names in addresses."""
NEWEST_FIRST = {"done": NeedState.MET, "all": None}
_DESK = Permission.SEE_DESK


@dataclass(frozen=True, slots=True, kw_only=True)
class DeskQuery:
    """Which desk, which list.

    Attributes:
        community: Code of the community; nothing is one's own.
        community_words: Its name as typed, where nothing was chosen.
        show: ``now, review, open, filled, confirm, done`` or ``all``.
        sort: ``start``, or ``waiting`` for the longest waiting first.
        q: A spoken number, a phone or a name.
    """

    community: Annotated[str, Text(most=12, pattern=r"[0-9]*")] = ""
    community_words: Annotated[str, Text(most=60)] = ""
    show: Code = "now"
    sort: Code = "start"
    q: Annotated[str, Text(most=60)] = ""


class Overview:
    """The first page of those who work at a desk."""

    def __init__(self, m: Matching, communities: Communities) -> None:
        """Bind coordination and the communities."""
        self.m, self.communities = m, communities

    def show(self, visit: Visit[DeskQuery]) -> Shown:
        """Show the desk, or lead on to what was looked for."""
        actor, asked = visit.actor, visit.query
        community = desk_meant(self.communities, actor, asked.community, asked.community_words)
        found = self._with_number(actor, community.code, asked.q)
        if len(found) == 1:
            return visit.go(f"/desk/needs/{found[0].id}")
        if asked.q and not _is_number(asked.q):
            return visit.go(f"/desk/new?community={community.code}&q={asked.q}")
        return self._shown(visit, community, found)

    def _with_number(self, actor: Actor, code: str, typed: str) -> tuple[NeedView, ...]:
        return needs_with_number(self.m, actor, code, _digits(typed)) if _is_number(typed) else ()

    def _shown(self, visit: Visit[DeskQuery], community: Community, found: tuple[NeedView, ...]) -> Shown:
        actor, asked = visit.actor, visit.query
        reviews = actor.may(Permission.REVIEW_PARTY, community.code)
        needs = Page(items=found) if asked.q else self._needs(visit, community.code)
        services = self._services(visit, community.code)
        here = f"/desk?community={community.code}"
        listed = f"{here}&show={asked.show}"
        following = services.next if asked.show == "confirm" else needs.next
        mine = own_communities(self.communities, actor, _DESK)
        return visit.show(
            "desk/overview.html",
            community=community,
            mine=mine if community in mine else [community, *mine],
            has_more=len(mine) == SUGGESTED,
            asked=asked,
            here=here,
            listed=listed,
            projects_waiting=self._projects_waiting(visit, community.code),
            corrections_asked=corrections_asked(self.m, community.code)
            if actor.may(Permission.CONFIRM_AS_STAFF, community.code)
            else None,
            counts=desk_counts(self.m, actor, community.code),
            parties_waiting=parties_waiting(self.m, community.code) if reviews else None,
            keeps_book=actor.may(Permission.KEEP_BOOK, community.code),
            enrolments_waiting=enrolments_waiting(self.m, community.code) if reviews else None,
            surge=surge_view(self.m, community.code),
            rows=[self._row(each, visit.language) for each in needs.items],
            services=services.items,
            is_first=visit.after is None,
            next=f"{listed}&sort={asked.sort}&after={following}" if following else None,
        )

    def _projects_waiting(self, visit: Visit[DeskQuery], code: str) -> int:
        """Return how many projects wait for this visitor's look."""
        if not visit.actor.may(Permission.REVIEW_NEED, code):
            return 0
        waiting = {"community_codes": code, "state": ProjectState.AWAITING_REVIEW.value}
        return self.m.projects.count(waiting)

    def _needs(self, visit: Visit[DeskQuery], code: str) -> Page[NeedView]:
        asked, limit, after = visit.query, ON_A_PAGE, visit.after
        if asked.show in SOONEST_FIRST:
            return needs_by_start(
                self.m,
                visit.actor,
                code,
                SOONEST_FIRST[asked.show],
                longest_waiting=asked.sort == "waiting",
                limit=limit,
                after=after,
            )
        if asked.show not in NEWEST_FIRST:
            return Page(items=())
        return needs_for_desk(self.m, visit.actor, code, NEWEST_FIRST[asked.show], limit=limit, after=after)

    def _services(self, visit: Visit[DeskQuery], code: str) -> Page[AssignmentView]:
        """Return the services whose minutes wait for staff: all of them on their own list, the first on the desk."""
        show = visit.query.show
        if show not in ("now", "confirm"):
            return Page(items=())
        limit, after = (ON_A_PAGE, visit.after) if show == "confirm" else (FIRST_TO_CONFIRM, None)
        query = AssignmentsQuery(side=Side.COMMUNITY, awaiting=Awaiting.STAFF, community_code=code)
        return assignments_listed(self.m, visit.actor, query, limit=limit, after=after)

    def _row(self, need: NeedView, language: str) -> dict[str, object]:
        now = self.m.clock.now()
        return {
            "need": need,
            "clock": time_left(need, now, language),
            "waited": waited(need, now, language),
        }


def desk_meant(communities: Communities, actor: Actor, code: str, typed: str) -> Community:
    """Return the community whose desk is meant: the one chosen, the first with that name, or one's own.

    Raises:
        Forbidden: If the actor works at no such desk.
        UnknownCommunity: If the code is nobody's.
    """
    if code:
        actor.check_may(_DESK, code)
        return communities.known(code)
    for each in suggested(communities, typed):
        if actor.may(_DESK, each.code):
            return each
    if actor.may(_DESK, actor.community_code):
        return communities.get(actor.community_code)
    mine = own_communities(communities, actor, _DESK)
    if not mine:
        raise Forbidden(permission=_DESK.value)
    return mine[0]


def _digits(typed: str) -> str:
    return "".join(typed.split())


def _is_number(typed: str) -> bool:
    digits = _digits(typed)
    return len(digits) == DIGITS_SPOKEN and digits.isascii() and digits.isdigit()


def overview_pages(m: Matching, identity: Identity) -> Pages:
    """Return the desk."""
    pages, overview = Pages("matching"), Overview(m, identity.communities)
    pages.get("/desk", may=_DESK, query=DeskQuery)(overview.show)
    return pages
