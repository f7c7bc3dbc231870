"""Who is told what of twinnings, and in which words."""

from collections.abc import Callable, Mapping
from typing import Final

from services.notify.domain.notices import NoticeKind, Subject, SubjectType
from services.notify.domain.sentence import Sentence
from services.notify.domain.telling import Telling, Tellings, facts_of
from shared.events.twinning import TwinningChanged
from shared.kernel.words import Words

TOLD_AS: Final[Mapping[str, NoticeKind]] = {
    "PROPOSED": NoticeKind.TWINNING_PROPOSED,
    "AGREED": NoticeKind.TWINNING_AGREED,
    "REFUSED": NoticeKind.TWINNING_REFUSED,
    "ENDED": NoticeKind.TWINNING_ENDED,
}


def _twinning_changed(fact: TwinningChanged) -> Tellings:
    """Tell who acts for the body, and who proposed it; of the community's staff the others see it on their page."""
    return tuple(
        Telling(
            member_id=member_id,
            kind=TOLD_AS[fact.state],
            subject=Subject(type=SubjectType.TWINNING, id=fact.twinning_id),
            facts=facts_of(fact),
            community_code=fact.community_code,
            done_by=fact.by,
        )
        for member_id in dict.fromkeys((*fact.staff_ids, fact.made_by))
    )


TWINNING_ROUTES: Final[Mapping[type, Callable[..., Tellings]]] = {TwinningChanged: _twinning_changed}

_WHY = Words("因为您代表结对的一方", "You get this because you act for one of the two")


def _sentence(zh: str, en: str) -> Sentence:
    return Sentence(says=Words(zh, en), why=_WHY, link="/twinnings/{subject_id}")


TWINNING_SENTENCES: Final[Mapping[NoticeKind, Sentence]] = {
    NoticeKind.TWINNING_PROPOSED: _sentence(
        "有一份结对共建提议，请看一看", "A twinning is proposed; please have a look"
    ),
    NoticeKind.TWINNING_AGREED: _sentence("结对共建已生效", "The twinning is agreed"),
    NoticeKind.TWINNING_REFUSED: _sentence(
        "结对共建的提议没有被同意，请看原因", "The twinning was not agreed; see why"
    ),
    NoticeKind.TWINNING_ENDED: _sentence("结对共建已结束，请看原因", "The twinning has ended; see why"),
}
