"""Asking for the parts of a need, and who could answer them."""

from collections.abc import Iterable
from dataclasses import replace

from services.matching.application.context import Matching
from services.matching.application.giving.commands import AskParts
from services.matching.application.giving.facts import part_asked
from services.matching.application.giving.owners import acts_for
from services.matching.domain.giving import errors
from services.matching.domain.giving.answering import UNDER_WAY, part_of
from services.matching.domain.giving.describing import check_asks
from services.matching.domain.giving.part import AskedPart, Part, PartState, part_of_need
from services.matching.domain.giving.suiting import Suggestion, suggestions
from services.matching.domain.need import Need
from services.matching.domain.offer import Offer, OfferKind
from shared.events.giving import PartAsked
from shared.identity.actor import Actor
from shared.identity.permissions import Permission, may
from shared.identity.roles import Role

MOST_TOLD = 30
MOST_SUGGESTED = 20
MOST_LOOKED_AT = 1_000
SUB_DISTRICT_DIGITS = 9


def with_asked(need: Need, asked: tuple[AskedPart, ...], cause: str) -> Need:
    """Return the need with these parts asked for; their ids follow from the need and the cause."""
    made = (
        part_of_need(need.id, f"{cause}{number}", each, need.ends_at) for number, each in enumerate(asked)
    )
    known = {part.id for part in need.parts}
    return replace(need, parts=(*need.parts, *(part for part in made if part.id not in known)))


def ask_parts(m: Matching, actor: Actor, need_id: str, command: AskParts, cause: str) -> Need:
    """Ask for more in a need that is under way; asked again for the same cause, it is asked once.

    Raises:
        Forbidden: If the actor is not staff who post in the community.
        PartNotOpen: If the need is not under way.
        BadInput: If a part is not as its kind wants it.
    """
    need = m.needs.get(need_id)
    actor.check_may(Permission.POST_NEED_FOR_OTHERS, need.community_code)
    asking = with_asked(need, command.parts, cause)
    if asking.parts == need.parts:
        return need
    if need.state not in UNDER_WAY:
        raise errors.PartNotOpen
    window = (need.starts_at, need.ends_at)
    check_asks(command.parts, window, m.clock.now(), already=len(need.parts))
    return m.needs.save(asking, *_told(m, asking, asking.parts[len(need.parts) :]))


def parts_asked(m: Matching, need: Need) -> tuple[PartAsked, ...]:
    """Return what is told of the open parts of a need that has opened: which members could give them."""
    return _told(m, need, need.parts)


def _told(m: Matching, need: Need, parts: Iterable[Part]) -> tuple[PartAsked, ...]:
    return tuple(
        part_asked(need, part, _makers(m, need, part)) for part in parts if part.state is PartState.OPEN
    )


def _makers(m: Matching, need: Need, part: Part) -> tuple[str, ...]:
    if part.asked.professional:
        return _social_workers(m, need)
    found = suggestions(need, part, offers_for(m, need, part), m.clock.now(), most=MOST_TOLD)
    makers = dict.fromkeys(each.offer.member_id for each in found)
    return tuple(member_id for member_id in makers if member_id != need.resident_id)


def _social_workers(m: Matching, need: Need) -> tuple[str, ...]:
    """Return the social workers of the community, and of the street's station who serve it."""
    code = need.community_code
    found = {
        each.id
        for place in (code, code[:SUB_DISTRICT_DIGITS])
        for each in m.people.on_duty(Role.SOCIAL_WORKER, place)
        if may(each, Permission.TAKE_PROFESSIONAL_NEED, code)
    }
    return tuple(sorted(found - {need.resident_id}))[:MOST_TOLD]


def offers_for(m: Matching, need: Need, part: Part) -> list[Offer]:
    """Return the open offers of a part's kind in the district of its need; none for service."""
    if part.asked.kind is OfferKind.SERVICE:
        return []
    return m.offers.where({"gives": f"{need.district_code}:{part.asked.kind}"}, limit=MOST_LOOKED_AT)


def suggested(m: Matching, actor: Actor, need_id: str, part_id: str) -> tuple[Suggestion, ...]:
    """Return what could answer a part, best first, to staff of the community; to others what they themselves offer.

    Raises:
        UnknownPart: If the need has no such part.
    """
    need = m.needs.get(need_id)
    part = part_of(need, part_id)
    found = suggestions(need, part, offers_for(m, need, part), m.clock.now(), most=MOST_LOOKED_AT)
    at_desk = actor.may(Permission.SEE_DESK, need.community_code)
    return tuple(each for each in found if at_desk or acts_for(actor, each.offer))[:MOST_SUGGESTED]
