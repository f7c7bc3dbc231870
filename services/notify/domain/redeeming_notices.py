"""Who is told what of redemptions, and in which words."""

from collections.abc import Callable, Mapping
from dataclasses import replace
from typing import Final

from services.notify.domain.notices import NoticeKind, Subject, SubjectType
from services.notify.domain.sentence import Sentence
from services.notify.domain.telling import Telling, Tellings, facts_of
from shared.events.redeeming import (
    CatalogueChanged,
    DrawInvited,
    RedemptionEnded,
    RedemptionOrdered,
    RedemptionWithdrawn,
)
from shared.kernel.words import Words

REDEEMING_SILENT: Final[Mapping[type, str]] = {
    CatalogueChanged: "A catalogue is read where one chooses from it; nobody waits for its changes.",
    RedemptionWithdrawn: "How it ends is what counts, and that is told once it has ended.",
}


def _redemption(id_: str) -> Subject:
    return Subject(type=SubjectType.REDEMPTION, id=id_)


def _ordered(fact: RedemptionOrdered) -> Tellings:
    """Tell who receives what somebody else ordered for them."""
    told = Telling(
        member_id=fact.resident_id,
        kind=NoticeKind.REDEEMED_FOR_YOU,
        subject=_redemption(fact.redemption_id),
        facts=facts_of(fact),
        community_code=fact.community_code,
        delegates_too=True,
        done_by=fact.ordered_by,
    )
    return (told,)


def _ended(fact: RedemptionEnded) -> Tellings:
    """Tell everyone concerned how it ended, with the minutes used or let go."""
    was_used = fact.state == "USED"
    facts = replace(facts_of(fact), minutes=fact.used_minutes if was_used else fact.held_minutes)
    people = (fact.member_id, fact.resident_id, fact.ordered_by)
    return tuple(
        Telling(
            member_id=member_id,
            kind=NoticeKind.REDEMPTION_USED if was_used else NoticeKind.REDEMPTION_RELEASED,
            subject=_redemption(fact.redemption_id),
            facts=facts,
            community_code=fact.community_code,
            delegates_too=member_id == fact.resident_id,
        )
        for member_id in dict.fromkeys(people)
        if member_id is not None
    )


def _draw_invited(fact: DrawInvited) -> Tellings:
    invited = Telling(
        member_id=fact.member_id,
        kind=NoticeKind.DRAW_INVITED,
        subject=Subject(type=SubjectType.MEMBER, id=fact.member_id),
        facts=replace(facts_of(fact), count=fact.saved_minutes // 60),
        community_code=fact.community_code,
    )
    return (invited,)


REDEEMING_ROUTES: Final[Mapping[type, Callable[..., Tellings]]] = {
    RedemptionOrdered: _ordered,
    RedemptionEnded: _ended,
    DrawInvited: _draw_invited,
}

_WHY = Words("因为这次兑换与您有关", "You get this because the redemption concerns you")


def _sentence(zh: str, en: str) -> Sentence:
    return Sentence(says=Words(zh, en), why=_WHY, link="/redemptions/{subject_id}")


REDEEMING_SENTENCES: Final[Mapping[NoticeKind, Sentence]] = {
    NoticeKind.REDEEMED_FOR_YOU: _sentence(
        "已为您用时间银行兑换{when}的{service}，正在找人",
        "{Service}{when} was redeemed for you; a helper is being found",
    ),
    NoticeKind.DRAW_INVITED: Sentence(
        says=Words(
            "您存了 {count} 小时，可约{service}，要不要用一次？",
            "You saved {count} hours. Would you like to draw some? {Service} can be booked",
        ),
        why=Words(
            "因为您存的时间可以用了；在通知设置里可关掉“时长和评价”",
            "You get this because your hours can be used; notices on minutes can be switched off in your settings",
        ),
        link="/redeem",
    ),
    NoticeKind.REDEMPTION_USED: _sentence(
        "{when}的{service}已完成，用去时间银行 {minutes} 分钟",
        "{Service}{when} was given; it used {minutes} minutes of time credits",
    ),
    NoticeKind.REDEMPTION_RELEASED: _sentence(
        "{when}的{service}没有办成，预留的 {minutes} 分钟已退回，请看原因",
        "{Service}{when} did not come about; the {minutes} minutes set aside are free again, see why",
    ),
}
