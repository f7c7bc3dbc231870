"""What the rules of coordination say no with: one class per rule, each with a stable code."""

from shared.kernel.errors import Conflict, Forbidden, NotFound, RuleBroken


class IllegalStep(Conflict):
    """A state was asked for that no arrow leads to."""

    code = "illegal-step"
    zh = "情况已有变化，现在不能这样办({here} → {there})；请刷新后再看"
    en = "This cannot be done as things stand now ({here} → {there}); please reload to see where they stand"


class NeedFull(Conflict):
    """All places of the need are taken."""

    code = "need-full"
    zh = "人已经满了，谢谢您"
    en = "All places are taken already, thank you"


class NotOpen(Conflict):
    """The need is not open for helpers."""

    code = "not-open"
    zh = "这条需求现在不接受报名"
    en = "This need is not open for helpers now"


class DiaryOverlap(Conflict):
    """The member is already bound at that time."""

    code = "diary-overlap"
    zh = "这段时间已有别的服务安排，请换个时间或另请一位"
    en = "That time is taken by another service; please choose another time or another person"


class TooManyAttempts(Conflict):
    """The member took and left a place of this need too often."""

    code = "too-many-attempts"
    zh = "您已多次退出这条需求，请联系社区"
    en = "You left this need several times; please speak with the community"


class OwnNeed(RuleBroken):
    """Nobody helps with a need they posted or that is for themselves."""

    code = "own-need"
    zh = "不能接自己发布的或为自己发布的需求"
    en = "You cannot take a need that you posted or that is for yourself"


class IdentityRequired(RuleBroken):
    """The first service asks for an identity document."""

    code = "identity-required"
    zh = "第一次接单前，请先登记身份证件"
    en = "Before your first service, please record an identity document"


class CertificateRequired(RuleBroken):
    """The kind of service asks for a certificate the member has not shown."""

    code = "certificate-required"
    zh = "这类服务需要：{certificate_zh}"
    en = "This kind of service asks for: {certificate_en}"


class MinorsNotAllowed(RuleBroken):
    """The kind of service is not for people of this age."""

    code = "minors-not-allowed"
    zh = "按规定，您的年龄还不能参加这类服务"
    en = "By the rules, this kind of service is not for your age"


class GuardianConsentRequired(RuleBroken):
    """Under 18 the guardian agrees first."""

    code = "guardian-consent-required"
    zh = "未满 18 岁，需要监护人先同意"
    en = "Under 18, your guardian must agree first"


class AdultFirst(Conflict):
    """A minor serves beside an adult who has taken a place before."""

    code = "adult-first"
    zh = "未成年人须与成年人同行，请等成年志愿者先报名"
    en = "Minors serve beside an adult; please wait until an adult has taken a place"


class MemberInactive(RuleBroken):
    """The account is closed or suspended."""

    code = "member-inactive"
    zh = "该账户已停用"
    en = "This account is not active"


class TooLate(Conflict):
    """The time for it has passed."""

    code = "too-late"
    zh = "已过了可以办理的时间"
    en = "The time for this has passed"


class TooEarly(Conflict):
    """The time for it has not come."""

    code = "too-early"
    zh = "还没到可以办理的时间"
    en = "It is too early for this"


class InTheFuture(RuleBroken):
    """Nobody checks in or out at a time to come."""

    code = "in-the-future"
    zh = "时间不能晚于现在"
    en = "The time cannot lie in the future"


class OutBeforeIn(RuleBroken):
    """A service ends after it began."""

    code = "out-before-in"
    zh = "签退时间不能早于签到时间"
    en = "Check-out cannot be before check-in"


class StartsInThePast(RuleBroken):
    """A need is for a time to come."""

    code = "starts-in-the-past"
    zh = "开始时间已过，请另选时间"
    en = "The start has passed; please choose another time"


class EndsBeforeStart(RuleBroken):
    """A window ends after it starts."""

    code = "ends-before-start"
    zh = "结束时间应晚于开始时间"
    en = "The end must be after the start"


class TooFarAhead(RuleBroken):
    """A need lies within the coming days that people can plan."""

    code = "too-far-ahead"
    zh = "只能发布 {days} 天以内的需求"
    en = "A need must lie within the coming {days} days"


class WindowTooLong(RuleBroken):
    """A window is at most a day: a helper's time is kept for all of it."""

    code = "window-too-long"
    zh = "时间段最长 24 小时，长期需求请分次发布"
    en = "A window lasts 24 hours at most; please post longer needs in parts"


class MinutesBeyondWindow(RuleBroken):
    """The expected minutes fit into the window."""

    code = "minutes-beyond-window"
    zh = "预计时长不能超过时间段的长度"
    en = "The expected minutes cannot be longer than the window"


class UnknownServiceKind(RuleBroken):
    """There is no such kind of service."""

    code = "unknown-service-kind"
    zh = "没有这个服务类别：{service_kind}"
    en = "There is no such kind of service: {service_kind}"


class PlacesTaken(Conflict):
    """Once somebody took a place, only the details may change."""

    code = "places-taken"
    zh = "已有人接单，只能补充说明，不能改时间、人数和内容"
    en = "Somebody has taken a place; only the details may still be changed"


class MinutesOutOfRange(RuleBroken):
    """Confirmed minutes lie between one and what was expected."""

    code = "minutes-out-of-range"
    zh = "确认的时长应在 1 到 {expected_minutes} 分钟之间"
    en = "The minutes must be between 1 and {expected_minutes}"


class ReasonRequired(RuleBroken):
    """This asks for a reason in words."""

    code = "reason-required"
    zh = "请写明原因"
    en = "Please give a reason"


class SpokenConsentRequired(RuleBroken):
    """Nobody is assigned without a yes: written by themselves, or spoken and recorded."""

    code = "consent-note-required"
    zh = "请记下对方口头同意的时间和方式"
    en = "Please note when and how the person said yes"


class VolunteerCannotConfirm(Forbidden):
    """The volunteer never confirms their own minutes, in any role."""

    code = "volunteer-cannot-confirm"
    zh = "服务人不能确认自己的时长"
    en = "Whoever served cannot confirm their own minutes"


class LateForStaff(Forbidden):
    """Check-ins and check-outs told late are for staff to accept."""

    code = "late-for-staff"
    zh = "补签的时间由社区工作人员确认"
    en = "Times told late are confirmed by community staff"


class NotCheckedOut(Conflict):
    """Minutes are confirmed after check-out."""

    code = "not-checked-out"
    zh = "签退之后才能确认时长"
    en = "Minutes are confirmed after check-out"


class AlreadyConfirmed(Conflict):
    """The minutes stand already, with another number."""

    code = "already-confirmed"
    zh = "时长已确认为 {minutes} 分钟"
    en = "The minutes stand confirmed already: {minutes}"


class AlreadyRated(Conflict):
    """A service is rated once."""

    code = "already-rated"
    zh = "您已评价过这次服务"
    en = "You rated this service already"


class NotConfirmed(Conflict):
    """A service is rated once its minutes stand."""

    code = "not-confirmed"
    zh = "确认时长之后才能评价"
    en = "A service can be rated once its minutes are confirmed"


class NotAsked(NotFound):
    """The member was not asked for this need."""

    code = "not-asked"
    zh = "没有找到这条推荐"
    en = "There is no such proposal for you"


class ServiceKindsRequired(RuleBroken):
    """An offer of service says which kinds."""

    code = "service-kinds-required"
    zh = "请至少选择一个服务类别"
    en = "Please choose at least one kind of service"


class TooManyOffers(Conflict):
    """A member keeps a handful of open offers."""

    code = "too-many-offers"
    zh = "您已有 {most} 条有效的服务意愿，请先停用一些"
    en = "You have {most} open offers; please withdraw some first"


class OnlyStaffState(Forbidden):
    """Only staff say that a service was paid duty."""

    code = "only-staff-state-duty"
    zh = "是否为履职服务由社区工作人员填写"
    en = "Only community staff state that a service was duty"
