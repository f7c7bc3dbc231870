"""What notices say of broadcasts; a broadcast itself says what staff wrote."""

from collections.abc import Mapping
from typing import Final

from services.notify.domain.notices import NoticeKind
from services.notify.domain.sentence import Sentence
from shared.kernel.words import Words

_YOUR_DESK = Words("因为您在这个社区值守", "You get this because you work at this community's desk")
_YOUR_TEXT = Words("因为这是您写的群发", "You get this because you wrote it")

BROADCAST_SENTENCES: Final[Mapping[NoticeKind, Sentence]] = {
    NoticeKind.BROADCAST: Sentence(
        says=Words("社区有一条通知", "Your community has something to say"),
        why=Words("因为您是这个社区的成员", "You get this because you belong to this community"),
        link="/notices",
    ),
    NoticeKind.DANGER: Sentence(
        says=Words("紧急：社区有一条关系安全的通知", "Urgent: your community warns of a danger"),
        why=Words(
            "因为您住在这个社区，这关系到人身安全", "You get this because you live here and lives are at risk"
        ),
        link="/notices",
    ),
    NoticeKind.DANGER_WAITS: Sentence(
        says=Words(
            "紧急：有一条关系安全的群发等您马上看过、同意",
            "Urgent: a warning of danger waits for you to agree now",
        ),
        why=_YOUR_DESK,
        link="/desk/broadcasts/{subject_id}",
    ),
    NoticeKind.BROADCAST_WAITS: Sentence(
        says=Words("有一条群发通知等您看过、同意", "A broadcast waits for a second person to agree"),
        why=_YOUR_DESK,
        link="/desk/broadcasts/{subject_id}",
    ),
    NoticeKind.BROADCAST_AGREED: Sentence(
        says=Words("您写的群发已获同意，正在发送", "The broadcast you wrote is agreed to and being sent"),
        why=_YOUR_TEXT,
        link="/desk/broadcasts/{subject_id}",
    ),
    NoticeKind.BROADCAST_REFUSED: Sentence(
        says=Words("您写的群发没有获得同意，请看原因", "The broadcast you wrote was not agreed to; see why"),
        why=_YOUR_TEXT,
        link="/desk/broadcasts/{subject_id}",
    ),
}
