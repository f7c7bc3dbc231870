"""Reading the register: what every service may know of a person, and what only a logged reading gives."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime

from shared.identity.actor import Actor
from shared.identity.attestations import Attestation, Attested, holds_on
from shared.identity.documents import DocumentKeys
from shared.identity.member import (
    Certificate,
    Delegate,
    IdentityLevel,
    Member,
    MemberStatus,
    Sex,
    Window,
    shown_name,
    years_between,
)
from shared.identity.permissions import Permission
from shared.identity.phones import possible_phone
from shared.identity.readings import ReadData, Readings
from shared.identity.roles import Grant, Role
from shared.identity.special_days import SpecialDays
from shared.kernel.errors import NotFound
from shared.kernel.geography import Point
from shared.storage.aggregates import Aggregates


@dataclass(frozen=True, slots=True, kw_only=True)
class Person:
    """What services may know of a member without a reading being logged: no phone, address or document number.

    Attributes:
        id: The member's.
        name: Full name; pages show receivers ``shown_name`` instead.
        shown_name: Surname and 志愿者.
        community_code: Home community, 12 digits.
        point: Where they live, for distances only.
        volunteer_number: None without an account.
        status: Whether the account can be used.
        joined_to: Account that a resident's file was joined to: the same person.
        has_account: Whether they can sign in.
        has_phone: Whether they can be called.
        language: ``zh`` or ``en``.
        elderly_mode: Whether pages are shown large and simple, and messages are short.
        birth_date: None while no document was given.
        sex: None while no document was given.
        identity_level: How surely we know who this is.
        guardian_consented: Whether a guardian agreed.
        skills: Codes the member declared.
        certificates: With whether staff saw them.
        attestations: Training and insurance that staff recorded.
        availability: Weekly windows, China time.
        special_days: When they are away, and when they can serve besides; some may be over.
        radius_metres: How far from ``point`` they go to serve.
        most_a_day: Services on one day at most; 0 for no limit.
        most_a_week: Services from Monday to Sunday at most; 0 for no limit.
        ranked_plainly: Whether they wish to be ranked by distance and time alone.
        delegates: Who may act for them.
        grants: Roles that hold now.
        changed_at: Last change, UTC.
    """

    id: str
    name: str
    shown_name: str
    community_code: str
    point: Point
    volunteer_number: str | None
    status: MemberStatus
    joined_to: str | None
    has_account: bool
    has_phone: bool
    language: str
    elderly_mode: bool
    birth_date: date | None
    sex: Sex | None
    identity_level: IdentityLevel
    guardian_consented: bool
    skills: tuple[str, ...]
    certificates: tuple[Certificate, ...]
    attestations: tuple[Attestation, ...]
    availability: tuple[Window, ...]
    special_days: SpecialDays
    radius_metres: int
    most_a_day: int
    most_a_week: int
    ranked_plainly: bool
    delegates: tuple[Delegate, ...]
    grants: tuple[Grant, ...]
    changed_at: datetime

    def age_on(self, day: date) -> int | None:
        """Return the full years on a day, or None while the birth date is not known."""
        return years_between(self.birth_date, day) if self.birth_date else None

    def holds_certificate(self, code: str) -> bool:
        """Tell whether staff saw the original of this certificate."""
        return any(each.code == code and each.confirmed for each in self.certificates)

    def trained_for(self, service_kind: str, day: date) -> bool:
        """Tell whether training for a kind of service is on record and valid on a day."""
        return holds_on(self.attestations, day, Attested.TRAINING, service_kind)

    def insured_on(self, day: date) -> bool:
        """Tell whether accident insurance is on record and in force on a day."""
        return holds_on(self.attestations, day, Attested.INSURANCE)


@dataclass(frozen=True, slots=True, kw_only=True)
class Contact:
    """How to reach a person.

    Attributes:
        name: Full name.
        phone: E.164, or None.
        address: In words, may be empty.
    """

    name: str
    phone: str | None
    address: str


class People:
    """The register as other services read it."""

    def __init__(self, members: Aggregates[Member], readings: Readings, keys: DocumentKeys) -> None:
        """Bind the members, the log of readings, and the keys of document numbers."""
        self._members, self._readings, self._keys = members, readings, keys

    def find(self, member_id: str) -> Person | None:
        """Return a person, or None."""
        member = self._members.find(member_id)
        return None if member is None else person_of(member)

    def get(self, member_id: str) -> Person:
        """Return a person.

        Raises:
            NotFound: If there is none.
        """
        return person_of(self._members.get(member_id))

    def get_many(self, member_ids: Iterable[str]) -> dict[str, Person]:
        """Return those of the ids that exist, by id, in one store call."""
        return {each.id: person_of(each) for each in self._members.get_many(member_ids)}

    def names(self, member_ids: Iterable[str]) -> dict[str, str]:
        """Return full names by id, for staff and for the two sides of a service, in one store call."""
        return {each.id: each.name for each in self._members.get_many(member_ids)}

    def shown_names(self, member_ids: Iterable[str]) -> dict[str, str]:
        """Return names as a stranger may see them (王志愿者), by id, in one store call."""
        return {each.id: shown_name(each.name) for each in self._members.get_many(member_ids)}

    def helpers_changed_since(self, instant: datetime | None, *, limit: int = 100_000) -> list[Person]:
        """Return the persons with an account that changed at or after an instant, or all of them, in no order."""
        query = {} if instant is None else {"changed_at": {"$gte": instant}}
        return [person_of(each) for each in self._members.where(query, limit=limit) if each.password_hash]

    def living_in(
        self, community_code: str, *, limit: int = 200, after: str | None = None
    ) -> tuple[list[Person], str | None]:
        """Return some of a community's people, newest first, and where the next begin, if there are more."""
        page = self._members.page({"community_code": community_code}, limit=limit, after=after)
        return [person_of(each) for each in page.items], page.next

    def on_duty(self, role: Role, community_code: str) -> list[Person]:
        """Return who holds a role in a community, 50 at most; suspended roles do not count."""
        key = f"{role.value}@{community_code}"
        listed = self._members.page({"duties": key}, limit=50).items
        found = (person_of(each) for each in listed)
        return [each for each in found if any(grant.role is role for grant in each.grants)]

    def delegates_of(self, resident_id: str) -> tuple[Delegate, ...]:
        """Return who may act for a resident."""
        resident = self._members.find(resident_id)
        return resident.delegates if resident else ()

    def residents_of(self, delegate_id: str) -> list[Person]:
        """Return for whom a delegate may act."""
        return [person_of(each) for each in self._members.where({"delegate_ids": delegate_id}, limit=200)]

    def is_delegate(self, delegate_id: str, resident_id: str) -> bool:
        """Tell whether one may act for the other."""
        return any(each.member_id == delegate_id for each in self.delegates_of(resident_id))

    def with_phone(self, phone: str) -> list[Person]:
        """Return the persons reached by a phone, however it was typed; a landline may be several persons'."""
        normal = possible_phone(phone)
        return (
            [person_of(each) for each in self._members.where({"phone": normal}, limit=20)] if normal else []
        )

    def with_numbers(self, numbers: Iterable[str]) -> dict[str, Person]:
        """Return the volunteers with these numbers, by number, in one store call."""
        wanted = list(dict.fromkeys(each.upper() for each in numbers))
        if not wanted:
            return {}
        found = self._members.where({"volunteer_number": {"$in": wanted}}, limit=len(wanted))
        return {each.volunteer_number: person_of(each) for each in found if each.volunteer_number}

    def phone_for_notices(self, member_id: str) -> str | None:
        """Return the phone that a person's own notices go to; nobody sees it, so no reading is logged."""
        member = self._members.find(member_id)
        return member.phone if member else None

    def contact(self, actor: Actor, member_id: str, *, why: str) -> Contact:
        """Return how to reach a person, and log the reading; that the actor may is for the caller to check.

        Raises:
            NotFound: If there is no such person.
        """
        found = self.contacts(actor, (member_id,), why=why)
        if member_id not in found:
            raise NotFound(kind="Member", id=member_id)
        return found[member_id]

    def contacts(self, actor: Actor, member_ids: Iterable[str], *, why: str) -> dict[str, Contact]:
        """Return how to reach several persons, by id, and log the readings in one write."""
        found = self._members.get_many(member_ids)
        self._readings.log(actor.member_id, [each.id for each in found], ReadData.CONTACT, why=why)
        return {each.id: Contact(name=each.name, phone=each.phone, address=each.address) for each in found}

    def document_number(self, actor: Actor, member_id: str, *, why: str) -> str:
        """Return the whole number of a member's document, and log the reading.

        Raises:
            NotFound: If there is no such person, or no document.
            Forbidden: If the actor is neither the member nor staff who confirm documents in the community.
        """
        member = self._members.get(member_id)
        if actor.member_id != member_id:
            actor.check_may(Permission.CONFIRM_DOCUMENT, member.community_code)
        if member.document is None:
            raise NotFound(kind="IdentityDocument", id=member_id)
        self._readings.log(actor.member_id, (member_id,), ReadData.DOCUMENT, why=why)
        return self._keys.opened(member.document, owner_id=member_id)


def person_of(member: Member) -> Person:
    """Return what services may know of a member."""
    return Person(
        id=member.id,
        name=member.name,
        shown_name=shown_name(member.name),
        community_code=member.community_code,
        point=member.point,
        volunteer_number=member.volunteer_number,
        status=member.status,
        joined_to=member.joined_to,
        has_account=member.password_hash is not None,
        has_phone=member.phone is not None,
        language=member.language,
        elderly_mode=member.elderly_mode,
        birth_date=member.document.birth_date if member.document else None,
        sex=member.document.sex if member.document else None,
        identity_level=member.identity_level,
        guardian_consented=member.guardian is not None,
        skills=member.skills,
        certificates=member.certificates,
        attestations=member.attestations,
        availability=member.availability,
        special_days=member.special_days,
        radius_metres=member.radius_metres,
        most_a_day=member.most_a_day,
        most_a_week=member.most_a_week,
        ranked_plainly=member.ranked_plainly,
        delegates=member.delegates,
        grants=member.present_grants,
        changed_at=member.changed_at,
    )
