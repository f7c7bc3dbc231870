"""Who is told what of the parts of needs: goods, funds, venues, professional help."""

from collections.abc import Callable, Mapping
from typing import Final

from services.notify.domain.notices import NoticeKind, Subject, SubjectType
from services.notify.domain.telling import Telling, Tellings, facts_of
from shared.events.giving import PartAsked, PartConfirmed, PartHandedOver, PartReleased, PartReserved

PartFact = PartReserved | PartReleased | PartHandedOver | PartConfirmed


def _need(fact: PartAsked | PartFact) -> Subject:
    return Subject(type=SubjectType.NEED, id=fact.need_id)


def _part_asked(fact: PartAsked) -> Tellings:
    """Tell those who could give it, of professional help the social workers there; the desk gets a signal."""
    kind = NoticeKind.PROFESSIONAL_ASKED if fact.professional else NoticeKind.PART_ASKED
    return tuple(
        Telling(
            member_id=member_id,
            kind=kind,
            subject=_need(fact),
            facts=facts_of(fact),
            community_code=fact.community_code,
            done_by=fact.posted_by,
        )
        for member_id in fact.member_ids
    )


def _to(fact: PartFact, member_id: str, kind: NoticeKind) -> Telling:
    return Telling(
        member_id=member_id,
        kind=kind,
        subject=_need(fact),
        facts=facts_of(fact),
        community_code=fact.community_code,
        delegates_too=member_id == fact.resident_id,
        done_by=fact.by,
    )


def _part_reserved(fact: PartReserved) -> Tellings:
    """Tell both who asked and, if somebody else took it from their stock, who gives."""
    return (
        _to(fact, fact.owner_id, NoticeKind.PART_TAKEN_FROM_YOU),
        *(_to(fact, each, NoticeKind.PART_ANSWERED) for each in (fact.resident_id, fact.posted_by)),
    )


def _part_released(fact: PartReleased) -> Tellings:
    everyone = (fact.resident_id, fact.posted_by, fact.owner_id)
    return tuple(_to(fact, each, NoticeKind.PART_GIVEN_BACK) for each in everyone)


def _part_handed_over(fact: PartHandedOver) -> Tellings:
    return (_to(fact, fact.resident_id, NoticeKind.PLEASE_CONFIRM_PART),)


def _part_confirmed(fact: PartConfirmed) -> Tellings:
    return (_to(fact, fact.owner_id, NoticeKind.PART_RECEIVED),)


GIVING_ROUTES: Final[Mapping[type, Callable[..., Tellings]]] = {
    PartAsked: _part_asked,
    PartReserved: _part_reserved,
    PartReleased: _part_released,
    PartHandedOver: _part_handed_over,
    PartConfirmed: _part_confirmed,
}
"""By event, who is told."""
