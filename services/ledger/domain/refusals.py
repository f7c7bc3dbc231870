"""Why the ledger says no: each reason a code that stands in the chain and a sentence that says what to do."""

from enum import Enum
from typing import Final

from shared.kernel.words import Words


class Reason(Enum):
    """A code in the chain, never renamed once released."""

    NOT_VOLUNTEERING = "not-volunteering"
    RECORD_CONFLICT = "record-conflict"
    CONFLICT = "instruction-conflict"
    STEPS = "steps-out-of-range"
    MINUTES = "minutes-out-of-range"
    WRONG_UNIT = "wrong-unit"
    WRONG_BOOK = "wrong-book"
    WRONG_KIND = "wrong-kind-of-account"
    SAME_ACCOUNT = "same-account"
    UNKNOWN_ACCOUNT = "unknown-account"
    CLOSED = "account-closed"
    NOT_EMPTY = "account-not-empty"
    OVERDRAFT = "overdraft"
    EXPIRY_PAST = "expiry-in-the-past"
    HOLD_UNKNOWN = "hold-unknown"
    HOLD_RESOLVED = "hold-resolved"
    HOLD_EXPIRED = "hold-expired"
    HOLD_EXCEEDED = "hold-exceeded"
    TRANSFER_UNKNOWN = "transfer-unknown"
    ALREADY_REVERSED = "already-reversed"
    IS_REVERSAL = "reversal-of-reversal"
    NOTHING_EXPIRED = "nothing-to-expire"
    BALANCE_DIFFERS = "balance-differs"
    NO_REASON = "reason-missing"
    NO_SECOND_PERSON = "second-person-missing"
    TERMS = "rules-unreadable"
    STARTS_PAST = "rules-begin-in-the-past"
    NOT_WAITING = "hours-not-waiting"
    OWN_HOURS = "own-hours"


SENTENCES: Final = {
    Reason.NOT_VOLUNTEERING: Words(
        "这次服务不是志愿服务，不计时长", "This service is not volunteering and earns no minutes"
    ),
    Reason.RECORD_CONFLICT: Words(
        "这条服务记录已按另一内容记账，如有误请申请更正",
        "This record was posted with other contents; ask for a correction if that is wrong",
    ),
    Reason.CONFLICT: Words(
        "这个编号已用于另一项内容，请换一个新编号",
        "This id was used for something else; please take a new one",
    ),
    Reason.STEPS: Words("每次应有 1 至 20 步，请分开提交", "Ask for 1 to 20 steps at a time"),
    Reason.MINUTES: Words(
        "分钟数应为 1 至 1000000 的整数", "Minutes must be a whole number from 1 to 1,000,000"
    ),
    Reason.WRONG_UNIT: Words(
        "服务时长不能转出，请使用时间银行存量", "Service minutes cannot be moved; use time credits"
    ),
    Reason.WRONG_BOOK: Words(
        "账户不属于这个社区的账本，请核对社区", "That is in another community's book; check the community"
    ),
    Reason.WRONG_KIND: Words(
        "这类账户不能这样使用，请另选账户", "This kind of account cannot be used so; choose another"
    ),
    Reason.SAME_ACCOUNT: Words("转出与转入不能是同一账户", "Choose two different accounts"),
    Reason.UNKNOWN_ACCOUNT: Words("没有这个账户，请先开户", "There is no such account; open it first"),
    Reason.CLOSED: Words("账户已关闭，请另选账户", "The account is closed; choose another"),
    Reason.NOT_EMPTY: Words(
        "账户还有存量或预留，请先用完或释放", "Credits or holds are left; use or release them first"
    ),
    Reason.OVERDRAFT: Words(
        "可用存量不足（已扣除预留），请减少分钟数",
        "Not enough free credits, holds counted; ask for fewer minutes",
    ),
    Reason.EXPIRY_PAST: Words("预留的到期时间已过，请选以后的时间", "Choose a later end for the hold"),
    Reason.HOLD_UNKNOWN: Words("没有这笔预留，请核对编号", "There is no such hold; check its id"),
    Reason.HOLD_RESOLVED: Words(
        "这笔预留已经处理过，无需再次处理", "This hold was settled before; nothing is left to do"
    ),
    Reason.HOLD_EXPIRED: Words("这笔预留已到期释放，请重新预留", "This hold has run out; make a new one"),
    Reason.HOLD_EXCEEDED: Words(
        "超过预留的分钟数，请减少", "That is more than was held; ask for fewer minutes"
    ),
    Reason.TRANSFER_UNKNOWN: Words("没有这笔记账，请核对编号", "There is no such transfer; check its id"),
    Reason.ALREADY_REVERSED: Words("这笔记账已经冲正过", "This transfer was reversed before; once is enough"),
    Reason.IS_REVERSAL: Words(
        "冲正本身不能再冲正，请另记一笔", "A reversal cannot be reversed; post anew instead"
    ),
    Reason.NOTHING_EXPIRED: Words("没有到期的时间，无需处理", "Nothing has expired; nothing is left to do"),
    Reason.BALANCE_DIFFERS: Words(
        "余额与所述不符，请刷新后再试", "The balance is another; read it again and retry"
    ),
    Reason.NO_REASON: Words("更正需要写明理由", "A correction needs a reason; give its code"),
    Reason.NO_SECOND_PERSON: Words(
        "需要另一人批准，请同事复核", "This needs the approval of a second person; ask a colleague"
    ),
    Reason.TERMS: Words(
        "账本读不懂这套规则，请重新选择规则包",
        "The ledger cannot read these rules; choose the rule pack again",
    ),
    Reason.STARTS_PAST: Words(
        "规则只能从以后开始，已记的不变；请选以后的日期",
        "Rules begin in the future and change nothing that was earned; choose a later day",
    ),
    Reason.NOT_WAITING: Words(
        "这些时长没有在等待审核，无需再次处理", "These hours do not wait for anyone; nothing is left to do"
    ),
    Reason.OWN_HOURS: Words(
        "不能审核自己的时长，请同事审核", "Nobody agrees to their own hours; ask a colleague"
    ),
}
