"""What the rules of relatives say no with."""

from shared.kernel.errors import Conflict, Forbidden, RuleBroken


class NoSuchRelative(RuleBroken):
    """A relative is found by phone and name together, and is somebody else; which of the two is wrong is not said."""

    code = "no-such-relative"
    zh = "没有找到这位亲属：请核对电话和姓名；对方没有手机的，请到社区服务台登记"
    en = "No such relative was found: please check phone and name; whoever has no phone is recorded at the counter"


class ConsentToKinship(RuleBroken):
    """Nobody becomes a relative on record without agreeing."""

    code = "consent-needed"
    zh = "登记亲属需要本人同意，请先征得同意再勾选"
    en = "Relatives are recorded with consent; please ask, then tick the box"


class KinshipKnown(Conflict):
    """Two people have one record at a time."""

    code = "kinship-known"
    zh = "这两个人已经登记（或正在等对方同意），不用重复登记"
    en = "These two are on record, or one of them is being asked; once is enough"


class TooManyRelatives(Conflict):
    """A family is large, but not a crowd."""

    code = "too-many-relatives"
    zh = "一个人最多登记 {most} 位亲属，请先解除一位"
    en = "At most {most} relatives are on record; please end one first"


class KinshipOver(Conflict):
    """What was refused or ended is recorded anew, not taken up again."""

    code = "kinship-over"
    zh = "这条亲属登记已经结束，需要的话请重新登记"
    en = "This record is over; please make a new one if it is needed"


class OwnKinship(Forbidden):
    """Staff do not take down consent to be their own relative."""

    code = "own-kinship"
    zh = "不能经办自己的亲属登记，请同事办理"
    en = "You cannot take down your own relatives; please ask a colleague"
