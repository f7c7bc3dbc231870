"""An elder on the line: the file by phone or name, what and when, saved with a number to read aloud."""

from dataclasses import dataclass

from services.matching.application.asking import asked_before, need_to_change
from services.matching.application.context import Matching
from services.matching.application.desk import spoken_number
from services.matching.application.register.residents import resident_file, residents_with_phone
from services.matching.domain.giving.kinds import GoodsCategory
from services.matching.domain.need import Need
from services.matching.entrypoints.asking_pages.kinds import (
    FIRST,
    kinds_at_desk,
    kinds_for_groups,
    others_at_desk,
)
from services.matching.entrypoints.asking_pages.posting import AskForm, post_asked
from services.matching.entrypoints.asking_pages.times import (
    cards,
    days_offered,
    lengths_offered,
    next_start,
    same_time_again,
    slot_of,
    slot_typed,
    times_offered,
)
from services.matching.entrypoints.desk_pages.overview import desk_meant
from services.matching.entrypoints.register_pages.finding import people_named
from shared.identity.actor import Actor
from shared.identity.communities import Community
from shared.identity.member import Member
from shared.identity.opening import Identity
from shared.identity.permissions import Permission
from shared.identity.phones import possible_phone, spoken_phone
from shared.kernel.words import Words
from shared.web.pages import Pages, Shown, Visit

MOST_TYPED = 60
_POST = Permission.POST_NEED_FOR_OTHERS


@dataclass(frozen=True, slots=True, kw_only=True)
class Found:
    """One of those a caller may be."""

    id: str
    name: str
    phone: str
    address: str
    community: str


class Calling:
    """The page for a call: first who, then what."""

    def __init__(self, m: Matching, identity: Identity) -> None:
        """Bind coordination and the register."""
        self.m, self.identity = m, identity

    def show(self, visit: Visit[object]) -> Shown:
        """Show who it may be; once that is known, or it is for the community itself, the form."""
        values = visit.values
        resident_id, typed = str(values.get("resident_id", "")), str(values.get("q", ""))[:MOST_TYPED].strip()
        community = desk_meant(
            self.identity.communities,
            visit.actor,
            _code(values.get("community_code", values.get("community"))),
            "",
        )
        if resident_id:
            resident = resident_file(self.identity, visit.actor, resident_id, why="phone-call")
            return self._form(visit, community, resident)
        if values.get("for") == "community" or values.get("community_code"):
            return self._form(visit, community, None)
        found = self._found(visit.actor, community.code, typed)
        if len(found) == 1 and possible_phone(typed):
            return visit.go(f"/desk/new?resident_id={found[0].id}")
        people = [self._card(each, opened=bool(possible_phone(typed))) for each in found]
        return visit.show(
            "desk/call.html",
            community=community,
            typed=typed,
            people=people,
            phone=typed if possible_phone(typed) else "",
        )

    def _found(self, actor: Actor, community_code: str, typed: str) -> list[Member]:
        if not typed:
            return []
        if possible_phone(typed):
            return residents_with_phone(self.identity, actor, typed)
        return people_named(self.identity, community_code, typed)

    def _card(self, member: Member, *, opened: bool) -> Found:
        """Return a card; where the files were opened, and that was logged, with phone and address."""
        community = self.identity.communities.find(member.community_code)
        return Found(
            id=member.id,
            name=member.name,
            phone=member.phone[-4:] if opened and member.phone else "",
            address=member.address if opened else "",
            community=community.name if community else "",
        )

    def _form(self, visit: Visit[object], community: Community, resident: Member | None) -> Shown:
        now, language = self.m.clock.now(), visit.language
        like = self._like(visit)
        also = same_time_again(like.starts_at, now) if like else slot_typed(visit.values)
        offered = cards(now, language, also=also)
        kind = str(visit.values.get("service_kind") or (like.service_kind if like else ""))
        groups = kinds_for_groups()
        return visit.show(
            "desk/post.html",
            community=community,
            resident=resident,
            phone=spoken_phone(resident.phone) if resident and resident.phone else "",
            like=like,
            kind=kind,
            first_kinds=kinds_at_desk(language, FIRST if resident else groups[:6]),
            other_kinds=kinds_at_desk(language, others_at_desk() if resident else groups[6:]),
            more_open=bool(kind) and kind not in (FIRST if resident else groups[:6]),
            cards=offered,
            slot=slot_of(also or next_start(now)),
            days=days_offered(now, language),
            times=times_offered(),
            lengths=lengths_offered(like.expected_minutes if like else None),
            categories=[(each.value, each.words.say(language)) for each in GoodsCategory],
            before=asked_before(self.m, visit.actor, resident.id) if resident else (),
        )

    def _like(self, visit: Visit[object]) -> Need | None:
        named = str(visit.values.get("like", ""))
        return need_to_change(self.m, visit.actor, named) if named else None

    def post(self, visit: Visit[AskForm]) -> Shown:
        """Post the need, and lead to its page with the number to read aloud."""
        need = post_asked(self.m, visit.actor, visit.body, visit.new_id(), visit.language)
        number = spoken_number(need.id)
        spoken = f"{number[:3]} {number[3:]}"
        words = Words(
            f"已保存。请念给对方听：编号 {spoken}", f"Saved. Please read this number aloud: {spoken}"
        )
        return visit.go(f"/desk/needs/{need.id}", words)


def _code(given: object) -> str:
    return given if isinstance(given, str) else ""


def calling_pages(m: Matching, identity: Identity) -> Pages:
    """Return the pages of a call."""
    pages, calling = Pages("matching"), Calling(m, identity)
    pages.get("/desk/new", may=_POST)(calling.show)
    pages.post("/desk/new", may=_POST, takes=AskForm, again=calling.show)(calling.post)
    return pages
