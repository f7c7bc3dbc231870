"""What people call the kinds of entries and the accounts on the other side."""

from typing import Final

from services.ledger.domain.accounts import AccountKind
from services.ledger.domain.instructions import Verb
from services.ledger.domain.marks import ADDED, GROUP
from services.ledger.domain.statements import EARNED
from shared.kernel.words import Words

KIND_WORDS: Final = {
    EARNED: Words("服务所得", "Earned by service"),
    Verb.TRANSFER.value: Words("划转", "Transfer"),
    Verb.GIFT.value: Words("转赠", "Gift"),
    Verb.DONATE.value: Words("捐赠", "Donation"),
    Verb.POST.value: Words("兑换使用", "Used"),
    Verb.REVERSE.value: Words("冲正", "Reversal"),
    Verb.EXPIRE_LOTS.value: Words("到期", "Ended"),
    Verb.ADJUST.value: Words("更正", "Correction"),
    Verb.CORRECT.value: Words("服务记录更正", "Record of service corrected"),
    Verb.RELEASE.value: Words("长时服务经审核计入", "Long hours, agreed to"),
}
"""By kind of entry."""

PROOF_WORDS: Final = {
    "": Words("系统内核验", "Confirmed here"),
    ADDED: Words("组织方补录", "Added by the organiser"),
}
"""By grade of proof of credits."""

OTHER_SIDE: Final = {
    AccountKind.ISSUE: Words("服务记录", "Record of service"),
    AccountKind.MEMBER: Words("另一位成员", "Another member"),
    AccountKind.POOL: Words("互助池", "Solidarity pool"),
    AccountKind.EXPIRED: Words("到期账户", "Ended credits"),
    AccountKind.PARTNER: Words("兑换伙伴", "Redemption partner"),
    AccountKind.ADJUST: Words("更正账户", "Corrections"),
    AccountKind.HONOUR: Words("荣誉账户", "Honour"),
    AccountKind.WAITING: Words("待审核时长", "Hours that wait"),
}
"""By kind of account."""

IN_BOOK: Final = OTHER_SIDE | {
    AccountKind.ISSUE: Words("服务入账（与成员账户相抵）", "Issued for service (mirrors the members)"),
    AccountKind.MEMBER: Words("成员账户", "Members' accounts"),
    AccountKind.PARTNER: Words("已兑换使用", "Used by redemption"),
    AccountKind.EXPIRED: Words("已到期", "Ended"),
}
"""By kind of account, as a line of a book's totals."""

POOL_FLOWS: Final = {
    (GROUP, True): Words("团体服务捐入", "Earned by groups, donated"),
    (Verb.RELEASE.value, True): Words(
        "长时服务经审核，捐入或超过个人上限转入", "Long hours agreed to: donated, or above a person's cap"
    ),
    (EARNED, True): Words("超过个人上限转入", "Above a person's cap"),
    (Verb.DONATE.value, True): Words("捐赠", "Donations"),
    (Verb.TRANSFER.value, True): Words("划入", "Moved in"),
    (Verb.TRANSFER.value, False): Words("划出给受助人", "Given to those in need"),
    (Verb.POST.value, True): Words("兑换支付", "Paid for services drawn"),
    (Verb.POST.value, False): Words("为困难居民兑换服务", "Services drawn for residents in hardship"),
    (Verb.REVERSE.value, True): Words("冲正收回", "Reversals, back in"),
    (Verb.REVERSE.value, False): Words("捐赠撤回或冲正", "Donations taken back, reversals"),
    (Verb.CORRECT.value, True): Words(
        "记录更正，超过个人上限转入", "Records made longer, above a person's cap"
    ),
    (Verb.CORRECT.value, False): Words("记录更正收回", "Records made shorter"),
    (Verb.ADJUST.value, True): Words("更正增加", "Corrections up"),
    (Verb.ADJUST.value, False): Words("更正减少", "Corrections down"),
}
"""By what moved a pool's minutes, and whether in."""
