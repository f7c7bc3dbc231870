"""Who is told what of named duties, and in which words."""

from collections.abc import Callable, Mapping
from typing import Final

from services.notify.domain.notices import NoticeKind, Subject, SubjectType
from services.notify.domain.sentence import Sentence
from services.notify.domain.telling import Telling, Tellings, facts_of
from shared.events.duties import DutyHolderChanged
from shared.kernel.words import Words


def _holder_changed(fact: DutyHolderChanged) -> Tellings:
    told = Telling(
        member_id=fact.member_id,
        kind=NoticeKind.DUTY_HELD if fact.holds else NoticeKind.DUTY_OVER,
        subject=Subject(type=SubjectType.DUTY, id=fact.duty_id),
        facts=facts_of(fact),
        community_code=fact.community_code,
        done_by=fact.by,
    )
    return (told,)


DUTY_ROUTES: Final[Mapping[type, Callable[..., Tellings]]] = {DutyHolderChanged: _holder_changed}

_WHY = Words("因为这是您担任的社区职责", "You get this because it is your duty in the community")
DUTY_SENTENCES: Final[Mapping[NoticeKind, Sentence]] = {
    NoticeKind.DUTY_HELD: Sentence(
        says=Words(
            "社区请您担任一项职责，去看看是哪一项", "The community asks you to hold a duty; see which"
        ),
        why=_WHY,
        link="/duties",
    ),
    NoticeKind.DUTY_OVER: Sentence(
        says=Words("您的一项社区职责已卸任，谢谢您", "You hold a duty of the community no longer, thank you"),
        why=_WHY,
        link="/duties",
    ),
}
