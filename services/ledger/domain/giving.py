"""Giving credits away: to a person or to the pool, as the community's rules allow, and back while that is still fair."""

from datetime import datetime, timedelta
from enum import Enum
from typing import Final

from services.ledger.domain.accounts import member_of
from services.ledger.domain.instructions import Instruction, Step, Verb
from shared.identity.kinship import Kin
from shared.kernel.errors import BadInput, Conflict, FieldFault, RuleBroken
from shared.kernel.words import Words
from shared.packs.spending import UNFIT_WORDS, Relation, Unfit

TAKE_BACK: Final = timedelta(minutes=30)
"""How long a giver may think better of it."""
SEND_BACK: Final = timedelta(days=7)
"""How long a receiver may send a gift back."""

GIVING: Final = frozenset({Verb.GIFT, Verb.DONATE})


class GiftState(Enum):
    """Where a gift or donation stands."""

    PENDING = "PENDING"
    DONE = "DONE"
    REFUSED = "REFUSED"
    TAKEN_BACK = "TAKEN_BACK"
    SENT_BACK = "SENT_BACK"

    @property
    def words(self) -> Words:
        """Return what people call it."""
        return _STATE_WORDS[self]


_STATE_WORDS = {
    GiftState.PENDING: Words("正在记账", "Being posted"),
    GiftState.DONE: Words("已到账", "Posted"),
    GiftState.REFUSED: Words("没有办成", "Not done"),
    GiftState.TAKEN_BACK: Words("已撤回", "Taken back"),
    GiftState.SENT_BACK: Words("对方已退回", "Sent back"),
}

_RELATIONS: Final = {
    Kin.SPOUSE: Relation.SPOUSE,
    Kin.PARENT: Relation.PARENT,
    Kin.CHILD: Relation.RELATIVE,
    Kin.OTHER_DIRECT: Relation.RELATIVE,
    Kin.WARD: Relation.WARD,
}


def relation_of(kin: Kin | None) -> Relation:
    """Return who somebody is to the giver in the words of rule packs; who is no relative on record is a friend."""
    return _RELATIONS.get(kin, Relation.FRIEND) if kin else Relation.FRIEND


def given_step(instruction: Instruction) -> Step | None:
    """Return the step by which an instruction gives something away, or None if it gives nothing."""
    return next((each for each in instruction.steps if each.verb in GIVING), None)


def sides_of(instruction: Instruction) -> tuple[str, ...]:
    """Return the members who give or receive by an instruction, the giver first; nobody if nothing is given."""
    step = given_step(instruction)
    accounts = () if step is None else (step.account, step.other)
    return tuple(member for each in accounts if each and (member := member_of(each)))


def may_return(step: Step, member_id: str, *, given_at: datetime, now: datetime) -> GiftState | None:
    """Return what it would be if a member undid a gift or donation now, or None if it is not theirs or too late."""
    if member_of(step.account) == member_id:
        return GiftState.TAKEN_BACK if now - given_at <= TAKE_BACK else None
    receives = bool(step.other) and member_of(step.other) == member_id
    return GiftState.SENT_BACK if receives and now - given_at <= SEND_BACK else None


def _unfit(reason: Unfit) -> type[RuleBroken]:
    words = UNFIT_WORDS[reason]
    told = {
        "__doc__": f"The community's rules say no: {words.en}.",
        "code": reason.value,
        "zh": words.zh,
        "en": words.en,
    }
    return type("AgainstTheRules", (RuleBroken,), told)


AGAINST_RULES: Final = {reason: _unfit(reason) for reason in Unfit}
"""By reason of a rule pack, what is raised."""


class NoSuchReceiver(RuleBroken):
    """A receiver is found by phone and name together, or is a relative on record; which was wrong is not said."""

    code = "no-such-receiver"
    zh = "没有找到这个人：请核对电话和姓名，或先登记为亲属"
    en = "Nobody was found: please check phone and name, or put them on record as a relative first"


class ToOneself(RuleBroken):
    """Nobody gives to themselves."""

    code = "gift-to-oneself"
    zh = "不能转赠给自己，请填写另一个人"
    en = "You cannot give to yourself; please choose somebody else"


class TooLateToReturn(Conflict):
    """A gift is undone while the time for it runs."""

    code = "too-late-to-return"
    zh = "可以撤回（30 分钟）或退回（7 天）的时间已过，请与对方商量另行转赠"
    en = "The time to take it back (30 minutes) or send it back (7 days) is over; agree on a gift the other way"


class NothingToReturn(Conflict):
    """Only what stands can be undone, and once."""

    code = "nothing-to-return"
    zh = "这笔没有到账或已经撤回、退回，无需再办"
    en = "This never arrived, or was taken or sent back before; nothing is left to do"


def one_receiver() -> BadInput:
    """Return the refusal of a gift that names nobody, or two people."""
    fault = FieldFault(
        field="receiver_id",
        code="one-receiver",
        zh="请选择一位登记的亲属，或填写对方的电话和姓名",
        en="Choose one relative on record, or give the person's phone and name",
    )
    return BadInput(faults=(fault,))
