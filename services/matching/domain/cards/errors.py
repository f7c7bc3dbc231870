"""What the rules of printed cards say no with."""

from shared.kernel.errors import Conflict, RuleBroken


class CardMistyped(RuleBroken):
    """The check character does not fit, or a sign is not one of a card's."""

    code = "card-mistyped"
    zh = "卡号输错了，请对照卡面重新输入 12 位"
    en = "This is no card's code; please type the 12 signs again as printed"


class CardUnknown(RuleBroken):
    """No card has this code."""

    code = "card-unknown"
    zh = "没有这张卡，请核对卡号，或按姓名签到"
    en = "There is no such card; please check the code, or write the person's name"


class CardRevoked(RuleBroken):
    """A lost or replaced card signs nobody in."""

    code = "card-revoked"
    zh = "这张卡已作废，请核对本人后按姓名签到，并请其到社区换卡"
    en = "This card is revoked; write the person's name instead, and ask them to get a new card from the community"


class CardReplaced(Conflict):
    """A sheet that is sent again gives no revoked card back."""

    code = "card-replaced"
    zh = "这页上的卡已作废，请重新打开页面发卡"
    en = "A card of this sheet has been revoked since; please open the page anew to issue another"


class NotArrivedWithCard(RuleBroken):
    """Only who is on the list can leave."""

    code = "card-not-signed-in"
    zh = "持卡人还没有签到，请先签到"
    en = "The holder of this card is not checked in; please check them in first"
