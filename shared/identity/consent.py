"""The text on personal data that everyone agrees to before an account is made; a new text is a new version."""

from typing import Final

from shared.kernel.words import Words

CONSENT_VERSION: Final = "2026-11"

CONSENT_TEXT: Final = Words(
    zh=(
        "邻里只收集志愿服务和求助所必需的信息：电话、姓名、所在社区，以及您自己填写的技能和时间。"
        "证件号码只在第一次接受服务安排时询问，加密保存，页面上只显示掩码。"
        "信息用于安排服务、通知您、记录服务时长；不出售，不用于广告。"
        "其他人每次查看您的电话、住址或证件，都会记录并向您公开。"
        "您可以随时查看、更正、导出信息，或注销账户；法律要求保存的服务记录除外。"
    ),
    en=(
        "Linli collects only what service and asking for help need: your phone, name and community, and the skills and "
        "hours you choose to state. The number of an identity document is asked only when you first accept a service; it is "
        "kept encrypted and shown masked. What you give is used to arrange service, to tell you of it, and to record the "
        "time served; it is not sold and not used for advertising. Whenever someone else reads your phone, address or "
        "document, that is logged and shown to you. You may see, correct and export your data or close your account at any "
        "time; service records that the law requires to be kept remain."
    ),
)
