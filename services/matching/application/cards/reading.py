"""Who holds the cards that are typed or scanned at the presence screen."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from services.matching.application.context import Matching
from services.matching.domain.cards.card import PresenceCard, code_read, hash_of
from services.matching.domain.cards.errors import CardMistyped, CardRevoked, CardUnknown
from shared.identity.people import Person
from shared.kernel.errors import RuleBroken


@dataclass(frozen=True, slots=True, kw_only=True)
class Holders:
    """What typed cards say, by what was typed.

    Attributes:
        people: Who holds each card that is good.
        refused: Why each other card is not.
    """

    people: Mapping[str, Person]
    refused: Mapping[str, type[RuleBroken]]


def holders_of(m: Matching, typed: Iterable[str]) -> Holders:
    """Return who holds these cards, in a few store calls however many they are."""
    hashes = {each: hash_of(code) if (code := code_read(each)) else None for each in typed}
    cards = _cards(m, {each for each in hashes.values() if each})
    known = _people(m, {each.id for each in cards.values()})
    people, refused = dict[str, Person](), dict[str, type[RuleBroken]]()
    for each, hashed in hashes.items():
        card = cards.get(hashed) if hashed else None
        person = known.get(card.id) if card and card.code_hash == hashed else None
        if person is not None:
            people[each] = person
        else:
            refused[each] = CardMistyped if hashed is None else CardRevoked if card else CardUnknown
    return Holders(people=people, refused=refused)


def _cards(m: Matching, hashes: set[str]) -> dict[str, PresenceCard]:
    if not hashes:
        return {}
    found = m.cards.where({"hashes": {"$in": sorted(hashes)}}, limit=len(hashes))
    return {hashed: each for each in found for hashed in (each.code_hash, *each.revoked_hashes) if hashed}


def _people(m: Matching, member_ids: set[str]) -> dict[str, Person]:
    """Return the persons by member; a file that was joined to an account is the account."""
    found = m.people.get_many(member_ids)
    accounts = m.people.get_many({each.joined_to for each in found.values() if each.joined_to})
    return {id_: accounts.get(each.joined_to or "", each) for id_, each in found.items()}
