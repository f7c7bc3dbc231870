"""What codes of the register are called on pages: levels, documents, skills, certificates, reasons of a reading."""

from services.matching.domain.register.granting import SCOPES_OF
from shared.identity.communities import Communities
from shared.identity.member import DocumentType, IdentityLevel, Sex
from shared.identity.roles import Role, Scope, ScopeKind
from shared.kernel.words import Words

LEVELS = {
    IdentityLevel.UNDECLARED: Words("还没有填写证件", "No document yet"),
    IdentityLevel.SELF_DECLARED: Words("本人已填写证件", "Stated by oneself"),
    IdentityLevel.SEEN_BY_STAFF: Words("社区已核对证件原件", "Original seen by the community"),
    IdentityLevel.CONFIRMED: Words("已通过实名核验", "Confirmed by the authority"),
}

DOCUMENT_TYPES = {
    DocumentType.MAINLAND_ID: Words("居民身份证", "Resident identity card"),
    DocumentType.RESIDENCE_PERMIT: Words(
        "港澳台居民居住证", "Residence permit for Hong Kong, Macao and Taiwan residents"
    ),
    DocumentType.HONG_KONG_MACAO_PERMIT: Words(
        "港澳居民来往内地通行证", "Mainland travel permit for Hong Kong and Macao residents"
    ),
    DocumentType.TAIWAN_PERMIT: Words(
        "台湾居民来往大陆通行证", "Mainland travel permit for Taiwan residents"
    ),
    DocumentType.PASSPORT: Words("护照", "Passport"),
    DocumentType.PERMANENT_RESIDENCE: Words("外国人永久居留身份证", "Foreign permanent resident card"),
}

SEXES = {Sex.FEMALE: Words("女", "Female"), Sex.MALE: Words("男", "Male")}

SKILLS = {
    "COMPANY": Words("陪人聊天", "Keeping company"),
    "DIALECT": Words("会说本地方言", "The local dialect"),
    "DELIVERY": Words("送货送餐", "Delivering"),
    "RIDING": Words("骑电动车", "Riding an e-bike"),
    "DRIVING": Words("开车", "Driving"),
    "ESCORT": Words("陪同就医", "Escorting patients"),
    "FIRST_AID": Words("急救", "First aid"),
    "PAPERWORK": Words("填表办事", "Forms and formalities"),
    "ELDER_CARE": Words("照护老人", "Caring for elders"),
    "CHILD_CARE": Words("带孩子", "Caring for children"),
    "CLEANING": Words("打扫整理", "Cleaning"),
    "REPAIR": Words("修修补补", "Small repairs"),
    "ELECTRICS": Words("水电维修", "Electrics and plumbing"),
    "SMARTPHONE": Words("教用手机", "Explaining smartphones"),
    "TEACHING": Words("辅导功课", "Teaching"),
    "HAIRDRESSING": Words("理发", "Hairdressing"),
    "NURSING": Words("护理", "Nursing"),
    "SIGN_LANGUAGE": Words("手语", "Sign language"),
    "COUNSELLING": Words("心理疏导", "Counselling"),
    "CASEWORK": Words("社工个案", "Social-work casework"),
    "LAW": Words("法律", "Law"),
    "MEDIATION": Words("调解", "Mediation"),
    "ARTS": Words("文艺", "Music and arts"),
    "SPORTS": Words("体育健身", "Sports"),
    "PATROL": Words("巡逻值守", "Patrol and watch"),
    "SORTING": Words("整理物资", "Sorting goods"),
}

CERTIFICATES = {
    "ASSISTANT_SOCIAL_WORKER": Words("助理社会工作师", "Assistant social worker"),
    "SOCIAL_WORKER": Words("社会工作师", "Social worker"),
    "SENIOR_SOCIAL_WORKER": Words("高级社会工作师", "Senior social worker"),
    "DOCTOR": Words("执业医师", "Licensed doctor"),
    "NURSE": Words("执业护士", "Registered nurse"),
    "ELDER_CARE_WORKER": Words("养老护理员", "Elder-care worker"),
    "FIRST_AID": Words("救护员证", "First-aid certificate"),
    "HEALTH_CERTIFICATE": Words("健康证明", "Health certificate"),
    "DRIVING_LICENCE": Words("机动车驾驶证", "Driving licence"),
    "LOW_VOLTAGE_ELECTRICIAN": Words("低压电工证", "Low-voltage electrician"),
    "LAWYER": Words("律师执业证", "Lawyer's licence"),
    "GRASSROOTS_LEGAL_WORKER": Words("基层法律服务工作者", "Grass-roots legal worker"),
    "LEGAL_QUALIFICATION": Words("法律职业资格", "Legal qualification"),
    "MEDIATOR": Words("人民调解员", "People's mediator"),
    "OFFENDING_RECORD_CHECKED": Words("已做犯罪记录查询", "Criminal record checked"),
    "SIGN_LANGUAGE": Words("手语翻译员", "Sign-language interpreter"),
    "SPORTS_INSTRUCTOR": Words("社会体育指导员", "Sports instructor"),
}

WHYS = {
    "phone-call": Words("接听您的来电", "You were on the line"),
    "desk": Words("社区办理您的事项", "The community saw to your affairs"),
    "assignment": Words("联系一次服务", "To arrange a service"),
    "document-check": Words("核对证件原件", "To compare the original document"),
    "password-reset": Words("应您的请求重设密码", "To give you a new password, as you asked"),
    "time-bank": Words("办理时间银行业务", "Time-bank business"),
    "need": Words("办理您的求助", "To see to your request"),
    "export": Words("导出交给上级或其他系统", "Exported for another system"),
    "notice-told-in-person": Words("转告您一条通知", "To tell you a notice in person"),
    "dispatch": Words("邀请您去服务", "To invite you to serve"),
    "confirmation": Words("核实服务时长", "To confirm the hours of a service"),
}

GRANTABLE = tuple(role for role in Role if SCOPES_OF[role])
"""The roles that are given to people."""

WHOLE_PLATFORM = Words("全平台", "Everywhere")


def scope_words(communities: Communities, scope: Scope) -> Words:
    """Return where a role holds, as people say it."""
    if scope.kind is ScopeKind.ALL:
        return WHOLE_PLATFORM
    if scope.kind is ScopeKind.ORGANISATION:
        return Words(f"机构 {scope.code}", f"Organisation {scope.code}")
    area = communities.area_name(scope.code[:12])
    grid = scope.code[13:]
    return Words(f"{area} {grid} 网格", f"{area}, grid {grid}") if grid else Words(area, area)


def why_words(code: str) -> Words:
    """Return why data was read; a reason without words of its own stands as it is."""
    return WHYS.get(code, Words(code, code))
