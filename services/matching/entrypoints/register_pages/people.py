"""The people of a community as its staff see them: found, recorded, their file opened, their papers compared."""

from services.matching.application.context import Matching
from services.matching.application.register.commands import AddDelegate, RecordResident
from services.matching.application.register.delegates import add_delegate, remove_delegate
from services.matching.application.register.papers import confirm_certificate_seen, confirm_document_seen
from services.matching.application.register.residents import (
    record_resident,
    resident_file,
    residents_with_phone,
)
from services.matching.domain.service_kinds import SERVICE_KINDS
from services.matching.entrypoints.register_pages.family import check_agreed
from services.matching.entrypoints.register_pages.finding import (
    attested_rows,
    member_row,
    people_listed,
    people_named,
)
from services.matching.entrypoints.register_pages.places import (
    community_meant,
    own_communities,
    suggested,
)
from services.matching.entrypoints.register_pages.spoken import CERTIFICATES, DOCUMENT_TYPES, LEVELS, SEXES
from services.matching.entrypoints.register_pages.typed import (
    CertificateForm,
    DelegateForm,
    ResidentForm,
    WhoForm,
)
from shared.identity.actor import Actor
from shared.identity.attestations import Attested
from shared.identity.communities import Community
from shared.identity.member import Member
from shared.identity.opening import Identity
from shared.identity.permissions import Permission
from shared.identity.phones import possible_phone, spoken_phone
from shared.kernel.errors import RuleBroken
from shared.kernel.words import Words
from shared.web.pages import Pages, Shown, Visit

NEEDS_SHOWN = 5
_RECORD = Permission.RECORD_RESIDENT
_COMPARE = Permission.CONFIRM_DOCUMENT
_SUSPEND = Permission.SUSPEND_ACCOUNT


class Residents:
    """The pages of people in the area of those who look."""

    def __init__(self, identity: Identity, matching: Matching) -> None:
        """Bind the register, and the needs shown beside a file."""
        self.identity, self.matching = identity, matching

    def find(self, visit: Visit[object]) -> Shown:
        """Show who is reached by a phone, or has such a name, or everyone of a community, newest first."""
        typed = str(visit.values.get("q", ""))[:60].strip()
        mine = own_communities(self.identity.communities, visit.actor, _RECORD)
        community = self._community(visit.actor, str(visit.values.get("community", "")), mine)
        following = None
        if typed and possible_phone(typed):
            found = residents_with_phone(self.identity, visit.actor, typed)
        elif typed:
            found = people_named(self.identity, community.code, typed)
        else:
            page = people_listed(self.identity, community.code, after=visit.after)
            found, following = list(page.items), page.next
        return visit.show(
            "register/people.html",
            rows=[member_row(each, visit.language) for each in found],
            typed=typed,
            community=community,
            mine=mine,
            after=visit.after,
            following=following,
        )

    def _community(self, actor: Actor, code: str, mine: list[Community]) -> Community:
        """Return the community asked for, where it is the actor's to see, or else their own."""
        wanted = next(
            (each for each in (code, actor.community_code) if each and actor.may(_RECORD, each)), None
        )
        return self.identity.communities.get(wanted) if wanted else mine[0]

    def show_new(self, visit: Visit[object]) -> Shown:
        """Show the form for a resident at the counter or on the line."""
        typed = str(visit.values.get("community_code_words", ""))
        mine = own_communities(self.identity.communities, visit.actor, _RECORD)
        first = mine[0].code if len(mine) == 1 else ""
        code = str(visit.values.get("community_code") or visit.values.get("community") or first)
        community = self.identity.communities.find(code)
        return visit.show(
            "register/resident_new.html",
            community=community,
            mine=mine,
            suggestions=[] if community else suggested(self.identity.communities, typed),
        )

    def record(self, visit: Visit[ResidentForm]) -> Shown:
        """Record the resident, and the delegate if one is named."""
        form = visit.body
        community = community_meant(self.identity.communities, form.community_code, form.community_code_words)
        if form.delegate_phone:
            check_agreed(form.delegate_consent)
        asked = RecordResident(
            community_code=community.code, name=form.name, phone=form.phone, address=form.address
        )
        resident = record_resident(self.identity, visit.actor, asked, id_=visit.new_id())
        fault = self._name_delegate(visit.actor, resident, form)
        if fault is not None:
            return visit.go(f"/people/{resident.id}", fault, "error")
        onward = f"/desk/new?resident_id={resident.id}" if form.then_ask else f"/people/{resident.id}"
        return visit.go(onward, Words("已登记", "Recorded"))

    def _name_delegate(self, actor: Actor, resident: Member, form: ResidentForm) -> Words | None:
        """Name the delegate stated; return what to say when that could not be done: the resident stays recorded."""
        if not form.delegate_phone:
            return None
        asked = AddDelegate(
            phone=form.delegate_phone,
            relation=form.delegate_relation or "家人",
            consent=True,
            resident_id=resident.id,
        )
        try:
            add_delegate(self.identity, actor, asked)
        except RuleBroken as refused:
            return Words(
                f"居民已登记，但没有添加代办人：{refused.say('zh')}",
                f"The resident is recorded, but the delegate is not: {refused.say('en')}",
            )
        return None

    def file(self, visit: Visit[object]) -> Shown:
        """Open a file; this is a reading that the person sees."""
        member = resident_file(self.identity, visit.actor, visit.path["id"])
        people = self.identity.people
        names = people.names(each.member_id for each in member.delegates)
        return visit.show(
            "register/person.html",
            member=member,
            phone=spoken_phone(member.phone) if member.phone else "",
            community=self.identity.communities.find(member.community_code),
            level=LEVELS[member.identity_level].say(visit.language),
            delegates=[
                {"id": each.member_id, "name": names.get(each.member_id, "–"), "relation": each.relation}
                for each in member.delegates
            ],
            certificates=CERTIFICATES,
            attestations=attested_rows(member, visit.language),
            topics=[(each.value, each.words.say(visit.language)) for each in Attested],
            kinds=[
                ("", "–"),
                *((each.code, each.name.say(visit.language)) for each in SERVICE_KINDS.values()),
            ],
            card=self.matching.cards.find(member.id),
            joined=self.identity.members.find(member.joined_to) if member.joined_to else None,
            may_suspend=member.password_hash is not None
            and visit.actor.may(_SUSPEND, member.community_code)
            and member.id != visit.actor.member_id,
            needs=self.matching.needs.page({"resident_id": member.id}, limit=NEEDS_SHOWN).items,
            may_compare=visit.actor.may(_COMPARE, member.community_code)
            and member.id != visit.actor.member_id,
        )

    def paper(self, visit: Visit[object]) -> Shown:
        """Show the whole number of a document beside the original; a reading of its own."""
        id_ = visit.path["id"]
        number = self.identity.people.document_number(visit.actor, id_, why="document-check")
        member = self.identity.members.get(id_)
        assert member.document is not None
        document = member.document
        return visit.show(
            "register/paper.html",
            member=member,
            number=number,
            type=DOCUMENT_TYPES[document.type].say(visit.language),
            sex=SEXES[document.sex].say(visit.language) if document.sex else "–",
        )

    def paper_seen(self, visit: Visit[object]) -> Shown:
        """Take down that the original was compared."""
        confirm_document_seen(self.identity, visit.actor, visit.path["id"])
        return visit.go(
            f"/people/{visit.path['id']}", Words("已记录：证件原件已核对", "Noted: the original was seen")
        )

    def certificate_seen(self, visit: Visit[CertificateForm]) -> Shown:
        """Take down that the original certificate was seen."""
        confirm_certificate_seen(self.identity, visit.actor, visit.path["id"], visit.body.code)
        return visit.go(
            f"/people/{visit.path['id']}", Words("已记录：证书原件已核对", "Noted: the certificate was seen")
        )

    def add_delegate(self, visit: Visit[DelegateForm]) -> Shown:
        """Take down a resident's spoken consent to a delegate."""
        check_agreed(visit.body.consent)
        asked = AddDelegate(
            phone=visit.body.phone,
            relation=visit.body.relation,
            consent=True,
            resident_id=visit.path["id"],
        )
        add_delegate(self.identity, visit.actor, asked)
        return visit.go(f"/people/{visit.path['id']}", Words("已添加代办人", "The delegate is added"))

    def remove_delegate(self, visit: Visit[WhoForm]) -> Shown:
        """Remove a resident's delegate."""
        id_ = visit.path["id"]
        remove_delegate(self.identity, visit.actor, visit.body.member_id, resident_id=id_)
        return visit.go(f"/people/{id_}", Words("已取消代办", "The delegate is removed"))


def people_pages(identity: Identity, matching: Matching) -> Pages:
    """Return the pages of people in the area of those who look."""
    pages, people = Pages("matching"), Residents(identity, matching)
    pages.get("/people", may=_RECORD)(people.find)
    pages.get("/people/new", may=_RECORD)(people.show_new)
    pages.post("/people/new", may=_RECORD, takes=ResidentForm, again=people.show_new)(people.record)
    pages.get("/people/<id>", may=_RECORD)(people.file)
    pages.get("/people/<id>/document", may=_COMPARE)(people.paper)
    pages.post("/people/<id>/document-seen", may=_COMPARE)(people.paper_seen)
    pages.post("/people/<id>/certificate-seen", may=_COMPARE, takes=CertificateForm)(people.certificate_seen)
    pages.post("/people/<id>/delegates", may=_RECORD, takes=DelegateForm, again=people.file)(
        people.add_delegate
    )
    pages.post("/people/<id>/delegates/remove", may=_RECORD, takes=WhoForm)(people.remove_delegate)
    return pages
