"""What the rules of parties say no with."""

from shared.kernel.errors import Conflict, Forbidden, RuleBroken


class NotActingForParty(Forbidden):
    """Only a party's own staff act for it."""

    code = "not-acting-for-party"
    zh = "只有该机构的工作人员可以办理，请联系机构负责人把您加为工作人员"
    en = "Only this party's own staff can do this; please ask its contact to add you"


class PartyNotApproved(Conflict):
    """A party acts once community staff approved it, and not while it is suspended."""

    code = "party-not-approved"
    zh = "该机构尚未通过社区审核，或已暂停；请联系社区服务台"
    en = "This party is not approved by the community, or is suspended; please speak to the community's counter"


class PartyKnownAlready(Conflict):
    """A credit code or filing number belongs to one party."""

    code = "party-registered"
    zh = "这个代码或备案号已登记（机构编号 {party_id}），请联系该机构把您加为工作人员"
    en = "This code or filing number is registered already (party {party_id}); please ask that party to add you to its staff"


class GroundRequired(RuleBroken):
    """A party is registered, filed, or a team under a responsible body: exactly one."""

    code = "party-ground-required"
    zh = "请填写统一社会信用代码、备案号或主管机构，三者选一"
    en = "Please give one of: the unified social credit code, the filing number, or the responsible body"


class CreditCodeWrong(RuleBroken):
    """The check digit of a unified social credit code must fit (GB 32100-2015)."""

    code = "credit-code-wrong"
    zh = "统一社会信用代码不正确，请对照证书检查这 18 位"
    en = "The unified social credit code is not right; please compare its 18 characters with the certificate"


class LastOfStaff(Conflict):
    """At least one person acts for a party."""

    code = "last-of-staff"
    zh = "至少保留一名工作人员，请先移交给他人"
    en = "At least one person must remain; please hand over to somebody else first"


class UnknownPartyClass(RuleBroken):
    """Only the classes of the plans are known."""

    code = "unknown-party-class"
    zh = "没有这个社会组织类别，请从列表中选择"
    en = "There is no such class of organisation; please choose one from the list"


class OwnParty(Forbidden):
    """Whoever acts for a party does not decide about it."""

    code = "own-party"
    zh = "不能审核自己所在的机构，请由其他社区工作人员办理"
    en = "You cannot decide about a party you act for; other community staff do"


class CommunityRegistersItself(Forbidden):
    """The community as a party is registered by its own staff."""

    code = "community-registers-itself"
    zh = "社区居委会由社区工作人员登记"
    en = "The community itself is registered by its staff"


class TooManyRegistrations(Conflict):
    """A handful of registrations may wait at a time."""

    code = "too-many-registrations"
    zh = "您已有 {most} 份登记在等待审核，请先等结果"
    en = "{most} of your registrations await review already; please wait for the answers"


class NoAccountWithPhone(RuleBroken):
    """Whoever acts for a party has an account."""

    code = "no-account-with-phone"
    zh = "这个电话还没有账户，请对方先注册"
    en = "Nobody has an account with this phone yet; please ask them to sign up first"


class ApprovedStaysAsItIs(Conflict):
    """Name, code and kind stand once they were approved."""

    code = "approved-party-stays"
    zh = "审核通过后，名称不能自行修改，请联系社区服务台"
    en = "Once approved, the name stands; please speak to the community's counter"


class TooManyStaff(Conflict):
    """A party names a limited number of people who act for it."""

    code = "too-many-party-staff"
    zh = "工作人员最多 {most} 名"
    en = "At most {most} people act for a party"


class NoSuchResponsibleBody(RuleBroken):
    """A team belongs to a body that is registered here."""

    code = "no-such-responsible-body"
    zh = "没有登记这个代码的主管机构，请先登记并审核主管机构"
    en = "No responsible body is registered under this code; please register it and have it approved first"
