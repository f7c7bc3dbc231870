"""What the rules of twinning say no with."""

from shared.kernel.errors import Conflict, Forbidden, RuleBroken


class TwinnedAlready(Conflict):
    """A body and a community have one agreement at a time."""

    code = "twinned-already"
    zh = "双方已有结对协议（或正在等对方同意），不用重复提出"
    en = "There is an agreement between the two already, or one waits for an answer"


class OtherSideAgrees(Forbidden):
    """Whoever proposes does not agree in the place of the other side."""

    code = "other-side-agrees"
    zh = "请由对方同意：机构提出的由社区答复，社区提出的由机构答复"
    en = "The other side answers: the community what a body proposes, the body what the community proposes"


class VisitOutside(RuleBroken):
    """A visit took place while the agreement held."""

    code = "visit-outside"
    zh = "走访日期应在协议期内，且不晚于今天"
    en = "The day of a visit lies within the agreement, and not after today"


class DaysReversed(RuleBroken):
    """An agreement ends after it begins."""

    code = "days-reversed"
    zh = "结束日期应晚于开始日期"
    en = "The last day must come after the first"


class TooManyVisits(Conflict):
    """An agreement holds a limited number of visits; a new one takes the next."""

    code = "too-many-visits"
    zh = "走访记录最多 {most} 次，请结束后另签一份"
    en = "At most {most} visits are recorded; please end it and agree on a new one"
