"""What reminders say."""

from collections.abc import Mapping
from typing import Final

from services.notify.domain.notices import NoticeKind
from services.notify.domain.sentence import Sentence
from shared.kernel.words import Words

_YOUR_SERVICE = Words("因为这是您的服务安排", "You get this because it is your service")
_YOUR_NEED = Words("因为这是您的或您代为提出的需求", "You get this because you asked, or asked for someone")
_YOUR_DESK = Words("因为您在这个社区值守", "You get this because you work at this community's desk")

_YOUR_RECORD = Words("因为这登记在您的档案里", "You get this because it stands in your file")

REMINDER_SENTENCES: Final[Mapping[NoticeKind, Sentence]] = {
    NoticeKind.DAY_BEFORE: Sentence(
        says=Words(
            "别忘了：{when}，您要去{service}；去不了请早点说",
            "Remember: you serve{when}: {service}. If you cannot, please say so early",
        ),
        why=_YOUR_SERVICE,
        link="/today",
    ),
    NoticeKind.HELP_COMES_TOMORROW: Sentence(
        says=Words(
            "{when}，志愿者会来：{service}；不方便请早点说",
            "A volunteer will come{when}: {service}. If it does not suit you, please say so early",
        ),
        why=_YOUR_NEED,
        link="/needs/{need_id}",
    ),
    NoticeKind.HOURS_BEFORE: Sentence(
        says=Words("快到时间了：{when}，{service}", "Soon: {service}{when}"),
        why=_YOUR_SERVICE,
        link="/today",
    ),
    NoticeKind.NOT_CHECKED_IN: Sentence(
        says=Words(
            "{when}的{service}您还没有签到；到了请签到，去不了请马上告诉社区",
            "{Service}{when}: you have not checked in. If you are there, check in; if not, tell your community at once",
        ),
        why=_YOUR_SERVICE,
        link="/today",
    ),
    NoticeKind.HELPER_NOT_THERE: Sentence(
        says=Words(
            "{when}的{service}，志愿者半小时还没有签到，请打电话问一下",
            "{Service}{when}: the volunteer has not checked in for half an hour; please call and ask",
        ),
        why=_YOUR_DESK,
        link="/desk/needs/{need_id}",
    ),
    NoticeKind.PLEASE_RATE: Sentence(
        says=Words("{service}做得怎么样？请评价一下", "How was {service}? Please rate it"),
        why=_YOUR_NEED,
        link="/needs/{need_id}",
    ),
    NoticeKind.TRAINING_LAPSES: Sentence(
        says=Words(
            "您的{service}培训{day}到期，过后就不能接这类服务了；请联系社区安排复训",
            "Your training for {service} ends{day}; after that you cannot take such services. Please ask your community",
        ),
        why=_YOUR_RECORD,
        link="/me",
    ),
    NoticeKind.INSURANCE_LAPSES: Sentence(
        says=Words(
            "您的志愿服务意外保险{day}到期；请联系社区续办",
            "Your accident insurance ends{day}; please ask your community to renew it",
        ),
        why=_YOUR_RECORD,
        link="/me",
    ),
    NoticeKind.RECORD_NEAR: Sentence(
        says=Words(
            "{when}的{service}还没有确认时长，登记期限只剩三个工作日，请尽快处理",
            "The minutes of {service}{when} are not confirmed and three working days are left to record them; please see to it",
        ),
        why=_YOUR_DESK,
        link="/assignments/{subject_id}",
    ),
    NoticeKind.SHIFT_RECORD_NEAR: Sentence(
        says=Words(
            "{when}的{service}班次还没有确认时长，登记期限只剩三个工作日，请提醒主办方或自己确认",
            "The minutes of a shift of {service}{when} are not confirmed and three working days are left to record them; "
            "please remind its organiser, or confirm them",
        ),
        why=_YOUR_DESK,
        link="/shifts/{subject_id}",
    ),
    NoticeKind.NOBODY_YET: Sentence(
        says=Words(
            "{when}的{service}还没有人接单，请想办法找人",
            "Nobody has come forward yet for {service}{when}; please find somebody",
        ),
        why=_YOUR_DESK,
        link="/desk/needs/{need_id}",
    ),
}
