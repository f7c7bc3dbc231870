"""What notices say of registered bodies."""

from collections.abc import Mapping
from typing import Final

from services.notify.domain.notices import NoticeKind
from services.notify.domain.sentence import Sentence
from shared.kernel.words import Words

_YOUR_PARTY = Words("因为这是您登记的机构", "You get this because you registered it")

PARTY_SENTENCES: Final[Mapping[NoticeKind, Sentence]] = {
    NoticeKind.PARTY_APPROVED: Sentence(
        says=Words("您登记的机构已通过，可以开展工作了", "The body you registered is approved and may begin"),
        why=_YOUR_PARTY,
        link="/parties/{subject_id}",
    ),
    NoticeKind.PARTY_REFUSED: Sentence(
        says=Words(
            "您登记的机构没有通过，请看原因，改好再提交",
            "The body you registered was not approved; see why, then mend it",
        ),
        why=_YOUR_PARTY,
        link="/parties/{subject_id}",
    ),
    NoticeKind.PARTY_SUSPENDED: Sentence(
        says=Words("您登记的机构已被暂停，请看原因", "The body you registered is suspended; see why"),
        why=_YOUR_PARTY,
        link="/parties/{subject_id}",
    ),
}
