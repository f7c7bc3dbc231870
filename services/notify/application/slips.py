"""What a grid worker takes along: a slip for each person whom nothing else reaches, and whom to call."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

from services.notify.application.context import Notify
from services.notify.application.desk import Shelf, deliveries_at
from services.notify.domain.deliveries import Delivery
from services.notify.domain.sentences import said_of
from shared.identity.actor import Actor
from shared.identity.people import Contact
from shared.identity.permissions import Permission
from shared.kernel.words import Words

ON_A_PRINT: Final = 60
WHY: Final = "notice-told-in-person"


@dataclass(frozen=True, slots=True, kw_only=True)
class SlipLine:
    """One notice of a slip.

    Attributes:
        delivery_id: What is marked as told afterwards.
        code: Four signs to find it by on the list.
        says: The sentence.
    """

    delivery_id: str
    code: str
    says: Words


@dataclass(frozen=True, slots=True, kw_only=True)
class Slip:
    """All there is to tell one person.

    Attributes:
        person_id: Who.
        name: Full name.
        phone: E.164, or None where only a visit helps.
        address: In words, may be empty.
        lines: Oldest first.
    """

    person_id: str
    name: str
    phone: str | None
    address: str
    lines: tuple[SlipLine, ...]


def may_print(actor: Actor, community_code: str) -> bool:
    """Tell whether the actor may read contacts at a community's desk."""
    return actor.may(Permission.SEE_PERSONAL_DATA, community_code)


def slips_at(notify: Notify, actor: Actor, community_code: str) -> tuple[Slip, ...]:
    """Return the slips of a community, those to be visited first; that contacts were read is logged for each person.

    Raises:
        Forbidden: If the actor may not read contacts at its desk.
    """
    actor.check_may(Permission.SEE_PERSONAL_DATA, community_code)
    waiting = deliveries_at(notify, actor, community_code, Shelf.IN_PERSON, limit=ON_A_PRINT).items
    by_person: dict[str, list[Delivery]] = {}
    for each in reversed(waiting):
        by_person.setdefault(each.member_id, []).append(each)
    contacts = notify.people.contacts(actor, by_person, why=WHY) if by_person else {}
    slips = (_slip(notify, id_, contacts, told) for id_, told in by_person.items() if id_ in contacts)
    return tuple(sorted(slips, key=lambda slip: (slip.phone is not None, slip.name)))


def _slip(notify: Notify, person_id: str, contacts: Mapping[str, Contact], told: list[Delivery]) -> Slip:
    contact = contacts[person_id]
    return Slip(
        person_id=person_id,
        name=contact.name,
        phone=contact.phone,
        address=contact.address,
        lines=tuple(
            SlipLine(
                delivery_id=each.id,
                code=each.id[:4].upper(),
                says=said_of(each.kind, each.subject, each.facts, notify.service_name).says,
            )
            for each in told
        ),
    )
