"""Kinds of service for a group or a public space: an organiser agrees to the minutes."""

from services.matching.domain.kind_shapes import (
    Certificate,
    ConfirmedBy,
    Gate,
    MinorsRule,
    ServiceKind,
    Training,
)
from shared.kernel.words import Words

GROUP_KINDS: tuple[ServiceKind, ...] = (
    ServiceKind(
        number=9,
        code="HAIRCUT",
        name=Words("义剪理发", "Free haircuts"),
        training=Training(gate=Gate.RECOMMENDED, minutes=30, words=Words("卫生要求", "Hygiene")),
        insurance=Gate.RECOMMENDED,
        minutes=30,
        confirmed_by=ConfirmedBy.ORGANISER,
        low_risk=True,
        skills=("HAIRDRESSING",),
        safety=Words("工具消毒，一人一巾。", "Disinfected tools, a fresh cloth for each person."),
    ),
    ServiceKind(
        number=12,
        code="HEALTH_CHECK",
        name=Words("义诊与健康监测", "Free clinic, health checks"),
        certificate=Certificate(
            gate=Gate.CONDITIONAL,
            any_of=("DOCTOR", "NURSE"),
            words=Words("诊疗行为须有医师或护士执业证书", "A doctor's or nurse's licence for clinical acts"),
        ),
        training=Training(gate=Gate.RECOMMENDED, minutes=30, words=Words("协助人员须知", "For assistants")),
        insurance=Gate.RECOMMENDED,
        minutes=150,
        confirmed_by=ConfirmedBy.ORGANISER,
        skills=("NURSING", "FIRST_AID"),
        safety=Words(
            "义诊须向卫生部门备案；不卖、不推荐任何产品；结果只告诉本人。",
            "File the event with the health authority; sell and recommend nothing; tell results to the person only.",
        ),
    ),
    ServiceKind(
        number=18,
        code="MEDIATION",
        name=Words("邻里纠纷调解", "Neighbour mediation"),
        certificate=Certificate(
            gate=Gate.REQUIRED,
            any_of=("MEDIATOR",),
            words=Words(
                "人民调解委员会委员或受聘人民调解员", "A member or appointee of the mediation committee"
            ),
        ),
        training=Training(gate=Gate.RECOMMENDED, minutes=120, words=Words("调解方法", "Mediating")),
        minutes=90,
        confirmed_by=ConfirmedBy.ORGANISER,
        skills=("MEDIATION",),
        safety=Words(
            "双方自愿；调解结果由调委会保管；家庭暴力不在此调解。",
            "Both sides agree; the result stays with the committee; domestic violence is never mediated here.",
        ),
    ),
    ServiceKind(
        number=19,
        code="CHILD_LEARNING",
        name=Words("课后看护、课业辅导与亲子阅读", "After-school care, tutoring, reading"),
        certificate=Certificate(
            gate=Gate.REQUIRED,
            any_of=("OFFENDING_RECORD_CHECKED",),
            words=Words("无违法犯罪记录查询证明", "A check of the offending record, without entries"),
        ),
        training=Training(
            gate=Gate.RECOMMENDED,
            minutes=120,
            words=Words("儿童保护与强制报告", "Child protection and the duty to report"),
        ),
        insurance=Gate.RECOMMENDED,
        minutes=90,
        minors=MinorsRule.FROM_16,
        confirmed_by=ConfirmedBy.ORGANISER,
        skills=("TEACHING", "CHILD_CARE"),
        safety=Words(
            "始终有两名以上成年人在场；不单独关门相处；监护人签接送；未经监护人同意不拍照。",
            "Always two adults or more; never alone behind a closed door; guardians sign in and out; no photos without their consent.",
        ),
    ),
    ServiceKind(
        number=20,
        code="CULTURE_SPORT",
        name=Words("文艺活动与健身指导", "Culture and sports sessions"),
        certificate=Certificate(
            gate=Gate.RECOMMENDED,
            any_of=("SPORTS_INSTRUCTOR",),
            words=Words("指导健身宜有社会体育指导员证书", "A social sports instructor for coaching"),
        ),
        insurance=Gate.RECOMMENDED,
        minutes=120,
        minors=MinorsRule.FROM_14,
        confirmed_by=ConfirmedBy.ORGANISER,
        low_risk=True,
        skills=("ARTS", "SPORTS"),
        safety=Words("注意时段和音量；一律免费。", "Mind the hours and the noise; always free of charge."),
    ),
    ServiceKind(
        number=21,
        code="ENVIRONMENT",
        name=Words("环境清洁与垃圾分类引导", "Clean-up, waste sorting"),
        training=Training(gate=Gate.RECOMMENDED, minutes=30, words=Words("现场讲解", "On site")),
        insurance=Gate.RECOMMENDED,
        minutes=120,
        minors=MinorsRule.FROM_14,
        confirmed_by=ConfirmedBy.ORGANISER,
        skills=("CLEANING",),
        safety=Words(
            "不碰针头、药剂和大件；未成年人远离车道。",
            "No syringes, chemicals or bulky loads; minors stay away from traffic.",
        ),
    ),
    ServiceKind(
        number=22,
        code="PATROL_TRAFFIC",
        name=Words("平安巡逻与文明交通劝导", "Safety patrol, traffic courtesy"),
        training=Training(
            gate=Gate.RECOMMENDED, minutes=120, words=Words("由派出所培训", "By the police station")
        ),
        insurance=Gate.REQUIRED,
        minutes=120,
        confirmed_by=ConfirmedBy.ORGANISER,
        skills=("PATROL",),
        safety=Words(
            "两人以上同行；只劝导和报告，不执法、不拦人；在岗值勤不计志愿服务时长。",
            "In pairs; persuade and report, never enforce or stop anybody; paid duty earns no minutes.",
        ),
    ),
    ServiceKind(
        number=23,
        code="EMERGENCY_SUPPLY",
        name=Words("应急值守与保供配送", "Emergency duty, supply delivery"),
        certificate=Certificate(
            gate=Gate.RECOMMENDED,
            any_of=("FIRST_AID",),
            words=Words(
                "队长宜有急救证书；抢险只由专业队伍进行",
                "First aid for team leaders; rescue is for specialised teams",
            ),
        ),
        training=Training(gate=Gate.RECOMMENDED, minutes=120, words=Words("每年演练", "A drill each year")),
        insurance=Gate.REQUIRED,
        minutes=180,
        confirmed_by=ConfirmedBy.ORGANISER,
        skills=("FIRST_AID", "DRIVING", "DELIVERY"),
        safety=Words(
            "只在应急时启用；未成年人不得参加；满 8 小时必须休息；在场人员随时有名单。",
            "In an emergency only; never minors; rest after 8 hours; who is on site is known at all times.",
        ),
    ),
    ServiceKind(
        number=24,
        code="CHARITY_GOODS",
        name=Words("慈善物资整理与发放(慈善小屋、慈善超市)", "Charity goods sorting and hand-out"),
        training=Training(
            gate=Gate.RECOMMENDED, minutes=60, words=Words("保质期与收据", "Expiry dates and receipts")
        ),
        insurance=Gate.RECOMMENDED,
        minutes=120,
        minors=MinorsRule.FROM_14,
        confirmed_by=ConfirmedBy.ORGANISER,
        skills=("SORTING", "DELIVERY"),
        safety=Words(
            "记清批次和保质期；不拍领取人；收发存相符。",
            "Keep batch and expiry date; no photos of receivers; stock in equals out and left.",
        ),
    ),
)
