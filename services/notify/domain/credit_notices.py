"""Who is told what of credits given, undone and ended, and in which words, those of relatives among them; who asked knows."""

from collections.abc import Callable, Mapping
from typing import Final

from services.notify.domain.kinship_notices import KINSHIP_SENTENCES
from services.notify.domain.notices import Facts, NoticeKind, Subject, SubjectType
from services.notify.domain.sentence import Sentence
from services.notify.domain.telling import Telling, Tellings, facts_of
from shared.events.ledger import HoursWaiting, InstructionAnswered, StepDone
from shared.events.ledger_credits import CreditsEndSoon, LongDaysWait
from shared.kernel.words import Words


def member_of(account: str) -> str | None:
    """Return whose account it is, or None for one of the book itself; the ledger names accounts so."""
    parts = account.split(":")
    return parts[3] if len(parts) == 4 and parts[2] == "member" else None


def _receivers(done: StepDone) -> tuple[tuple[str | None, NoticeKind], ...]:
    """Return who hears of a step, and as what; nobody of most steps, for who asked waits for the answer."""
    source, target = member_of(done.from_account), member_of(done.to_account)
    if done.unit != "CREDIT":
        return ()
    if done.verb == "GIFT":
        return ((target, NoticeKind.GIFT_RECEIVED),)
    if done.verb == "REVERSE":
        return ((source, NoticeKind.GIFT_UNDONE), (target, NoticeKind.GIFT_UNDONE))
    return ((source, NoticeKind.CREDITS_ENDED),) if done.verb == "EXPIRE_LOTS" else ()


def _instruction_answered(fact: InstructionAnswered) -> Tellings:
    return tuple(
        Telling(
            member_id=member_id,
            kind=kind,
            subject=Subject(type=SubjectType.TRANSFER, id=done.transfer_id),
            facts=Facts(minutes=done.minutes),
            community_code=fact.community_code,
            delegates_too=True,
            done_by=fact.asked_by or None,
        )
        for done in fact.done
        for member_id, kind in _receivers(done)
        if member_id
    )


def _credits_end_soon(fact: CreditsEndSoon) -> Tellings:
    told = Telling(
        member_id=fact.member_id,
        kind=NoticeKind.CREDITS_END_SOON,
        subject=Subject(type=SubjectType.TRANSFER, id=f"{fact.community_code}.{fact.within_days}"),
        facts=Facts(minutes=fact.minutes, starts_at=fact.ends_at),
        community_code=fact.community_code,
        delegates_too=True,
    )
    return (told,)


def _hours_waiting(fact: HoursWaiting) -> Tellings:
    """Tell who served, or they would miss the minutes; those who agree hear of all that wait together, once a day."""
    told = Telling(
        member_id=fact.member_id,
        kind=NoticeKind.HOURS_WAITING,
        subject=Subject(type=SubjectType.RECORD, id=fact.record_id),
        facts=facts_of(fact),
        community_code=fact.community_code,
    )
    return (told,)


def _long_days_wait(fact: LongDaysWait) -> Tellings:
    return tuple(
        Telling(
            member_id=member_id,
            kind=NoticeKind.LONG_DAYS_WAIT,
            subject=Subject(type=SubjectType.BOOK, id=fact.community_code),
            facts=Facts(minutes=fact.minutes),
            community_code=fact.community_code,
        )
        for member_id in fact.staff_ids
    )


CREDIT_ROUTES: Final[Mapping[type, Callable[..., Tellings]]] = {
    InstructionAnswered: _instruction_answered,
    CreditsEndSoon: _credits_end_soon,
    HoursWaiting: _hours_waiting,
    LongDaysWait: _long_days_wait,
}

_WHY = Words("因为这关系到您的时间银行账户", "You get this because it concerns your time-bank account")
CREDIT_SENTENCES: Final[Mapping[NoticeKind, Sentence]] = {
    **KINSHIP_SENTENCES,
    NoticeKind.GIFT_RECEIVED: Sentence(
        says=Words(
            "有人转赠给您 {minutes} 分钟；不想收，7 天内可以退回",
            "Somebody gave you {minutes} minutes; you may send them back within 7 days",
        ),
        why=_WHY,
        link="/hours/gifts",
    ),
    NoticeKind.GIFT_UNDONE: Sentence(
        says=Words(
            "一笔 {minutes} 分钟的转赠已撤回或退回",
            "A gift of {minutes} minutes was taken back or sent back",
        ),
        why=_WHY,
        link="/hours/gifts",
    ),
    NoticeKind.HOURS_WAITING: Sentence(
        says=Words(
            "一天服务较长，其中 {minutes} 分钟要等核对后入账，不会丢失",
            "It was a long day: {minutes} minutes are added once somebody has agreed; nothing is lost",
        ),
        why=_WHY,
        link="/hours",
    ),
    NoticeKind.LONG_DAYS_WAIT: Sentence(
        says=Words(
            "有 {minutes} 分钟长时服务等您核对，同意后才会计入",
            "{minutes} minutes of long days wait for you: they are credited once you have agreed",
        ),
        why=Words(
            "因为您负责核对这里的长时服务",
            "You get this because you decide about long days there",
        ),
        link="/rules/long-days?community={subject_id}",
    ),
    NoticeKind.CREDITS_ENDED: Sentence(
        says=Words("您有 {minutes} 分钟到期了，已转入到期账户", "{minutes} minutes of yours have ended"),
        why=_WHY,
        link="/hours/account",
    ),
    NoticeKind.CREDITS_END_SOON: Sentence(
        says=Words(
            "您有 {minutes} 分钟将在{when}到期，可以兑换、转赠或捐赠",
            "{minutes} minutes of yours end{when}: draw, give or donate them before",
        ),
        why=_WHY,
        link="/hours/account",
    ),
}
