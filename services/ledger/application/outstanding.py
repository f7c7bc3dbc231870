"""Saved hours still to be drawn, for those who answer for it: by age group in a community, by community in an area."""

from services.ledger.application.context import Ledger
from services.ledger.domain.accounts import Unit
from services.ledger.domain.outstanding import Outstanding, Saved, grouped, shown, shown_places
from shared.identity.actor import Actor
from shared.identity.permissions import Permission
from shared.kernel.clock import CHINA
from shared.kernel.errors import NotFound

MOST_AT_ONCE = 500
MOST_PLACES = 200


def check_can_see_outstanding(actor: Actor, code: str) -> None:
    """Pass if the actor sees statistics of a community or area.

    Raises:
        Forbidden: If not.
    """
    actor.check_may(Permission.SEE_STATISTICS, code)


def outstanding_of(ledger: Ledger, community_code: str) -> Outstanding:
    """Return what members of a book have saved and not drawn, by age group, small groups left out.

    Raises:
        NotFound: If there is no such community.
    """
    if ledger.identity.communities.find(community_code) is None:
        raise NotFound(kind="Community", id=community_code)
    free = free_by_member(ledger, community_code)
    today = ledger.clock.now().astimezone(CHINA).date()
    ages: dict[str, int | None] = {}
    members = list(free)
    for start in range(0, len(members), MOST_AT_ONCE):
        found = ledger.identity.people.get_many(members[start : start + MOST_AT_ONCE])
        ages.update({id_: person.age_on(today) for id_, person in found.items()})
    return shown(grouped((ages.get(id_), minutes) for id_, minutes in free.items()), today.year)


def outstanding_by_place(ledger: Ledger, area: str) -> tuple[tuple[str, Saved | None], ...]:
    """Return what is saved in each community of an area of 6 or 9 digits, by code, small ones left out; no total."""
    places = ledger.identity.communities.search(district=area[:6], limit=MOST_PLACES * 10)
    codes = sorted(each.code for each in places if each.code.startswith(area))[:MOST_PLACES]
    found = []
    for code in codes:
        free = free_by_member(ledger, code)
        found.append((code, Saved(persons=len(free), minutes=sum(free.values()))))
    return shown_places(found)


def free_by_member(ledger: Ledger, community_code: str) -> dict[str, int]:
    """Return the free credits of each member of a book who has some."""
    return {
        line.member_id: line.minutes - line.held_minutes
        for line in ledger.projections.lines_of_book(community_code)
        if line.member_id and line.unit is Unit.CREDIT and line.minutes > line.held_minutes
    }
