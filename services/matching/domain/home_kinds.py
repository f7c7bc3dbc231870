"""Kinds of service that one person or household receives."""

from services.matching.domain.kind_shapes import Certificate, Gate, MinorsRule, ServiceKind, Training
from services.matching.domain.need import RecordedAs
from shared.kernel.words import Words

HOME_KINDS: tuple[ServiceKind, ...] = (
    ServiceKind(
        number=1,
        code="HOME_VISIT",
        name=Words("入户探访陪伴", "Home visit and company"),
        training=Training(
            gate=Gate.RECOMMENDED,
            minutes=120,
            words=Words("探访方法、异常识别与保密", "Visiting, warning signs, confidentiality"),
        ),
        insurance=Gate.RECOMMENDED,
        minutes=45,
        minors=MinorsRule.FROM_16,
        enters_home=True,
        low_risk=True,
        skills=("COMPANY", "DIALECT"),
        safety=Words(
            "第一次上门须两人同行；发现困难及时报给社区；不在家中拍照。",
            "Go in pairs the first time; report what you find to the community; take no photos in the home.",
        ),
    ),
    ServiceKind(
        number=2,
        code="PHONE_CARE",
        name=Words("电话问安", "Telephone care call"),
        training=Training(
            gate=Gate.RECOMMENDED, minutes=60, words=Words("问安话术与上报", "What to ask and whom to tell")
        ),
        minutes=15,
        minors=MinorsRule.FROM_14,
        low_risk=True,
        skills=("COMPANY", "DIALECT"),
        safety=Words(
            "用服务站的电话拨打；两次无人接听，当天告诉网格员。",
            "Call from the station's number; if two calls go unanswered, tell the grid worker the same day.",
        ),
    ),
    ServiceKind(
        number=3,
        code="MEAL_DELIVERY",
        name=Words("助餐送餐", "Meal delivery"),
        certificate=Certificate(
            gate=Gate.CONDITIONAL,
            any_of=("HEALTH_CERTIFICATE",),
            words=Words("接触散装食品须有健康证明", "A health certificate when touching open food"),
        ),
        training=Training(gate=Gate.RECOMMENDED, minutes=30, words=Words("食品安全", "Food safety")),
        insurance=Gate.RECOMMENDED,
        minutes=60,
        minors=MinorsRule.FROM_16,
        enters_home=True,
        low_risk=True,
        skills=("DELIVERY", "RIDING"),
        safety=Words(
            "送到本人手中并看一眼是否安好；未成年人只步行送餐。",
            "Hand the meal to the person and see that they are well; minors deliver on foot only.",
        ),
    ),
    ServiceKind(
        number=4,
        code="CLINIC_ESCORT",
        name=Words("陪诊就医", "Escort to hospital"),
        certificate=Certificate(
            gate=Gate.CONDITIONAL,
            any_of=("DRIVING_LICENCE",),
            words=Words(
                "自己开车接送须有驾驶证和车辆保险", "A driving licence and vehicle cover when driving"
            ),
        ),
        training=Training(
            gate=Gate.RECOMMENDED, minutes=60, words=Words("陪诊流程与急救", "Escorting and first aid")
        ),
        insurance=Gate.RECOMMENDED,
        minutes=180,
        enters_home=True,
        low_risk=True,
        skills=("ESCORT", "FIRST_AID", "DRIVING"),
        safety=Words(
            "不代做医疗决定，不代签同意书，不代管银行卡和医保卡。",
            "Take no medical decision, sign no consent, keep nobody's bank or insurance card.",
        ),
    ),
    ServiceKind(
        number=5,
        code="ERRAND",
        name=Words("代购代取(跑腿帮办)", "Shopping and parcel errands"),
        training=Training(gate=Gate.RECOMMENDED, minutes=30, words=Words("钱物交接", "Handling money")),
        insurance=Gate.RECOMMENDED,
        minutes=45,
        enters_home=True,
        low_risk=True,
        skills=("DELIVERY", "RIDING"),
        safety=Words(
            "先有清单，后有小票；每次不超过 200 元；不碰密码和银行卡；处方药凭处方。",
            "A list before, a receipt after; 200 yuan at most; no PIN and no bank card; prescription medicine needs its prescription.",
        ),
    ),
    ServiceKind(
        number=6,
        code="PAPERWORK_HELP",
        name=Words("政务帮办代办", "Help with public formalities"),
        training=Training(
            gate=Gate.RECOMMENDED,
            minutes=60,
            words=Words("事项清单与个人信息保护", "The list of matters, data protection"),
        ),
        minutes=40,
        enters_home=True,
        skills=("PAPERWORK",),
        safety=Words(
            "须有本人书面委托；只办社区清单内的事项；证件复印件全部交还。",
            "Only with the person's written authorisation, for matters on the community's list; give every copy back.",
        ),
    ),
    ServiceKind(
        number=7,
        code="BATHING",
        name=Words("助浴", "Assisted bathing"),
        certificate=Certificate(
            gate=Gate.RECOMMENDED,
            any_of=("ELDER_CARE_WORKER", "NURSE"),
            words=Words("养老护理员或同等资格", "Elder-care worker or equal"),
        ),
        training=Training(
            gate=Gate.RECOMMENDED, minutes=480, words=Words("助浴实操", "Bathing, with practice")
        ),
        insurance=Gate.RECOMMENDED,
        minutes=75,
        enters_home=True,
        skills=("ELDER_CARE",),
        safety=Words(
            "两人同行，其中一人与老人同性；当天确认身体状况；家人或工作人员随时能联系上。",
            "Two people, one of the same sex; health declared the same day; family or staff within reach.",
        ),
    ),
    ServiceKind(
        number=8,
        code="HOME_CLEANING",
        name=Words("居家助洁", "Household cleaning"),
        training=Training(gate=Gate.RECOMMENDED, minutes=60, words=Words("助洁安全", "Cleaning safely")),
        insurance=Gate.RECOMMENDED,
        minutes=90,
        minors=MinorsRule.FROM_16,
        enters_home=True,
        low_risk=True,
        skills=("CLEANING",),
        safety=Words(
            "不擦外窗，不登高 2 米以上，不用强腐蚀药剂；贵重物品由本人保管。",
            "No outside windows, nothing above 2 m, no harsh chemicals; valuables stay with the receiver.",
        ),
    ),
    ServiceKind(
        number=10,
        code="SMALL_REPAIR",
        name=Words("小家电与居家小修", "Small repairs"),
        certificate=Certificate(
            gate=Gate.CONDITIONAL,
            any_of=("LOW_VOLTAGE_ELECTRICIAN",),
            words=Words(
                "动固定线路须有低压电工作业证", "A low-voltage electrician's certificate for fixed wiring"
            ),
        ),
        training=Training(gate=Gate.RECOMMENDED, minutes=30, words=Words("用电安全", "Electrical safety")),
        insurance=Gate.CONDITIONAL,
        minutes=60,
        skills=("REPAIR", "ELECTRICS"),
        safety=Words(
            "绝不动燃气；不上屋顶和外墙；配件费用不由志愿者垫付。",
            "Never gas; no roofs or outer walls; the volunteer never pays for parts.",
        ),
    ),
    ServiceKind(
        number=11,
        code="DIGITAL_HELP",
        name=Words("智能手机助老教学", "Smartphone lessons"),
        training=Training(
            gate=Gate.RECOMMENDED,
            minutes=60,
            words=Words("反诈知识，不代输密码", "Fraud awareness; never type passwords"),
        ),
        minutes=60,
        minors=MinorsRule.FROM_14,
        low_risk=True,
        skills=("SMARTPHONE", "TEACHING"),
        safety=Words("不在老人手机上操作银行和支付。", "No banking or payment on the elder's telephone."),
    ),
    ServiceKind(
        number=13,
        code="ACCESS_HELP",
        name=Words("无障碍出行与手语协助", "Accessible travel, sign language"),
        certificate=Certificate(
            gate=Gate.RECOMMENDED,
            any_of=("SIGN_LANGUAGE",),
            words=Words("办理正式事务时须有手语证书", "A sign-language certificate for official matters"),
        ),
        training=Training(
            gate=Gate.RECOMMENDED, minutes=60, words=Words("引路与轮椅使用", "Guiding, wheelchairs")
        ),
        insurance=Gate.RECOMMENDED,
        minutes=90,
        minors=MinorsRule.FROM_16,
        low_risk=True,
        skills=("SIGN_LANGUAGE", "ESCORT"),
        safety=Words(
            "先问对方需要怎样协助，再动手。", "Ask how the person wants to be helped before you help."
        ),
    ),
    ServiceKind(
        number=14,
        code="RESPITE",
        name=Words("照护喘息陪护", "Respite for carers"),
        certificate=Certificate(
            gate=Gate.RECOMMENDED,
            any_of=("ELDER_CARE_WORKER", "NURSE"),
            words=Words("照护失能老人宜有养老护理员资格", "Elder-care worker for disabled elders"),
        ),
        training=Training(gate=Gate.RECOMMENDED, minutes=480, words=Words("照护技能", "Care skills")),
        insurance=Gate.RECOMMENDED,
        minutes=120,
        enters_home=True,
        skills=("ELDER_CARE",),
        safety=Words(
            "家人须留交接说明；药由家人分好。",
            "The family leaves a handover note and lays the medicine out.",
        ),
    ),
    ServiceKind(
        number=15,
        code="COUNSELLING",
        name=Words("心理疏导", "Emotional support, counselling"),
        certificate=Certificate(
            gate=Gate.RECOMMENDED,
            any_of=(
                "ASSISTANT_SOCIAL_WORKER",
                "SOCIAL_WORKER",
                "SENIOR_SOCIAL_WORKER",
                "PSYCHOTHERAPIST",
                "COUNSELLING_TRAINING",
            ),
            words=Words(
                "社会工作者职业资格、心理治疗师或认可的培训",
                "Social worker, psychotherapist or recognised training",
            ),
        ),
        training=Training(gate=Gate.RECOMMENDED, words=Words("每月督导", "Supervision each month")),
        minutes=50,
        skills=("COUNSELLING",),
        safety=Words(
            "有自伤风险的，一小时内转介；谈话内容只给个案负责人看。",
            "Refer within the hour if there is a risk of self-harm; only the case worker sees the notes.",
        ),
    ),
    ServiceKind(
        number=16,
        code="CASEWORK",
        name=Words("社会工作个案服务", "Social-work casework"),
        certificate=Certificate(
            gate=Gate.REQUIRED,
            any_of=("ASSISTANT_SOCIAL_WORKER", "SOCIAL_WORKER", "SENIOR_SOCIAL_WORKER"),
            words=Words("社会工作者职业资格证书", "A social worker's professional certificate"),
        ),
        training=Training(gate=Gate.RECOMMENDED, words=Words("每年继续教育", "Each year")),
        minutes=60,
        recorded_as=RecordedAs.PROFESSIONAL,
        skills=("CASEWORK",),
        safety=Words(
            "属于职业服务，不计志愿服务时长，也不计时间银行存量。",
            "Professional work: it counts neither as volunteer minutes nor as time credits.",
        ),
    ),
    ServiceKind(
        number=17,
        code="LEGAL_ADVICE",
        name=Words("法律咨询与援助指引", "Legal advice"),
        certificate=Certificate(
            gate=Gate.REQUIRED,
            any_of=("LAWYER", "GRASSROOTS_LEGAL_WORKER", "LEGAL_QUALIFICATION"),
            words=Words(
                "律师、基层法律服务工作者或法律职业资格",
                "Lawyer, grassroots legal worker or legal qualification",
            ),
        ),
        minutes=45,
        low_risk=True,
        skills=("LAW",),
        safety=Words(
            "只提供咨询；需要法律援助的，转法律援助机构。",
            "Advice only; cases for legal aid go to the legal-aid office.",
        ),
    ),
)
