"""The pages of relatives: one's own, and in a file, where staff take down the consent of who has no account."""

from dataclasses import dataclass

from services.matching.application.kinship.commands import (
    AnswerKinship,
    AskKinship,
    EndKinship,
    RecordKinship,
)
from services.matching.application.kinship.ending import answer_kinship, end_kinship
from services.matching.application.kinship.recording import ask_kinship, record_kinship
from services.matching.application.kinship.showing import own_relatives, relatives_on_file
from services.matching.application.parties.commands import Reason
from services.matching.application.register.commands import Name, Phone
from services.matching.domain.register.errors import one_fault
from services.matching.entrypoints.register_pages.finding import people_named
from services.matching.entrypoints.register_pages.typed import Tick
from shared.identity.kinship import MOST_RELATIVES, ConsentManner, Kin, Kinship, KinshipState
from shared.identity.member import Member
from shared.identity.opening import Identity
from shared.identity.permissions import Permission
from shared.identity.phones import possible_phone
from shared.kernel.words import Words
from shared.web.api import SIGNED_IN, Nothing
from shared.web.pages import Pages, Shown, Visit

_RECORD = Permission.RECORD_RESIDENT
_DONE = Words("双方都已同意，已登记", "Both sides agreed; it is on record")
_ASKED = Words("已发出，等对方同意", "Sent; it holds once they agree")


@dataclass(frozen=True, slots=True, kw_only=True)
class RelativeForm:
    """Who is a relative, as one says it of oneself."""

    phone: Phone
    name: Name
    kin: Kin
    consent: Tick = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class RelativeOnFileForm:
    """Who is a relative, as staff take it down: found by phone, or by name in the same community."""

    relative: Name
    kin: Kin
    manner: ConsentManner
    consent: Tick = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class EndOnFileForm:
    """Why staff end a record."""

    reason: Reason


class OwnRelatives:
    """The page of one's own relatives."""

    def __init__(self, identity: Identity) -> None:
        """Bind the register."""
        self.identity = identity

    def show(self, visit: Visit[object]) -> Shown:
        """Show who asks, who is on record, and the form for one more."""
        page = own_relatives(self.identity, visit.actor, limit=2 * MOST_RELATIVES)
        return visit.show(
            "kinship/own.html",
            asking=[each for each in page.items if "answer" in each.can],
            relatives=[each for each in page.items if "answer" not in each.can],
            kins=kins(visit.language),
        )

    def ask(self, visit: Visit[RelativeForm]) -> Shown:
        """Put one more on record."""
        form = visit.body
        check_agreed(form.consent)
        asked = AskKinship(phone=form.phone, name=form.name, kin=form.kin, consent=True)
        made = ask_kinship(self.identity, visit.actor, asked, visit.new_id())
        return visit.go("/me/relatives", said(made))

    def agree(self, visit: Visit[Nothing]) -> Shown:
        """Agree to be on record."""
        answer_kinship(self.identity, visit.actor, visit.path["id"], AnswerKinship(agree=True))
        return visit.go("/me/relatives", _DONE)

    def refuse(self, visit: Visit[Nothing]) -> Shown:
        """Say no."""
        answer_kinship(self.identity, visit.actor, visit.path["id"], AnswerKinship(agree=False))
        return visit.go("/me/relatives", Words("已回复不同意", "You said no"))

    def end(self, visit: Visit[Nothing]) -> Shown:
        """End a record of one's own."""
        end_kinship(self.identity, visit.actor, visit.path["id"], EndKinship())
        return visit.go("/me/relatives", Words("已解除", "Ended"))


class RelativesOnFile:
    """The relatives in a file that staff opened."""

    def __init__(self, identity: Identity) -> None:
        """Bind the register."""
        self.identity = identity

    def show(self, visit: Visit[object]) -> Shown:
        """Show the relatives of a person, and the form to take down one more; a reading the person sees."""
        id_ = visit.path["id"]
        page = relatives_on_file(self.identity, visit.actor, id_, limit=2 * MOST_RELATIVES)
        return visit.show(
            "kinship/on_file.html",
            member=self.identity.members.get(id_),
            relatives=page.items,
            kins=kins(visit.language),
            manners=[
                (each.value, each.words.say(visit.language))
                for each in (ConsentManner.SPOKEN, ConsentManner.WRITTEN)
            ],
        )

    def record(self, visit: Visit[RelativeOnFileForm]) -> Shown:
        """Take down a relative with consent."""
        form, id_ = visit.body, visit.path["id"]
        check_agreed(form.consent)
        person = self.identity.members.get(id_)
        relative = self._meant(person, form.relative)
        asked = RecordKinship(relative_id=relative.id, kin=form.kin, manner=form.manner, consent=True)
        made = record_kinship(self.identity, visit.actor, id_, asked, visit.new_id())
        return visit.go(f"/people/{id_}/relatives", said(made))

    def _meant(self, person: Member, typed: str) -> Member:
        """Return the one person reached by a phone, or the one of that name in the community."""
        phone = possible_phone(typed)
        found = (
            self.identity.members.where({"phone": phone}, limit=20)
            if phone
            else [
                each
                for each in people_named(self.identity, person.community_code, typed)
                if each.name == typed
            ]
        )
        others = [each for each in found if each.id != person.id]
        if len(others) != 1:
            raise one_fault(
                "relative",
                "no-one-relative",
                f"找到 {len(others)} 个人，请改用能确定一个人的电话或全名",
                f"{len(others)} people found; please give a phone or full name that is one person's alone",
            )
        return others[0]

    def end(self, visit: Visit[EndOnFileForm]) -> Shown:
        """End a record with a reason."""
        asked = EndKinship(reason=visit.body.reason)
        end_kinship(self.identity, visit.actor, visit.path["kinship_id"], asked)
        return visit.go(f"/people/{visit.path['id']}/relatives", Words("已解除", "Ended"))


def kins(language: str) -> list[tuple[str, str]]:
    """Return what relatives can be, for a choice."""
    return [(each.value, each.words.say(language)) for each in Kin]


def said(made: Kinship) -> Words:
    """Return what to say of a record just made."""
    return _DONE if made.state is KinshipState.STANDS else _ASKED


def check_agreed(ticked: str) -> None:
    """Pass if consent was ticked.

    Raises:
        BadInput: Otherwise.
    """
    if not ticked:
        raise one_fault(
            "consent",
            "consent-needed",
            "需要同意才能登记，请勾选",
            "Consent is needed; please tick the box",
        )


def relative_pages(identity: Identity) -> Pages:
    """Return the pages of relatives."""
    pages, own, filed = Pages("matching"), OwnRelatives(identity), RelativesOnFile(identity)
    pages.get("/me/relatives", may=SIGNED_IN)(own.show)
    pages.post("/me/relatives", may=SIGNED_IN, takes=RelativeForm, again=own.show)(own.ask)
    pages.post("/me/relatives/<id>/agree", may=SIGNED_IN)(own.agree)
    pages.post("/me/relatives/<id>/refuse", may=SIGNED_IN)(own.refuse)
    pages.post("/me/relatives/<id>/end", may=SIGNED_IN)(own.end)
    pages.get("/people/<id>/relatives", may=_RECORD)(filed.show)
    pages.post("/people/<id>/relatives", may=_RECORD, takes=RelativeOnFileForm, again=filed.show)(
        filed.record
    )
    pages.post("/people/<id>/relatives/<kinship_id>/end", may=_RECORD, takes=EndOnFileForm)(filed.end)
    return pages
