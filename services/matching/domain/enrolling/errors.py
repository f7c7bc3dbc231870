"""What the rules of enrolment say no with."""

from shared.kernel.errors import Conflict, Forbidden, RuleBroken


class EnrolledAlready(Conflict):
    """One enrolment stands in a community at a time."""

    code = "enrolled-already"
    zh = "已经在这个社区报到（或正在等待确认），不用重复报到"
    en = "You are enrolled in this community already, or it is being looked at; once is enough"


class EnrolledElsewhere(Conflict):
    """A person enrols where they live and where they work, a body in a few communities."""

    code = "enrolled-in-enough"
    zh = "最多同时在 {most} 个社区报到，请先结束一个"
    en = "One is enrolled in at most {most} communities; please end one first"


class BodyNameRequired(RuleBroken):
    """A body that enrols says its name."""

    code = "body-name-required"
    zh = "请填写单位名称"
    en = "Please give the body's name"


class NothingButThePlace(RuleBroken):
    """Of a person who enrols only place and date are kept."""

    code = "nothing-but-the-place"
    zh = "个人报到只记录社区和日期，请不要填写单位和清单"
    en = "Of a person only the community and the day are kept; please leave body and lists empty"


class OwnEnrolment(Forbidden):
    """Nobody confirms their own enrolment."""

    code = "own-enrolment"
    zh = "不能确认自己的报到，请由其他社区工作人员办理"
    en = "You cannot confirm your own enrolment; other community staff do"
