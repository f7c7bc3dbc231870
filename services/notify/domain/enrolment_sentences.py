"""What notices say of enrolments."""

from collections.abc import Mapping
from typing import Final

from services.notify.domain.notices import NoticeKind
from services.notify.domain.sentence import Sentence
from shared.kernel.words import Words

_YOURS = Words("因为这是您的报到", "You get this because you enrolled")
_PAGE = "/enrolment"

ENROLMENT_SENTENCES: Final[Mapping[NoticeKind, Sentence]] = {
    NoticeKind.ENROLMENT_CONFIRMED: Sentence(
        says=Words(
            "社区已确认您的报到，可以去认领需求了",
            "The community confirmed your enrolment; see what there is to do",
        ),
        why=_YOURS,
        link=_PAGE,
    ),
    NoticeKind.ENROLMENT_REFUSED: Sentence(
        says=Words("社区没有确认您的报到，请看原因", "The community did not confirm your enrolment; see why"),
        why=_YOURS,
        link=_PAGE,
    ),
    NoticeKind.ENROLMENT_ENDED: Sentence(
        says=Words("社区结束了您的报到，请看原因", "The community ended your enrolment; see why"),
        why=_YOURS,
        link=_PAGE,
    ),
}
