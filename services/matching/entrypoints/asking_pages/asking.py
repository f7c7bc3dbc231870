"""Asking for help, for oneself or for whom one acts: what, when, where, in one short form."""

from services.matching.application.asking import asked_before, need_to_change
from services.matching.application.context import Matching
from services.matching.domain.need import Need, NeedState
from services.matching.entrypoints.asking_pages.kinds import FIRST, kinds_to_ask, others_to_ask
from services.matching.entrypoints.asking_pages.posting import AskForm, post_asked
from services.matching.entrypoints.asking_pages.times import (
    cards,
    days_offered,
    lengths_offered,
    same_time_again,
    slot_of,
    slot_typed,
    times_offered,
)
from shared.identity.actor import Actor
from shared.identity.opening import Identity
from shared.kernel.words import Words
from shared.web.api import SIGNED_IN
from shared.web.pages import Pages, Shown, Visit

MOST_ADDRESS = 120
"""A longer one on file is not copied; left empty, it is the one that counts."""
_OPEN = Words("已收到，正在为您找人", "We have it and are looking for somebody")
_WAITS = Words(
    "已收到，社区看过后就为您找人", "We have it; the community looks at it first, then we find somebody"
)


class Asking:
    """The page of asking."""

    def __init__(self, m: Matching, identity: Identity) -> None:
        """Bind coordination and the register."""
        self.m, self.identity = m, identity

    def show(self, visit: Visit[object]) -> Shown:
        """Show the form, filled from an earlier request where one is named."""
        actor, now = visit.actor, self.m.clock.now()
        like = self._like(actor, str(visit.values.get("like", "")))
        again = same_time_again(like.starts_at, now) if like else slot_typed(visit.values)
        offered = cards(now, visit.language, also=again)
        kind = str(visit.values.get("service_kind") or (like.service_kind if like else ""))
        people = self._people(actor, visit.language)
        return visit.show(
            "asking/new.html",
            people=people,
            like=like,
            kind=kind,
            first_kinds=kinds_to_ask(visit.language, FIRST),
            other_kinds=kinds_to_ask(visit.language, others_to_ask()),
            more_open=kind in others_to_ask(),
            cards=offered,
            slot=slot_of(offered[0].start),
            days=days_offered(now, visit.language),
            times=times_offered(),
            lengths=lengths_offered(like.expected_minutes if like else None),
            before=[] if like or visit.error else asked_before(self.m, actor, actor.member_id, most=2),
            address=self._own_address(actor) if len(people) == 1 else "",
        )

    def _like(self, actor: Actor, need_id: str) -> Need | None:
        return need_to_change(self.m, actor, need_id) if need_id else None

    def _people(self, actor: Actor, language: str) -> list[dict[str, str]]:
        """Return for whom the actor may ask, themselves first."""
        myself = {"value": actor.member_id, "words": Words("我自己", "Myself").say(language), "hint": ""}
        others = [
            {"value": each.id, "words": each.name, "hint": _community(self.m, each.community_code)}
            for each in self.m.people.residents_of(actor.member_id)
        ]
        return [myself, *others]

    def _own_address(self, actor: Actor) -> str:
        own = self.identity.members.find(actor.member_id)
        return own.address if own and len(own.address) <= MOST_ADDRESS else ""

    def ask(self, visit: Visit[AskForm]) -> Shown:
        """Post the need, and lead to its page."""
        need = post_asked(self.m, visit.actor, visit.body, visit.new_id(), visit.language)
        return visit.go(f"/needs/{need.id}", _WAITS if need.state is NeedState.AWAITING_REVIEW else _OPEN)


def _community(m: Matching, code: str) -> str:
    found = m.communities.find(code)
    return found.name if found else ""


def asking_pages(m: Matching, identity: Identity) -> Pages:
    """Return the page of asking."""
    pages, asking = Pages("matching"), Asking(m, identity)
    pages.get("/needs/new", may=SIGNED_IN)(asking.show)
    pages.post("/needs/new", may=SIGNED_IN, takes=AskForm, again=asking.show)(asking.ask)
    return pages
