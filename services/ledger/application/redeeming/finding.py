"""Finding the person who stands at the counter: by phone, volunteer number, or part of a name."""

from services.ledger.application.redeeming.context import Redeeming
from shared.identity.actor import Actor
from shared.identity.people import Person, person_of
from shared.identity.readings import ReadData

MOST_FOUND = 20
MOST_READ = 20_000
"""A community has a few thousand residents; more are not read to find a name among them."""


def found_at_counter(r: Redeeming, actor: Actor, community_code: str, typed: str) -> tuple[Person, ...]:
    """Return the people of a community whom what was typed may mean; that they were looked up is shown to them."""
    identity = r.ledger.identity
    exact = {each.id: each for each in identity.people.with_phone(typed)}
    exact |= {each.id: each for each in identity.people.with_numbers((typed,)).values()}
    found = [each for each in exact.values() if each.community_code == community_code]
    if not found:
        known = identity.members.where({"community_code": community_code}, limit=MOST_READ)
        found = [person_of(each) for each in known if typed.casefold() in each.name.casefold()]
    shown = tuple(sorted(found, key=lambda each: each.name)[:MOST_FOUND])
    identity.readings.log(actor.member_id, [each.id for each in shown], ReadData.FILE, why="time-bank")
    return shown
