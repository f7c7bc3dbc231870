"""Who is told what of care plans, and in which words."""

from collections.abc import Callable, Mapping
from typing import Final

from services.notify.domain.notices import NoticeKind, Subject, SubjectType
from services.notify.domain.sentence import Sentence
from services.notify.domain.telling import Telling, Tellings, facts_of
from shared.events.caring import CareCompanionChanged, CarePlanChanged
from shared.kernel.words import Words

TOLD_AS: Final[Mapping[str, NoticeKind]] = {
    "asked": NoticeKind.CARE_PLAN_ASKED,
    "drawn-up": NoticeKind.CARE_PLAN_DRAWN_UP,
    "agreed": NoticeKind.CARE_PLAN_AGREED,
    "refused": NoticeKind.CARE_PLAN_REFUSED,
    "paused": NoticeKind.CARE_PLAN_PAUSED,
    "resumed": NoticeKind.CARE_PLAN_RESUMED,
    "changed": NoticeKind.CARE_PLAN_CHANGED,
    "ended": NoticeKind.CARE_PLAN_ENDED,
}
COMPANION_TOLD_AS: Final[Mapping[str, NoticeKind]] = {
    "ASKED": NoticeKind.COMPANION_ASKED,
    "AGREED": NoticeKind.COMPANION_AGREED,
    "DECLINED": NoticeKind.COMPANION_LEFT,
    "LEFT": NoticeKind.COMPANION_LEFT,
}


def _plan_changed(fact: CarePlanChanged) -> Tellings:
    """Tell the resident, whoever acts for them, who keeps it, and the circle once it runs; never the one who did it.

    What a resident asks for is told to staff alone; what staff draw up, to the resident's side alone.
    """
    whom: tuple[str, ...] = (fact.resident_id, fact.asked_by, *fact.staff_ids, *fact.companion_ids)
    if fact.what == "asked":
        whom = fact.staff_ids
    elif fact.what == "drawn-up":
        whom = (fact.resident_id,)
    return tuple(
        Telling(
            member_id=member_id,
            kind=TOLD_AS[fact.what],
            subject=Subject(type=SubjectType.CARE_PLAN, id=fact.plan_id),
            facts=facts_of(fact),
            community_code=fact.community_code,
            delegates_too=member_id == fact.resident_id,
            done_by=fact.by,
        )
        for member_id in dict.fromkeys(whom)
    )


def _companion_changed(fact: CareCompanionChanged) -> Tellings:
    """Tell who is asked; then, of the answer or the leaving, the resident's side, who keeps the plan, and who is out."""
    whom = (fact.resident_id, fact.staff_id, fact.member_id)
    told = (fact.member_id,) if fact.state == "ASKED" else tuple(each for each in whom if each)
    return tuple(
        Telling(
            member_id=member_id,
            kind=COMPANION_TOLD_AS[fact.state],
            subject=Subject(type=SubjectType.CARE_PLAN, id=fact.plan_id),
            facts=facts_of(fact),
            community_code=fact.community_code,
            delegates_too=member_id == fact.resident_id,
            done_by=fact.by,
        )
        for member_id in dict.fromkeys(told)
    )


CARE_ROUTES: Final[Mapping[type, Callable[..., Tellings]]] = {
    CarePlanChanged: _plan_changed,
    CareCompanionChanged: _companion_changed,
}

_WHY = Words(
    "因为关爱计划是为您安排的，或您参加、负责这份计划",
    "You get this because the care plan is for you, or you take part in it or keep it",
)


def _sentence(zh: str, en: str) -> Sentence:
    return Sentence(says=Words(zh, en), why=_WHY, link="/care/{subject_id}")


CARE_SENTENCES: Final[Mapping[NoticeKind, Sentence]] = {
    NoticeKind.CARE_PLAN_ASKED: _sentence(
        "有居民提出定期上门，请看一看", "A resident asks for regular visits; please have a look"
    ),
    NoticeKind.CARE_PLAN_DRAWN_UP: _sentence(
        "社区为您拟了一份关爱计划，请看一看是否同意",
        "The community drew up a care plan for you; please see whether you agree",
    ),
    NoticeKind.CARE_PLAN_AGREED: _sentence("关爱计划定下来了", "The care plan is agreed"),
    NoticeKind.CARE_PLAN_REFUSED: _sentence(
        "关爱计划这次没有谈成", "The care plan did not come about this time"
    ),
    NoticeKind.CARE_PLAN_PAUSED: _sentence(
        "关爱计划暂停，还没开始的上门都取消了", "The care plan is paused; visits to come are taken back"
    ),
    NoticeKind.CARE_PLAN_RESUMED: _sentence("关爱计划恢复了", "The care plan goes on"),
    NoticeKind.CARE_PLAN_CHANGED: _sentence("关爱计划的时间改了", "The visits of the care plan are changed"),
    NoticeKind.CARE_PLAN_ENDED: _sentence("关爱计划已结束，谢谢您", "The care plan has ended, thank you"),
    NoticeKind.COMPANION_ASKED: _sentence(
        "有居民希望您定期去看望，请看一看", "A resident hopes that you come regularly; please have a look"
    ),
    NoticeKind.COMPANION_AGREED: _sentence(
        "一位志愿者愿意固定来看望", "A volunteer will come again and again"
    ),
    NoticeKind.COMPANION_LEFT: _sentence(
        "关爱计划的固定志愿者有变化", "The companions of a care plan are not the same any more"
    ),
}
