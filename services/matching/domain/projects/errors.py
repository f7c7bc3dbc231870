"""What the rules of projects and shifts say no with: one class per rule, each with a stable code."""

from shared.kernel.errors import BadInput, Conflict, Forbidden, NotFound, RuleBroken


class NoticeIncomplete(BadInput):
    """A recruitment notice says truly and wholly what is asked. Source: 志愿服务条例 12."""

    code = "notice-incomplete"
    zh = "招募公告还不完整，请补充标出的内容"
    en = "The recruitment notice is not complete yet; please fill in what is marked"


class NotPublished(Conflict):
    """Shifts belong to a published project."""

    code = "project-not-published"
    zh = "项目通过审核并发布后才能办理"
    en = "This can be done once the project has been approved and published"


class ProjectFixed(Conflict):
    """What was published, or is being reviewed, is not rewritten silently."""

    code = "project-fixed"
    zh = "项目已提交，不能再修改；需要改动请先撤回"
    en = "The project has been submitted and cannot be changed now; withdraw it first"


class CommunitiesRequired(RuleBroken):
    """A project is carried out in at least one community."""

    code = "communities-required"
    zh = "请至少选择一个开展服务的社区"
    en = "Please choose at least one community"


class ShiftFull(Conflict):
    """All places of this role are taken."""

    code = "shift-full"
    zh = "这个岗位已报满，可以排队候补"
    en = "All places of this role are taken; you may join the wait-list"


class WaitlistFull(Conflict):
    """The wait-list is as long as it may be."""

    code = "waitlist-full"
    zh = "候补已满，请看看其他班次"
    en = "The wait-list is full; please look at other shifts"


class ShiftNotOpen(Conflict):
    """The shift was cancelled or settled."""

    code = "shift-not-open"
    zh = "这个班次已取消或已结算"
    en = "This shift was cancelled or settled"


class ShiftBegun(Conflict):
    """Nobody joins or leaves a shift once it has begun."""

    code = "shift-begun"
    zh = "班次已经开始，请直接联系领队或组织方"
    en = "The shift has begun; please speak with its leader or the organiser"


class ShiftNotBegun(Conflict):
    """Presence is told from an hour before the start."""

    code = "shift-not-begun"
    zh = "开始前一小时起才能签到"
    en = "Check-in opens one hour before the start"


class SeatsTaken(Conflict):
    """What people signed up for stays as it was."""

    code = "seats-taken"
    zh = "已有人报名，只能改地点、说明和增加名额"
    en = "People have signed up; only place, note and more places can still be changed"


class NoSuchRole(NotFound):
    """The shift has no role of this code."""

    code = "no-such-role"
    zh = "这个班次没有这个岗位"
    en = "This shift has no such role"


class TooYoung(RuleBroken):
    """The shift asks for more years than the kind of service does."""

    code = "too-young"
    zh = "这个班次要求年满 {age} 岁"
    en = "This shift asks for an age of {age} or more"


class NotSignedUp(NotFound):
    """The member holds no place of this shift and does not wait for one."""

    code = "not-signed-up"
    zh = "您没有报名这个班次"
    en = "You have not signed up for this shift"


class NotAttending(NotFound):
    """Nobody of this id is on the attendance list."""

    code = "not-attending"
    zh = "签到表上没有这个人"
    en = "This person is not on the attendance list"


class NotYetOut(Conflict):
    """Minutes are agreed to after check-out."""

    code = "not-yet-out"
    zh = "{name} 还没有签退"
    en = "{name} has not been checked out yet"


class UnknownPerson(RuleBroken):
    """Minutes go to a member: who was only written down by name is claimed first."""

    code = "unknown-person"
    zh = "{name} 还没有对应到注册志愿者，请先认领"
    en = "{name} is not matched to a registered volunteer yet; please do that first"


class AlreadyClaimed(Conflict):
    """Somebody is on the list once."""

    code = "already-claimed"
    zh = "这名志愿者已在签到表上"
    en = "This volunteer is on the attendance list already"


class MinutesStand(Conflict):
    """Minutes that were agreed to stay."""

    code = "minutes-stand"
    zh = "{name} 的时长已确认为 {minutes} 分钟"
    en = "The minutes of {name} stand already: {minutes}"


class OwnMinutes(Forbidden):
    """Nobody agrees to their own minutes, in any role."""

    code = "own-minutes"
    zh = "不能确认自己的时长，请组织的其他工作人员或社区确认"
    en = "You cannot agree to your own minutes; other staff of the organisation or the community do"


class BoundElsewhere(Conflict):
    """Who walks in may be bound to another service at that time: served twice is not, without a reason, recorded twice."""

    code = "bound-elsewhere"
    zh = "这段时间另有服务安排：{bound}。请先与本人核对；确实在场的，请写明原因再签到"
    en = (
        "Bound to another service at that time: {bound}. Please ask them first; "
        "if they are really here, check them in with a reason"
    )


class LateForOrganiser(Forbidden):
    """Presence told late is agreed to by staff, not by the team leader."""

    code = "late-for-organiser"
    zh = "{name} 是补签的，由组织工作人员或社区确认，不能由领队确认"
    en = (
        "{name} was entered late: staff of the organisation or the community agree to it, not the team leader"
    )


class ListTooLong(RuleBroken):
    """An attendance list has a limit."""

    code = "list-too-long"
    zh = "一个班次的签到表最多 {most} 人"
    en = "An attendance list holds {most} people at most"


class NotAPhoto(RuleBroken):
    """A photo is known by its content."""

    code = "not-a-photo"
    zh = "请上传 JPEG、PNG 或 WebP 照片"
    en = "Please upload a photo: JPEG, PNG or WebP"


class TooManyPhotos(Conflict):
    """An evidence pack holds a dozen photos."""

    code = "too-many-photos"
    zh = "最多 {most} 张照片，请先删去一些"
    en = "At most {most} photos; please remove some first"


class WrongCode(RuleBroken):
    """The code on the presence screen changes with time."""

    code = "wrong-code"
    zh = "签到码不对或已过期，请看现场屏幕上的新码"
    en = "The code is wrong or has changed; please look at the screen again"
