"""Who is told what of the five parties."""

from collections.abc import Callable, Mapping
from typing import Final

from services.notify.domain.notices import NoticeKind, Subject, SubjectType
from services.notify.domain.telling import Telling, Tellings, facts_of
from shared.events.parties import PartyRegistered, PartyReviewed, PartyStaffChanged

PARTY_SILENT: Final[Mapping[type, str]] = {
    PartyRegistered: "Who registers knows; the desk gets a signal, for a notice to each of its staff would be noise.",
    PartyStaffChanged: "The person hears of the role that is given or taken in consequence.",
}

REVIEWED_AS: Final[Mapping[str, NoticeKind]] = {
    "APPROVED": NoticeKind.PARTY_APPROVED,
    "REFUSED": NoticeKind.PARTY_REFUSED,
    "SUSPENDED": NoticeKind.PARTY_SUSPENDED,
}
"""What whoever registered a party is told, by how it stands now."""


def _party_reviewed(fact: PartyReviewed) -> Tellings:
    told = Telling(
        member_id=fact.registered_by,
        kind=REVIEWED_AS[fact.state],
        subject=Subject(type=SubjectType.PARTY, id=fact.party_id),
        facts=facts_of(fact),
        community_code=fact.community_code,
        done_by=fact.reviewed_by,
    )
    return (told,)


PARTY_ROUTES: Final[Mapping[type, Callable[..., Tellings]]] = {PartyReviewed: _party_reviewed}
