"""What the rules of giving say no with: one class per rule, each with a stable code."""

from shared.kernel.errors import Conflict, Forbidden, NotFound, RuleBroken


class OutOfStock(Conflict):
    """Less is left than is asked for."""

    code = "out-of-stock"
    zh = "库存不够了，还剩 {left}"
    en = "Not enough is left: {left}"


class VenueTaken(Conflict):
    """Others have the room at that time."""

    code = "venue-taken"
    zh = "这段时间场地已约满，请换个时间或场地"
    en = "The venue is full at that time; please choose another time or venue"


class VenueClosed(RuleBroken):
    """The venue is not open at that time."""

    code = "venue-closed"
    zh = "这段时间场地不开放，请看开放时间"
    en = "The venue is not open at that time; please look at its hours"


class MoreThanACase(RuleBroken):
    """A fund gives a limited amount for one case."""

    code = "more-than-a-case"
    zh = "每件最多 {most_fen} 分，请减少金额"
    en = "At most {most_fen} fen for one case; please ask for less"


class OfferClosed(Conflict):
    """The offer is paused or withdrawn."""

    code = "offer-closed"
    zh = "这项资源已暂停或撤回，请另选一项"
    en = "This offer is paused or withdrawn; please choose another"


class PastBestBefore(Conflict):
    """Food is given before it spoils."""

    code = "past-best-before"
    zh = "这批物资已过保质期，不能再发放"
    en = "These goods are past their best-before day and cannot be given"


class OfferFull(Conflict):
    """One offer keeps the account of a limited number of answers."""

    code = "offer-full"
    zh = "这项资源已记满 {most} 笔，请另登记一批"
    en = "This offer has kept its {most} entries; please enter a new batch"


class BelowReserved(Conflict):
    """What was promised or given stays counted."""

    code = "below-reserved"
    zh = "不能少于已预留和已发放的数量：{taken}"
    en = "It cannot be less than what is reserved or given: {taken}"


class OfferDoesNotSuit(RuleBroken):
    """A part is answered by an offer of its own kind and community."""

    code = "offer-does-not-suit"
    zh = "这项资源与所需不符，请看种类、类别和社区"
    en = "This offer does not suit what is asked; please look at its kind, category and community"


class PartyRequired(RuleBroken):
    """Funds and venues are a body's to offer."""

    code = "party-required"
    zh = "资金和场地须以机构名义提供，请选择您的机构"
    en = "Funds and venues are offered in the name of an organisation; please name yours"


class CharityRequired(RuleBroken):
    """Money goes through a named charity only."""

    code = "charity-required"
    zh = "资金只能通过慈善组织提供"
    en = "Funds can only be offered through a charity"


class PartTaken(Conflict):
    """Somebody else answers this part."""

    code = "part-taken"
    zh = "这一项已有人承接，谢谢您"
    en = "Somebody answers this part already, thank you"


class PartNotOpen(Conflict):
    """The part is over, or the need is not under way."""

    code = "part-not-open"
    zh = "这一项现在不能承接"
    en = "This part cannot be answered now"


class PartNotAnswered(Conflict):
    """Nobody answers this part now."""

    code = "part-not-answered"
    zh = "这一项还没有人承接"
    en = "Nobody answers this part now"


class UnknownPart(NotFound):
    """The need has no such part."""

    code = "unknown-part"
    zh = "没有找到这一项"
    en = "There is no such part of this need"


class MoreThanReserved(RuleBroken):
    """What is handed over was reserved."""

    code = "more-than-reserved"
    zh = "不能多于预留的数量：{reserved}"
    en = "It cannot be more than what was reserved: {reserved}"


class MoreThanAsked(RuleBroken):
    """A part gets at most what it asks for."""

    code = "more-than-asked"
    zh = "不能多于需要的数量：{asked}"
    en = "It cannot be more than what is asked for: {asked}"


class GiverCannotConfirm(Forbidden):
    """Who gives never confirms that it arrived."""

    code = "giver-cannot-confirm"
    zh = "提供的一方不能自己确认收到"
    en = "Whoever gives cannot confirm that it arrived"


class SocialWorkerRequired(Forbidden):
    """Professional help is a social worker's."""

    code = "social-worker-required"
    zh = "专业服务由持证社会工作者承接"
    en = "Professional help is for a social worker to take"
