"""Who is told that what was asked has changed, and in which words."""

from collections.abc import Callable, Mapping
from typing import Final

from services.notify.domain.notices import NoticeKind, Subject, SubjectType
from services.notify.domain.sentence import Sentence
from services.notify.domain.telling import Telling, Tellings, facts_of
from shared.events.matching import NeedAmended
from shared.kernel.words import Words


def _need_amended(fact: NeedAmended) -> Tellings:
    """Tell who is to serve already; others read what stands when they are asked."""
    return tuple(
        Telling(
            member_id=helper_id,
            kind=NoticeKind.DETAILS_CHANGED,
            subject=Subject(type=SubjectType.ASSIGNMENT, id=assignment_id),
            facts=facts_of(fact),
            community_code=fact.community_code,
            done_by=fact.amended_by,
        )
        for helper_id, assignment_id in zip(fact.helper_ids, fact.assignment_ids, strict=True)
    )


AMENDING_ROUTES: Final[Mapping[type, Callable[..., Tellings]]] = {NeedAmended: _need_amended}

AMENDING_SENTENCES: Final[Mapping[NoticeKind, Sentence]] = {
    NoticeKind.DETAILS_CHANGED: Sentence(
        says=Words(
            "您接的{service}，对方改了说明，出发前请再看一眼",
            "What was asked of you for {service} has changed; please look again before you go",
        ),
        why=Words("因为这是您的服务安排", "You get this because it is your service"),
        link="/assignments/{subject_id}",
    ),
}
