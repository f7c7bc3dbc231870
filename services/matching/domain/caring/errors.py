"""What the rules of care plans say no with."""

from shared.kernel.errors import Conflict, Forbidden, RuleBroken


class NoDayOfWeek(RuleBroken):
    """A plan has at least one day of the week, within its span."""

    code = "no-day-of-week"
    zh = "起止日期里没有一天会上门，请看一看星期几和日期"
    en = "No day between first and last would have a visit; please look at the days of the week and the dates"


class PlanBeginsInThePast(RuleBroken):
    """A plan, or a change of one, begins today or later."""

    code = "plan-begins-in-the-past"
    zh = "开始日期不能早于今天"
    en = "It cannot begin before today"


class VisitPastMidnight(RuleBroken):
    """A visit ends on the day it begins."""

    code = "visit-past-midnight"
    zh = "上门要在当天结束，请把开始时间提前或缩短时长"
    en = "A visit ends on its day; please let it begin earlier or be shorter"


class VisitsAreForOne(RuleBroken):
    """A plan is for services to one resident, not for those of a group."""

    code = "visits-are-for-one"
    zh = "这类服务面向集体，不能排成一位居民的关爱计划"
    en = "This kind of service is for a group; a care plan is for one resident"


class CompanionNotReady(RuleBroken):
    """A companion is an adult who is neither the resident nor acts for them, and whose account can be used."""

    code = "companion-not-ready"
    zh = "固定志愿者应年满 18 岁、账户可用，且不是居民本人或代办人"
    en = "A companion is 18 or older, can use the account, and is neither the resident nor their delegate"


class EnoughCompanions(Conflict):
    """A plan has a small circle."""

    code = "enough-companions"
    zh = "固定志愿者最多 {most} 位，请先去掉一位"
    en = "At most {most} companions belong to a plan; please take one out first"


class NotACompanion(Forbidden):
    """Only who was asked answers."""

    code = "not-a-companion"
    zh = "没有请您做这份计划的固定志愿者"
    en = "You were not asked to be a companion of this plan"


class PlanAnswerIsTheirs(Forbidden):
    """Who asked for a plan does not agree to it for the other side."""

    code = "plan-answer-is-theirs"
    zh = "现在要等另一方答复"
    en = "The other side is asked now"


class TooManyChanges(Conflict):
    """A plan keeps a limited number of changes."""

    code = "too-many-changes"
    zh = "这份计划已改过 {most} 次，请结束后重新制订"
    en = "This plan was changed {most} times; please end it and draw up another"
