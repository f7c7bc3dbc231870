"""What redeeming says no with: one class per rule, each with a stable code."""

from shared.kernel.errors import Conflict, RuleBroken


class NotListed(Conflict):
    """The entry was withdrawn from the catalogue."""

    code = "not-listed"
    zh = "这项服务已不在兑换目录中，请另选一项"
    en = "This service is no longer in the catalogue; please choose another"


class UnknownService(RuleBroken):
    """No service of this code can be booked."""

    code = "service-not-bookable"
    zh = "没有可以兑换的这类服务，请从列表中选择"
    en = "No service of this kind can be redeemed; please choose one from the list"


class QuotaFull(Conflict):
    """All places of the month are taken."""

    code = "quota-full"
    zh = "{month} 的名额已满，请选下个月，或另选一项服务"
    en = "All places of {month} are taken; choose the month after, or another service"


class AlreadyPast(RuleBroken):
    """The service would have begun by now."""

    code = "already-past"
    zh = "这个时间已经过了，请选晚一些的时间"
    en = "That time has passed; please choose a later one"


class TooSoon(RuleBroken):
    """The service begins earlier than the catalogue allows."""

    code = "too-soon"
    zh = "这项服务须提前 {hours} 小时预约，请选晚一些的时间"
    en = "This service must be booked {hours} hours ahead; please choose a later time"


class WindowWrong(RuleBroken):
    """The times do not hold the service, or lie too far away."""

    code = "window-wrong"
    zh = "时间段应容得下 {minutes} 分钟，不超过一天，且在 60 天之内，请重新选择时间"
    en = (
        "The time must hold {minutes} minutes, last a day at most and end within 60 days; please choose again"
    )


class TooYoung(RuleBroken):
    """The rules ask for a higher age, or for hardship that staff have seen."""

    code = "too-young"
    zh = "按本社区规则，现在的年龄还不能兑换这项服务；确有困难的，请到社区柜台办理"
    en = "This community's rules ask for a higher age; in hardship, please come to the community's counter"


class AgeUnknown(RuleBroken):
    """The rules ask for an age, and no document was given yet."""

    code = "age-unknown"
    zh = "这项服务有年龄要求，请先登记证件，或到社区柜台办理"
    en = "This service asks for an age; please record an identity document first, or come to the counter"


class NotForThem(RuleBroken):
    """The rules do not let this person be redeemed for."""

    code = "not-for-them"
    zh = "按本社区规则，只能为本人或已登记的亲属兑换；请先登记亲属关系，或到柜台办理"
    en = "Here one redeems for oneself or for relatives on record; record the relation first, or come to the counter"


class InsufficientCredit(Conflict):
    """Too few free credits in every book."""

    code = "insufficient-credit"
    zh = "可用存量不足：需要 {minutes} 分钟，现在最多可用 {free} 分钟；请改选时间较短的服务"
    en = "Not enough free credits: {minutes} minutes are needed, {free} are free; please choose a shorter service"


class NotClearedHere(Conflict):
    """Only credits saved elsewhere would cover the price, and by the rules they cannot be drawn here yet."""

    code = "not-cleared-here"
    zh = "您在别处存的时间，按本社区的规则还不能在这里使用；这里可用 {free} 分钟，需要 {minutes} 分钟"
    en = "By this community's rules what you saved elsewhere cannot be drawn here yet: {free} minutes can, {minutes} are needed"


class CounterFactsMissing(RuleBroken):
    """Staff redeem for somebody without saying what they saw and how that person agreed."""

    code = "counter-facts-missing"
    zh = "代居民兑换，须核对身份并记录本人同意的方式"
    en = "To redeem for a resident, see who they are and record how they agreed"


class HardshipRequired(RuleBroken):
    """The pool pays for residents in hardship only."""

    code = "hardship-required"
    zh = "互助池的时间只用于困难居民，请先核实情况"
    en = "The pool is for residents in hardship; please verify that first"


class StillOrdered(Conflict):
    """The ledger has not answered yet."""

    code = "redemption-pending"
    zh = "账本正在处理这次兑换，请稍等几秒再试"
    en = "The ledger is still at this redemption; please try again in a few seconds"


class RedemptionOver(Conflict):
    """It was used, released or refused; nothing can be changed."""

    code = "redemption-over"
    zh = "这次兑换已经结束，请刷新查看结果"
    en = "This redemption is over; reload to see how it ended"
