"""What the register refuses, each with what to do about it."""

from shared.kernel.errors import BadInput, Conflict, FieldFault, Forbidden, NotSignedIn, RuleBroken


class PhoneInUse(Conflict):
    """Another account signs in with this phone."""

    code = "phone-in-use"
    zh = "这个电话号码已经注册，请直接登录；忘记密码请到社区服务台"
    en = "This phone has an account already: please sign in, or ask at the community's counter if the password is forgotten"


class KeyReused(Conflict):
    """The same Idempotency-Key came with another body."""

    code = "idempotency-key-reused"
    zh = "这个 Idempotency-Key 已用于另一个请求，请换一个"
    en = "This Idempotency-Key was used for another request; please choose a new one"


class ConsentOutdated(BadInput):
    """The version agreed to is not the present text."""

    code = "consent-outdated"
    zh = "请阅读并同意现行的个人信息说明(版本 {version})"
    en = "Please read and agree to the present text on personal data (version {version})"


class WrongSignIn(NotSignedIn):
    """Phone or password are wrong; never says which."""

    code = "wrong-phone-or-password"
    zh = "电话或密码不正确"
    en = "The phone or the password is not right"


class AccountNotUsable(Forbidden):
    """The account is suspended or closed."""

    code = "account-not-usable"
    zh = "这个账户已停用，请联系社区服务台"
    en = "This account is suspended; please speak to the community's counter"


class WrongPassword(RuleBroken):
    """The present password, asked again for a change, is wrong."""

    code = "wrong-password"
    zh = "当前密码不正确"
    en = "The present password is not right"


class TooYoung(RuleBroken):
    """Under 14 nobody holds an account of their own."""

    code = "too-young"
    zh = "未满 14 周岁不能单独注册，请由监护人以家庭名义参加"
    en = "Under 14 nobody can register alone; a guardian may take part as a family"


class GuardianNeeded(RuleBroken):
    """From 14 to 17 a guardian's consent is needed."""

    code = "guardian-needed"
    zh = "14 至 17 周岁需要监护人同意：请填写监护人姓名、电话并由其确认"
    en = "From 14 to 17 a guardian must agree: please give the guardian's name and phone, and their consent"


class DocumentInUse(Conflict):
    """The document belongs to another member's file."""

    code = "document-in-use"
    zh = "这个证件已登记在另一个账户下；如有疑问请到社区服务台核对"
    en = "This document is recorded for another account; please have it checked at the community's counter"


class DocumentKnown(Conflict):
    """Staff saw a document; another one cannot replace it without them."""

    code = "document-already-seen"
    zh = "证件已由工作人员核对，更换请到社区服务台"
    en = "Staff have seen your document already; to change it, please come to the community's counter"


class NameIsReal(RuleBroken):
    """A name that stands beside a document is not changed by its bearer alone."""

    code = "name-is-real"
    zh = "已登记证件，改名请带证件到社区服务台"
    en = "A document stands beside your name; to change it, please bring the document to the community's counter"


class ResidentRecorded(Conflict):
    """The same name with the same phone is in the register."""

    code = "resident-recorded"
    zh = "这位居民已在册，请按电话查找档案"
    en = "This resident is in the register; please find the file by the phone"


class NoSuchDelegate(RuleBroken):
    """A delegate has an account, and is not the resident."""

    code = "no-such-delegate"
    zh = "代办人需先用这个电话注册，且不能是本人"
    en = "A delegate must first have an account with this phone, and cannot be the resident"


class ConsentNeeded(RuleBroken):
    """A delegate acts only with the resident's consent."""

    code = "consent-needed"
    zh = "需要居民本人同意"
    en = "The resident's own consent is needed"


class TooManyDelegates(RuleBroken):
    """A resident may name a few people, not a crowd."""

    code = "too-many-delegates"
    zh = "最多可有 {most} 位代办人，请先取消一位"
    en = "There can be at most {most} delegates; please remove one first"


class NoDocumentYet(Conflict):
    """Staff can confirm only what the member has declared."""

    code = "no-document-yet"
    zh = "该成员还没有填写证件，请先填写再核对"
    en = "The member has declared no document yet; it must be declared before it can be confirmed"


class NotOneself(Forbidden):
    """Nobody confirms their own papers."""

    code = "not-oneself"
    zh = "不能核对自己的证件，请同事办理"
    en = "Nobody confirms their own papers; please ask a colleague"


class RoleNotGranted(RuleBroken):
    """Volunteer, resident and delegate are what one does, not what one is given."""

    code = "role-not-granted"
    zh = "{role} 不需要授予：人人都可以求助和服务"
    en = "{role} is never granted: everybody may ask and serve"


class BeyondOwnScope(Forbidden):
    """The role, or its scope, reaches beyond what the granter may give."""

    code = "beyond-own-scope"
    zh = "您只能在自己的范围内管理不高于自己的角色"
    en = "You can manage only roles no higher than your own, within your own area"


class NoSuchGrant(RuleBroken):
    """The member does not hold that role there."""

    code = "no-such-grant"
    zh = "该成员在此范围没有这个角色"
    en = "The member does not hold this role there"


class ScopeDoesNotFit(BadInput):
    """A role of one kind in a scope of another: a grid worker without a grid."""

    code = "scope-does-not-fit"
    zh = "这个角色不能用这种范围：网格员用网格或社区，机构人员用机构或社区，其他用区划"
    en = "This role does not go with this kind of scope: grids for grid workers, organisations for their staff, areas for the rest"


class StillBound(Conflict):
    """Requests, services or shifts of the member are not finished yet."""

    code = "still-bound"
    zh = "还有 {needs} 条求助、{services} 次服务、{shifts} 个班次没有办完，请先完成或取消"
    en = (
        "Please finish or cancel these first. Not finished yet: requests {needs}, services {services},"
        " shifts {shifts}"
    )


class RolesHeld(Conflict):
    """Whoever holds a role hands it over before the account is closed."""

    code = "roles-held"
    zh = "您还担任工作角色，请先移交或交还"
    en = "You still hold a role; please hand it over or lay it down first"


class HasAccount(Conflict):
    """Only a file without an account is closed, or joined to an account, by staff."""

    code = "has-account"
    zh = "本人有账户，须由本人登录办理"
    en = "This person has an account and must do this when signed in"


class NoSuchAccount(RuleBroken):
    """Nobody else signs in with the phone."""

    code = "no-such-account"
    zh = "没有人用这个电话登录；请先请本人注册"
    en = "Nobody signs in with this phone; the person has to sign up first"


class NoAccountYet(Conflict):
    """There is no password to give to somebody who has no account."""

    code = "no-account-yet"
    zh = "本人还没有账户，不能重设密码"
    en = "This person has no account, so there is no password to reset"


class FileClosed(Conflict):
    """The file is closed, or joined to an account."""

    code = "file-closed"
    zh = "这份档案已注销或已并入本人账户"
    en = "This file is closed, or joined to the person's account"


def one_fault(field: str, code: str, zh: str, en: str) -> BadInput:
    """Return the error for one wrong field."""
    return BadInput(faults=(FieldFault(field=field, code=code, zh=zh, en=en),))
