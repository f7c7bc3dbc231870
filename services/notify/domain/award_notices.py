"""Who is told what of stars and medals, and in which words."""

from collections.abc import Callable, Mapping
from typing import Final

from services.notify.domain.notices import NoticeKind, Subject, SubjectType
from services.notify.domain.sentence import Sentence
from services.notify.domain.telling import Telling, Tellings, facts_of
from shared.events.recognition import AwardChanged
from shared.kernel.words import Words

TOLD_AS: Final[Mapping[str, NoticeKind]] = {
    "PUBLISHED": NoticeKind.AWARD_PUBLISHED,
    "AWARDED": NoticeKind.AWARD_GIVEN,
    "REFUSED": NoticeKind.AWARD_REFUSED,
    "WITHDRAWN": NoticeKind.AWARD_WITHDRAWN,
}


def _award_changed(fact: AwardChanged) -> Tellings:
    """Tell whose award it is; what they ask for stands on the staff's desk."""
    if fact.state not in TOLD_AS:
        return ()
    told = Telling(
        member_id=fact.member_id,
        kind=TOLD_AS[fact.state],
        subject=Subject(type=SubjectType.AWARD, id=fact.award_id),
        facts=facts_of(fact),
        community_code=fact.community_code,
        done_by=fact.by,
    )
    return (told,)


AWARD_ROUTES: Final[Mapping[type, Callable[..., Tellings]]] = {AwardChanged: _award_changed}

_WHY = Words("因为您申请了星级或奖章", "You get this because you asked for a star or medal")


def _sentence(zh: str, en: str) -> Sentence:
    return Sentence(says=Words(zh, en), why=_WHY, link="/recognition")


AWARD_SENTENCES: Final[Mapping[NoticeKind, Sentence]] = {
    NoticeKind.AWARD_PUBLISHED: _sentence(
        "您的星级或奖章开始公示", "Your star or medal is published for objections"
    ),
    NoticeKind.AWARD_GIVEN: _sentence(
        "恭喜，您的星级或奖章已授予", "Your star or medal is given: congratulations"
    ),
    NoticeKind.AWARD_REFUSED: _sentence(
        "您申请的星级或奖章没有授予，请看原因", "The star or medal you asked for is not given; see why"
    ),
    NoticeKind.AWARD_WITHDRAWN: _sentence(
        "您的星级或奖章被撤回，请看原因", "Your star or medal was withdrawn; see why"
    ),
}
