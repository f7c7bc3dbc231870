"""Who the people of a typed list are: members by id, number, printed card, or name with phone; others stay as they were written down."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from services.matching.application.cards.reading import Holders, holders_of
from services.matching.application.context import Matching
from services.matching.application.projects.commands import Arrival
from shared.identity.people import Person
from shared.identity.phones import possible_phone
from shared.kernel.errors import BadInput, FieldFault


@dataclass(frozen=True, slots=True, kw_only=True)
class Found:
    """One line of a list, read.

    Attributes:
        member_id: None for somebody the register does not know under this name and phone.
    """

    member_id: str | None
    name: str
    phone: str


def found_people(m: Matching, people: Sequence[Arrival]) -> list[Found]:
    """Return who came, in the order written, each once.

    Raises:
        BadInput: With a fault for each line that says nobody, or a number or card that is nobody's.
    """
    numbered = m.people.with_numbers(each.number for each in people if each.number)
    by_id = m.people.get_many(each.member_id for each in people if each.member_id)
    cards = holders_of(m, (each.card for each in people if each.card))
    read = [_read(m, each, by_id, {**numbered, **cards.people}) for each in people]
    faults = tuple(_fault(place, people, cards) for place, found in enumerate(read) if found is None)
    if faults:
        raise BadInput(faults=faults)
    return list(dict.fromkeys(each for each in read if each is not None))


def _read(m: Matching, arrival: Arrival, by_id: dict[str, Person], named: dict[str, Person]) -> Found | None:
    if arrival.member_id or arrival.number or arrival.card:
        person = by_id.get(arrival.member_id or "")
        person = person or named.get(arrival.number.upper()) or named.get(arrival.card)
        return Found(member_id=person.id, name=person.name, phone="") if person else None
    if not arrival.name:
        return None
    person = _with_phone(m.people.with_phone(arrival.phone), arrival.name) if arrival.phone else None
    if person is not None:
        return Found(member_id=person.id, name=person.name, phone="")
    return Found(member_id=None, name=arrival.name, phone=possible_phone(arrival.phone) or arrival.phone)


def _with_phone(persons: Iterable[Person], name: str) -> Person | None:
    """Return the one of these persons who is called so; a phone alone says nobody, for families share one."""
    same = [each for each in persons if each.name == name]
    return same[0] if len(same) == 1 else None


def volunteer_of(m: Matching, number: str) -> Person:
    """Return the volunteer with a number.

    Raises:
        BadInput: If there is none.
    """
    found = m.people.with_numbers((number,)).get(number.upper())
    if found is None:
        raise BadInput(
            faults=(
                FieldFault(
                    field="number",
                    code="no-such-number",
                    zh="没有这个志愿者编号，请核对后再填",
                    en="There is no volunteer with this number; please check it",
                ),
            )
        )
    return found


def _fault(place: int, people: Sequence[Arrival], cards: Holders) -> FieldFault:
    refused = cards.refused.get(people[place].card)
    if refused is not None:
        line = (f"第 {place + 1} 行：", f"Line {place + 1}: ") if len(people) > 1 else ("", "")
        return FieldFault(
            field=f"people.{place}", code=refused.code, zh=line[0] + refused.zh, en=line[1] + refused.en
        )
    return FieldFault(
        field=f"people.{place}",
        code="nobody",
        zh=f"第 {place + 1} 行：没有写姓名，或没有这个志愿者编号",
        en=f"Line {place + 1}: there is no name, or no volunteer with this number",
    )
