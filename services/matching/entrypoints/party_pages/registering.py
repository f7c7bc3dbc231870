"""Registering a body in one page: what it is, on which ground, whom to ask for."""

from services.matching.application.context import Matching
from services.matching.application.parties.commands import AmendParty, PartiesQuery, RegisterParty
from services.matching.application.parties.registering import amend_party, register_party
from services.matching.application.parties.showing import parties_listed, party_shown
from services.matching.application.parties.who import can_review
from services.matching.domain.parties.classes import PARTY_CLASSES
from services.matching.domain.parties.party import Incubation, PartyKind, PartyState
from services.matching.entrypoints.party_pages.finding import ICONS
from services.matching.entrypoints.party_pages.typed import PartyChangesForm, PartyForm
from services.matching.entrypoints.register_pages.places import community_meant, suggested
from shared.identity.actor import Actor
from shared.identity.permissions import Permission
from shared.identity.phones import spoken_phone
from shared.kernel.errors import Forbidden
from shared.kernel.words import Words
from shared.web.api import SIGNED_IN
from shared.web.pages import Pages, Shown, Visit

BODIES_OFFERED = 100
_NO_CLASS = ("", Words("不属于社区社会组织", "Not a community social organisation"))


def classes_offered(language: str) -> list[tuple[str, str]]:
    """Return the classes to choose from, none first."""
    listed = [_NO_CLASS, *PARTY_CLASSES.items()]
    return [(code, words.say(language)) for code, words in listed]


class Registering:
    """The forms of what a party is."""

    def __init__(self, m: Matching) -> None:
        """Bind coordination."""
        self.m = m

    def show(self, visit: Visit[object]) -> Shown:
        """Show the form, one's own community preset."""
        typed = str(visit.values.get("community_code_words", ""))
        code = str(visit.values.get("community_code", "") or ("" if typed else visit.actor.community_code))
        community = self.m.communities.find(code)
        return visit.show(
            "parties/new.html",
            kinds=self._kinds(visit.actor, code, visit.language),
            classes=classes_offered(visit.language),
            bodies=self._bodies(visit.actor, community.code if community else visit.actor.community_code),
            community=community,
            suggestions=[] if community else suggested(self.m.communities, typed),
        )

    def _kinds(self, actor: Actor, code: str, language: str) -> list[dict[str, str]]:
        itself = actor.may(Permission.REVIEW_PARTY, code)
        return [
            {"value": kind.value, "words": kind.words.say(language), "icon": ICONS[kind]}
            for kind in PartyKind
            if itself or kind is not PartyKind.COMMUNITY
        ]

    def _bodies(self, actor: Actor, code: str) -> list[tuple[str, str]]:
        query = PartiesQuery(community_code=code, state=PartyState.APPROVED)
        found = parties_listed(self.m, actor, query, limit=BODIES_OFFERED).items
        return [("", "–"), *((each.id, each.name) for each in found)]

    def register(self, visit: Visit[PartyForm]) -> Shown:
        """Send the registration in."""
        form = visit.body
        community = community_meant(self.m.communities, form.community_code, form.community_code_words)
        asked = RegisterParty(
            kind=form.kind,
            name=form.name,
            credit_code=form.credit_code or None,
            filing_number=form.filing_number or None,
            responsible_party_id=form.responsible_party_id or None,
            community_code=community.code,
            class_code=form.class_code,
            about=form.about,
            contact_name=form.contact_name,
            contact_phone=form.contact_phone,
            raises_funds=bool(form.raises_funds),
        )
        party = register_party(self.m, visit.actor, asked, visit.new_id())
        said = Words("已提交，社区审核后通知您", "Sent in; you are told once the community has looked at it")
        return visit.go(f"/parties/{party.id}", said)

    def show_changes(self, visit: Visit[object]) -> Shown:
        """Show what a party says of itself, to be changed."""
        party = party_shown(self.m, visit.actor, visit.path["id"])
        if "amend" not in party.can:
            raise Forbidden
        stages = [(each.value, each.words.say(visit.language)) for each in Incubation]
        decides = {"review", "suspend", "restore"} & set(party.can)
        return visit.show(
            "parties/edit.html",
            party=party,
            phone=spoken_phone(party.contact_phone) if party.contact_phone else "",
            classes=classes_offered(visit.language),
            stages=stages if decides else [],
            may_rename=party.state in (PartyState.AWAITING_REVIEW, PartyState.REFUSED) or bool(decides),
        )

    def change(self, visit: Visit[PartyChangesForm]) -> Shown:
        """Keep the changes; a refused party is sent in again."""
        form, party_id = visit.body, visit.path["id"]
        before = self.m.parties.get(party_id)
        asked = AmendParty(
            name=form.name,
            about=form.about,
            contact_name=form.contact_name,
            contact_phone=form.contact_phone,
            class_code=form.class_code,
            incubation=form.incubation if can_review(visit.actor, before) else None,
        )
        after = amend_party(self.m, visit.actor, party_id, asked)
        again = before.state is not after.state
        said = Words("已重新提交", "Sent in again") if again else Words("已保存", "Saved")
        return visit.go(f"/parties/{party_id}", said)


def registering_pages(m: Matching) -> Pages:
    """Return the forms of what a party is."""
    pages, form = Pages("matching"), Registering(m)
    pages.get("/parties/new", may=SIGNED_IN)(form.show)
    pages.post("/parties/new", may=SIGNED_IN, takes=PartyForm, again=form.show)(form.register)
    pages.get("/parties/<id>/edit", may=SIGNED_IN)(form.show_changes)
    pages.post("/parties/<id>/edit", may=SIGNED_IN, takes=PartyChangesForm, again=form.show_changes)(
        form.change
    )
    return pages
