"""Who is told what of pairings, and in which words."""

from collections.abc import Callable, Mapping
from typing import Final

from services.notify.domain.notices import NoticeKind, Subject, SubjectType
from services.notify.domain.sentence import Sentence
from services.notify.domain.telling import Telling, Tellings, facts_of
from shared.events.pairing import PairContactDue, PairContactTold, PairingChanged
from shared.kernel.words import Words

TOLD_AS: Final[Mapping[str, NoticeKind]] = {
    "ASKED": NoticeKind.PAIRING_ASKED,
    "AGREED": NoticeKind.PAIRING_AGREED,
    "REFUSED": NoticeKind.PAIRING_REFUSED,
    "ENDED": NoticeKind.PAIRING_ENDED,
}


def _pairing_changed(fact: PairingChanged) -> Tellings:
    """Tell both, whoever acts for the resident, and who asked for it; never the one who did it.

    One yes of the two is not told: it is the other's answer that all wait for.
    """
    return tuple(
        Telling(
            member_id=member_id,
            kind=TOLD_AS[fact.state],
            subject=Subject(type=SubjectType.PAIRING, id=fact.pairing_id),
            facts=facts_of(fact),
            community_code=fact.community_code,
            delegates_too=member_id == fact.resident_id,
            done_by=fact.by,
        )
        for member_id in dict.fromkeys((fact.helper_id, fact.resident_id, fact.asked_by))
    )


def _contact_told(fact: PairContactTold) -> Tellings:
    return tuple(
        Telling(
            member_id=member_id,
            kind=NoticeKind.PAIRED_NEEDS_LOOK,
            subject=Subject(type=SubjectType.PAIRING, id=fact.pairing_id),
            facts=facts_of(fact),
            community_code=fact.community_code,
            done_by=fact.by,
        )
        for member_id in fact.staff_ids
    )


def _contact_due(fact: PairContactDue) -> Tellings:
    """Tell the helper; once staff are named it is they who look after it."""
    kind = NoticeKind.PAIR_CONTACT_MISSED if fact.staff_ids else NoticeKind.PAIR_CONTACT_DUE
    return tuple(
        Telling(
            member_id=member_id,
            kind=kind,
            subject=Subject(type=SubjectType.PAIRING, id=fact.pairing_id),
            facts=facts_of(fact),
            community_code=fact.community_code,
        )
        for member_id in fact.staff_ids or (fact.helper_id,)
    )


PAIRING_ROUTES: Final[Mapping[type, Callable[..., Tellings]]] = {
    PairingChanged: _pairing_changed,
    PairContactTold: _contact_told,
    PairContactDue: _contact_due,
}

_WHY = Words(
    "因为您是结对的一方，或您安排了结对", "You get this because it is your pairing, or you arranged it"
)


def _sentence(zh: str, en: str) -> Sentence:
    return Sentence(says=Words(zh, en), why=_WHY, link="/pairings/{subject_id}")


PAIRING_SENTENCES: Final[Mapping[NoticeKind, Sentence]] = {
    NoticeKind.PAIRING_ASKED: _sentence(
        "有一份结对帮扶的提议，请看一看", "A pairing is proposed; please have a look"
    ),
    NoticeKind.PAIRING_AGREED: _sentence("双方都同意了，结对开始", "Both agreed: the pairing begins"),
    NoticeKind.PAIRING_REFUSED: _sentence(
        "结对的提议这次没有谈成", "The pairing did not come about this time"
    ),
    NoticeKind.PAIRING_ENDED: _sentence("结对已结束，谢谢您", "The pairing has ended, thank you"),
    NoticeKind.PAIRED_NEEDS_LOOK: _sentence(
        "结对的志愿者请社区看一看居民的情况", "A paired helper asks the community to look after the resident"
    ),
    NoticeKind.PAIR_CONTACT_DUE: _sentence(
        "约定的日子到了，请联系一下结对的居民，联系后在这里记一笔",
        "It is the agreed day: please be in touch with the resident you are paired with, and note it here",
    ),
    NoticeKind.PAIR_CONTACT_MISSED: _sentence(
        "一户结对的居民超过约定日子一周仍没有人联系，请看一看",
        "A paired resident has not been contacted for a week after the agreed day; please have a look",
    ),
}
