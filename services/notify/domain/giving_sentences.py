"""What notices say of the parts of needs."""

from collections.abc import Mapping
from typing import Final

from services.notify.domain.notices import NoticeKind
from services.notify.domain.sentence import Sentence
from shared.kernel.words import Words

THINGS: Final[Mapping[str, Words]] = {
    "SERVICE": Words("专业服务", "professional help"),
    "GOODS": Words("物资", "goods"),
    "FUNDS": Words("资金", "funds"),
    "VENUE": Words("场地", "a venue"),
}
SOME_THING: Final = Words("所需", "something")
_YOU_OFFER = Words("因为您登记过这类资源", "You get this because you offer such things")
_YOUR_NEED = Words("因为这是您的或您代为提出的需求", "You get this because you asked, or asked for someone")
_YOU_GIVE = Words("因为这是您提供的", "You get this because you give it")

GIVING_SENTENCES: Final[Mapping[NoticeKind, Sentence]] = {
    NoticeKind.PART_ASKED: Sentence(
        says=Words(
            "有一件需求要{thing}，您登记的正好合适，能提供吗？",
            "A need asks for {thing} that you offer. Can you give it?",
        ),
        why=_YOU_OFFER,
        link="/needs/{need_id}",
    ),
    NoticeKind.PROFESSIONAL_ASKED: Sentence(
        says=Words(
            "有一件需求要社工承接，请看一看",
            "A need asks for a social worker; please have a look",
        ),
        why=Words("因为您是这个社区的社工", "You get this because you are a social worker there"),
        link="/needs/{need_id}",
    ),
    NoticeKind.PART_TAKEN_FROM_YOU: Sentence(
        says=Words(
            "社区为一件需求预留了您提供的{thing}，请准备交付",
            "The community set aside {thing} that you offer; please prepare to hand over",
        ),
        why=_YOU_OFFER,
        link="/needs/{need_id}",
    ),
    NoticeKind.PART_ANSWERED: Sentence(
        says=Words("您需要的{thing}有人承接了", "Somebody will provide {thing} for your request"),
        why=_YOUR_NEED,
        link="/needs/{need_id}",
    ),
    NoticeKind.PART_GIVEN_BACK: Sentence(
        says=Words(
            "原定的{thing}不能提供了，请看现在的安排",
            "What was planned, {thing}, will not come after all; see how it stands",
        ),
        why=_YOUR_NEED,
        link="/needs/{need_id}",
    ),
    NoticeKind.PLEASE_CONFIRM_PART: Sentence(
        says=Words("{thing}已交付，收到后请确认", "Handed over: {thing}. Please confirm once you have it"),
        why=_YOUR_NEED,
        link="/needs/{need_id}",
    ),
    NoticeKind.PART_RECEIVED: Sentence(
        says=Words("您提供的{thing}已确认收到，谢谢您", "What you gave, {thing}, has arrived. Thank you"),
        why=_YOU_GIVE,
        link="/needs/{need_id}",
    ),
}
