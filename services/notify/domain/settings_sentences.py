"""What is sent because of how somebody wants to be told: the daily summary, and the letter that proves an address."""

from collections.abc import Mapping
from typing import Final

from services.notify.domain.notices import NoticeKind
from services.notify.domain.sentence import Sentence
from shared.kernel.words import Words

SETTINGS_SENTENCES: Final[Mapping[NoticeKind, Sentence]] = {
    NoticeKind.DIGEST: Sentence(
        says=Words("您有 {count} 条通知还没看", "You have {count} unread notices"),
        why=Words("因为您选择每天汇总一次", "You get this because you chose a daily summary"),
        link="/notices",
    ),
    NoticeKind.VERIFY_EMAIL: Sentence(
        says=Words("请确认这是您的邮箱", "Please confirm that this address is yours"),
        why=Words(
            "因为有人在邻里填写了这个邮箱；不是您填的就不用理会",
            "You get this because somebody entered this address at Linli; if it was not you, do nothing",
        ),
        link="/me/notices-settings/email/{subject_id}",
    ),
}
