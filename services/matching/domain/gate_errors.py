"""What the gates of a kind of service say no with, each with what to do about it."""

from shared.kernel.errors import RuleBroken


class AgainstWishes(RuleBroken):
    """Staff who invite somebody against what that person wished, or out of turn, say why."""

    code = "against-wishes"
    zh = "这样邀请越过了对方的意愿（{against_zh}），请写明原因"
    en = "This sets aside what they wished ({against_en}); please say why"


class IdentityNotSeen(RuleBroken):
    """Before a home is entered, staff compare the document with its original."""

    code = "identity-not-seen"
    zh = "上门服务前，请带证件原件到社区服务台核对一次"
    en = "Before you serve in a home, please show the original of your document at the community's counter once"


class TrainingRequired(RuleBroken):
    """The kind of service asks for training that is not on record, or has lapsed."""

    code = "training-required"
    zh = "这类服务要先培训（{training_zh}）。已参加过的，请社区登记"
    en = "This kind of service asks for training first ({training_en}); if you have done it, ask the community to record it"


class InsuranceRequired(RuleBroken):
    """The kind of service is dangerous and no accident insurance is on record for the day."""

    code = "insurance-required"
    zh = "这类服务有一定危险，当天须有意外保险。请社区为您投保或登记"
    en = "This kind of service can be dangerous and needs accident insurance on the day; ask the community to insure you or record it"
