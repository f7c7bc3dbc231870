"""What the rules of recognition say no with."""

from shared.kernel.errors import Conflict, Forbidden, RuleBroken


class NothingReached(RuleBroken):
    """Hours or ratings are not enough for one more star or medal."""

    code = "nothing-reached"
    zh = "时长或评价还没有达到下一级，达到后就可以申请"
    en = "Hours or ratings do not reach the next level yet; apply once they do"


class AwardBanned(RuleBroken):
    """False hours keep one out for a term."""

    code = "award-banned"
    zh = "因虚报时长，{until} 前不能申请星级和奖章；有异议请联系社区"
    en = "Because of false hours no star or medal can be asked for before {until}; speak with the community if you disagree"


class TermRuns(Conflict):
    """An award is given after its publicity term."""

    code = "term-runs"
    zh = "公示期到 {until} 结束，期满后才能授予"
    en = "The publicity term ends on {until}; it is given afterwards"


class ObjectionsOpen(Conflict):
    """Objections are answered before an award is given."""

    code = "objections-open"
    zh = "还有异议没有答复，请先答复"
    en = "There are objections without an answer; please answer them first"


class TooManyObjections(Conflict):
    """An award holds a limited number of objections."""

    code = "too-many-objections"
    zh = "这次公示的异议已达 {most} 条，请直接联系社区"
    en = "There are {most} objections already; please speak with the community"


class BanOutsidePack(RuleBroken):
    """A ban lasts as long as the community's rules say."""

    code = "ban-outside-pack"
    zh = "按本社区规则，限制应为 {least} 至 {most} 年"
    en = "By the community's rules a ban lasts {least} to {most} years"


class OwnAward(Forbidden):
    """Nobody decides about their own award."""

    code = "own-award"
    zh = "这是您自己的申请，请由其他工作人员处理"
    en = "This is your own award; another member of staff decides"
