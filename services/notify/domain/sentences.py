"""What a notice says: one plain sentence, why one gets it, and where to go; in Chinese and English."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Final

from services.notify.domain.amending_notices import AMENDING_SENTENCES
from services.notify.domain.bonds_routing import BOND_SENTENCES
from services.notify.domain.broadcast_sentences import BROADCAST_SENTENCES
from services.notify.domain.certificate_notices import CERTIFICATE_SENTENCES
from services.notify.domain.credit_notices import CREDIT_SENTENCES
from services.notify.domain.giving_sentences import GIVING_SENTENCES, SOME_THING, THINGS
from services.notify.domain.import_notices import IMPORT_SENTENCES
from services.notify.domain.notices import Facts, Notice, NoticeKind, Subject
from services.notify.domain.party_sentences import PARTY_SENTENCES
from services.notify.domain.redeeming_notices import REDEEMING_SENTENCES
from services.notify.domain.reminder_sentences import REMINDER_SENTENCES
from services.notify.domain.sentence import Sentence
from services.notify.domain.settings_sentences import SETTINGS_SENTENCES
from shared.identity.roles import Role
from shared.kernel.clock import CHINA
from shared.kernel.words import Words

ServiceName = Callable[[str], Words | None]
"""Gives the name of a kind of service by its code, or None if it is not known."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Said:
    """A notice as it is shown.

    Attributes:
        says: The sentence.
        why: Why the receiver gets it.
        link: Path of the page where one acts on it.
    """

    says: Words
    why: Words
    link: str


_VOLUNTEERS = Words("因为您报名做志愿服务", "You get this because you offered to help")
_ASKED_BY_STAFF = Words("因为工作人员点名邀请您", "You get this because staff asked for you")
_YOUR_NEED = Words("因为这是您的或您代为提出的需求", "You get this because you asked, or asked for someone")
_YOUR_SERVICE = Words("因为这是您的服务安排", "You get this because it is your service")
_YOUR_MINUTES = Words("因为这关系到您的服务时长", "You get this because it concerns your minutes")
_YOUR_PROJECT = Words("因为这是您组织提交的项目", "You get this because your organisation submitted it")
_YOUR_SHIFT = Words("因为您报名了这个班次", "You get this because you signed up for this shift")
_YOUR_ROLE = Words("因为您的权限有变化", "You get this because what you may do has changed")

SENTENCES: Final[Mapping[NoticeKind, Sentence]] = {
    **AMENDING_SENTENCES,
    **BROADCAST_SENTENCES,
    **BOND_SENTENCES,
    **IMPORT_SENTENCES,
    **CERTIFICATE_SENTENCES,
    **GIVING_SENTENCES,
    **CREDIT_SENTENCES,
    **PARTY_SENTENCES,
    **REDEEMING_SENTENCES,
    **REMINDER_SENTENCES,
    **SETTINGS_SENTENCES,
    NoticeKind.HELP_ASKED: Sentence(
        says=Words("{when}，有人需要{service}，您能去吗？", "Someone needs {service}{when}. Can you go?"),
        why=_VOLUNTEERS,
        link="/today",
    ),
    NoticeKind.INVITED: Sentence(
        says=Words(
            "{when}，社区想请您帮忙：{service}", "Your community would like to ask you: {service}{when}"
        ),
        why=_ASKED_BY_STAFF,
        link="/today",
    ),
    NoticeKind.HELPER_FOUND: Sentence(
        says=Words("{when}的{service}有人接单了", "Someone will come for {service}{when}"),
        why=_YOUR_NEED,
        link="/needs/{need_id}",
    ),
    NoticeKind.HELPER_LEFT: Sentence(
        says=Words(
            "{when}的{service}，原定的志愿者不来了，请看现在的安排",
            "{Service}{when}: the volunteer is not coming after all; see how it stands",
        ),
        why=_YOUR_NEED,
        link="/needs/{need_id}",
    ),
    NoticeKind.NEED_REFUSED: Sentence(
        says=Words(
            "{service}的需求没有通过审核，请看原因", "{Service}: the request was not approved; see why"
        ),
        why=_YOUR_NEED,
        link="/needs/{need_id}",
    ),
    NoticeKind.NEED_WITHDRAWN: Sentence(
        says=Words("{when}的{service}需求已撤回", "{Service}{when}: the request was withdrawn"),
        why=_YOUR_NEED,
        link="/needs/{need_id}",
    ),
    NoticeKind.NEED_EXPIRED: Sentence(
        says=Words(
            "{when}的{service}需求已过期，没有人能来；需要的话请再提一次",
            "{Service}{when}: the time has passed and nobody could come; please ask again if you still need it",
        ),
        why=_YOUR_NEED,
        link="/needs/{need_id}",
    ),
    NoticeKind.NEED_MET: Sentence(
        says=Words("{when}的{service}已完成", "{Service}{when} is done"),
        why=_YOUR_NEED,
        link="/needs/{need_id}",
    ),
    NoticeKind.NOBODY_FOUND: Sentence(
        says=Words(
            "{when}的{service}暂时没有找到合适的人，请社区看一看",
            "Nobody suitable has been found yet for {service}{when}; the community should look",
        ),
        why=_YOUR_NEED,
        link="/needs/{need_id}",
    ),
    NoticeKind.BOOKED: Sentence(
        says=Words("{when}的{service}已按您的口头同意登记", "As you agreed, you are booked: {service}{when}"),
        why=_YOUR_SERVICE,
        link="/today",
    ),
    NoticeKind.HELPER_ARRIVED: Sentence(
        says=Words("志愿者已到，{service}开始了", "The volunteer has arrived: {service} has begun"),
        why=_YOUR_NEED,
        link="/needs/{need_id}",
    ),
    NoticeKind.PLEASE_CONFIRM: Sentence(
        says=Words("{service}结束了，请确认服务时长", "{Service} has ended; please confirm how long it took"),
        why=_YOUR_NEED,
        link="/needs/{need_id}",
    ),
    NoticeKind.CONFIRM_REMINDER: Sentence(
        says=Words(
            "{when}的{service}还没有确认，请确认服务时长",
            "{Service}{when} is not confirmed yet; please confirm how long it took",
        ),
        why=_YOUR_NEED,
        link="/needs/{need_id}",
    ),
    NoticeKind.CONFIRMED: Sentence(
        says=Words("{service}已确认：{minutes} 分钟", "{Service} is confirmed: {minutes} minutes"),
        why=_YOUR_SERVICE,
        link="/hours",
    ),
    NoticeKind.CANCELLED: Sentence(
        says=Words("{when}的{service}已取消，不用去了", "{Service}{when} is cancelled; you need not go"),
        why=_YOUR_SERVICE,
        link="/today",
    ),
    NoticeKind.MARKED_ABSENT: Sentence(
        says=Words(
            "{when}的{service}登记为您未到；如有出入请联系社区",
            "{Service}{when}: you were marked as absent; please tell your community if that is wrong",
        ),
        why=_YOUR_SERVICE,
        link="/week",
    ),
    NoticeKind.RATED: Sentence(
        says=Words("您的服务得到了评价：{grade} 分(满分 5 分)", "Your service was rated {grade} out of 5"),
        why=_YOUR_SERVICE,
        link="/week",
    ),
    NoticeKind.MINUTES_CREDITED: Sentence(
        says=Words("已记入 {minutes} 分钟服务时长", "{minutes} minutes were added to your account"),
        why=_YOUR_MINUTES,
        link="/hours",
    ),
    NoticeKind.MINUTES_REFUSED: Sentence(
        says=Words(
            "有一次服务的时长没能记入账户，请联系社区",
            "The minutes of one service could not be added; please ask your community",
        ),
        why=_YOUR_MINUTES,
        link="/hours",
    ),
    NoticeKind.ROLE_GRANTED: Sentence(
        says=Words("您现在是{role}", "You now have the role: {role}"), why=_YOUR_ROLE, link="/me"
    ),
    NoticeKind.ROLE_WITHDRAWN: Sentence(
        says=Words("您不再是{role}", "You no longer have the role: {role}"), why=_YOUR_ROLE, link="/me"
    ),
    NoticeKind.PROJECT_PUBLISHED: Sentence(
        says=Words(
            "项目已通过审核并发布，可以发布班次了", "The project is approved and published: post its shifts"
        ),
        why=_YOUR_PROJECT,
        link="/projects/{subject_id}",
    ),
    NoticeKind.PROJECT_REFUSED: Sentence(
        says=Words(
            "项目没有通过审核，请看原因，改好再提交", "The project was not approved; see why, then mend it"
        ),
        why=_YOUR_PROJECT,
        link="/projects/{subject_id}",
    ),
    NoticeKind.PROJECT_CLOSED: Sentence(
        says=Words(
            "项目已结束，尚未开始的班次一并取消", "The project has ended; its shifts to come are cancelled"
        ),
        why=_YOUR_PROJECT,
        link="/projects/{subject_id}",
    ),
    NoticeKind.SHIFT_PLACE: Sentence(
        says=Words(
            "{when}的{service}候补到您了，名额已为您留好", "{Service}{when}: a place is free and is yours now"
        ),
        why=_YOUR_SHIFT,
        link="/shifts/{subject_id}",
    ),
    NoticeKind.SHIFT_PLACE_LOST: Sentence(
        says=Words(
            "{when}的{service}，组织方取消了您的报名，请看说明",
            "{Service}{when}: the organiser took back your place; please look",
        ),
        why=_YOUR_SHIFT,
        link="/shifts/{subject_id}",
    ),
    NoticeKind.SHIFT_CHANGED: Sentence(
        says=Words("{when}的{service}有变动，请看新安排", "{Service}{when} has changed; see how it is now"),
        why=_YOUR_SHIFT,
        link="/shifts/{subject_id}",
    ),
    NoticeKind.SHIFT_CANCELLED: Sentence(
        says=Words("{when}的{service}取消了，不用去了", "{Service}{when} is cancelled; you need not go"),
        why=_YOUR_SHIFT,
        link="/shifts/{subject_id}",
    ),
}

_SOME_SERVICE = Words("志愿服务", "help")
_WEEKDAYS_ZH = "一二三四五六日"
_MONTHS_EN = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")
_WEEKDAYS_EN = ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun")


def said(notice: Notice, service_name: ServiceName) -> Said:
    """Return a notice as it is shown, with the name of its kind of service."""
    return said_of(notice.kind, notice.subject, notice.facts, service_name)


def said_of(kind: NoticeKind, subject: Subject, facts: Facts, service_name: ServiceName) -> Said:
    """Return what a kind of notice says of some facts.

    Days are named by date, never "today": a notice is read days later, too.
    """
    sentence = SENTENCES[kind]
    if facts.says is not None:
        return Said(says=facts.says, why=sentence.why, link=sentence.link)
    service = (facts.service_kind and service_name(facts.service_kind)) or _SOME_SERVICE
    zh = sentence.says.zh.format(**_filled(facts, service.zh, "zh"))
    en = sentence.says.en.format(**_filled(facts, service.en, "en"))
    has_link = "{need_id}" not in sentence.link or facts.need_id is not None
    link = sentence.link.format(need_id=facts.need_id, subject_id=subject.id) if has_link else "/notices"
    return Said(says=Words(_tidy(zh), en), why=sentence.why, link=link)


def _filled(facts: Facts, service: str, language: str) -> dict[str, str]:
    role = facts.role and (
        Role(facts.role).words.say(language) if facts.role in Role.__members__ else facts.role
    )
    lower = service[:1].lower() + service[1:]
    return {
        "service": lower,
        "Service": service[:1].upper() + service[1:],
        "when": "" if facts.starts_at is None else _when(facts.starts_at, facts.ends_at, language),
        "day": "" if facts.starts_at is None else _day(facts.starts_at, language),
        "count": "–" if facts.count is None else str(facts.count),
        "minutes": "–" if facts.minutes is None else str(facts.minutes),
        "grade": "–" if facts.grade is None else str(facts.grade),
        "role": role or "–",
        "thing": THINGS.get(facts.offer_kind or "", SOME_THING).say(language),
    }


def _when(starts_at: datetime, ends_at: datetime | None, language: str) -> str:
    start = starts_at.astimezone(CHINA)
    clock = f"{start:%H:%M}" + (f"–{ends_at.astimezone(CHINA):%H:%M}" if ends_at else "")
    return _day(starts_at, language) + (clock if language == "zh" else f", {clock}")


def _day(instant: datetime, language: str) -> str:
    there = instant.astimezone(CHINA)
    if language == "zh":
        return f"{there.month}月{there.day}日(周{_WEEKDAYS_ZH[there.weekday()]})"
    return f" on {_WEEKDAYS_EN[there.weekday()]} {there.day} {_MONTHS_EN[there.month - 1]}"


def _tidy(zh: str) -> str:
    """Drop what a missing time leaves behind at the beginning of a sentence."""
    return zh.lstrip("，,的")
