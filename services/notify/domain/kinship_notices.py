"""Who is told what of relatives, and in which words: each side hears of it, never what they are to each other."""

from collections.abc import Callable, Mapping
from typing import Final

from services.notify.domain.notices import NoticeKind, Subject, SubjectType
from services.notify.domain.sentence import Sentence
from services.notify.domain.telling import Telling, Tellings, facts_of
from shared.events.kinship import KinshipChanged
from shared.kernel.words import Words

TOLD_AS: Final[Mapping[str, NoticeKind]] = {
    "AWAITING_CONSENT": NoticeKind.KINSHIP_ASKED,
    "STANDS": NoticeKind.KINSHIP_STANDS,
    "REFUSED": NoticeKind.KINSHIP_REFUSED,
    "ENDED": NoticeKind.KINSHIP_ENDED,
}
"""What a side is told, by how the record stands now."""


def _kinship_changed(fact: KinshipChanged) -> Tellings:
    told = Telling(
        member_id=fact.member_id,
        kind=TOLD_AS[fact.state],
        subject=Subject(type=SubjectType.KINSHIP, id=fact.kinship_id),
        facts=facts_of(fact),
        done_by=fact.by,
    )
    return (told,)


KINSHIP_ROUTES: Final[Mapping[type, Callable[..., Tellings]]] = {KinshipChanged: _kinship_changed}

_WHY = Words("因为这是您的亲属登记", "You get this because it concerns your relatives on record")
_PAGE = "/me/relatives"
KINSHIP_SENTENCES: Final[Mapping[NoticeKind, Sentence]] = {
    NoticeKind.KINSHIP_ASKED: Sentence(
        says=Words(
            "有人想把您登记为亲属，请看是谁，由您决定",
            "Somebody would like to put you on record as a relative; see who, and decide",
        ),
        why=_WHY,
        link=_PAGE,
    ),
    NoticeKind.KINSHIP_STANDS: Sentence(
        says=Words("双方都已同意，亲属已登记", "Both sides agreed: your relative is on record"),
        why=_WHY,
        link=_PAGE,
    ),
    NoticeKind.KINSHIP_REFUSED: Sentence(
        says=Words("对方没有同意登记为亲属", "The other side did not agree to be on record as a relative"),
        why=_WHY,
        link=_PAGE,
    ),
    NoticeKind.KINSHIP_ENDED: Sentence(
        says=Words("一条亲属登记已解除", "A record of a relative of yours has ended"),
        why=_WHY,
        link=_PAGE,
    ),
}
