"""Who is told that a shift lacks people, and in which words."""

from collections.abc import Callable, Mapping
from typing import Final

from services.notify.domain.notices import NoticeKind, Subject, SubjectType
from services.notify.domain.sentence import Sentence
from services.notify.domain.telling import Telling, Tellings, facts_of
from shared.events.projects import ShiftInvited
from shared.kernel.words import Words


def _invited(fact: ShiftInvited) -> Tellings:
    return tuple(
        Telling(
            member_id=member_id,
            kind=NoticeKind.SHIFT_INVITED,
            subject=Subject(type=SubjectType.SHIFT, id=fact.shift_id),
            facts=facts_of(fact),
            community_code=fact.community_code,
        )
        for member_id in fact.member_ids
    )


INVITATION_ROUTES: Final[Mapping[type, Callable[..., Tellings]]] = {ShiftInvited: _invited}
INVITATION_SENTENCES: Final[Mapping[NoticeKind, Sentence]] = {
    NoticeKind.SHIFT_INVITED: Sentence(
        says=Words(
            "{when}的{service}还缺人，您正合适；想去就报名",
            "{Service}{when} lacks people and suits you; sign up if you like",
        ),
        why=Words(
            "因为您愿意做这类服务、那时有空、离得不远；不去没有任何影响",
            "You get this because you offer this service, have time then and live near; not going costs nothing",
        ),
        link="/shifts/{subject_id}",
    )
}
