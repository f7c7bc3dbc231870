"""What the rules of spot checks say no with."""

from shared.kernel.errors import Conflict, Forbidden, RuleBroken


class NothingToDraw(RuleBroken):
    """A sample needs records."""

    code = "nothing-to-draw"
    zh = "上次抽查以来没有新的志愿服务记录，有了记录再抽取"
    en = "No volunteer service was recorded since the last spot check; draw once there is some"


class AlreadyJudged(Conflict):
    """What was found of a record stands."""

    code = "already-judged"
    zh = "这条记录已有抽查结论，请刷新页面；结论有误请通过更正处理"
    en = "This record was looked at already; please reload the page, and correct the record if the finding was mistaken"


class StillToJudge(Conflict):
    """Results are published once every record was looked at."""

    code = "still-to-judge"
    zh = "还有 {left} 条记录没有核查，核查完再公布"
    en = "{left} records are still to be looked at; publish the results afterwards"


class OwnCheck(Forbidden):
    """Nobody checks the record of their own service, or one they vouched for."""

    code = "own-check"
    zh = "这是您自己的服务，或由您确认、补录的记录，请由其他工作人员核查"
    en = "This is your own service, or a record you vouched for; another member of staff looks at it"
