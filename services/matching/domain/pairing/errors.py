"""What the rules of pairing say no with."""

from shared.kernel.errors import Conflict, Forbidden, RuleBroken
from shared.kernel.words import Words

NO_SUCH_HELPER = Words(
    "没有找到这位志愿者，请核对志愿者编号", "No volunteer was found; please check the volunteer number"
)


class PairedAlready(Conflict):
    """Two people have one pairing at a time."""

    code = "paired-already"
    zh = "这两位已经结对（或正在等答复），不用重复提出"
    en = "These two are paired already, or one waits for an answer"


class PairedWithThemselves(RuleBroken):
    """A pairing is between two people who are not of one side."""

    code = "paired-with-themselves"
    zh = "结对的志愿者不能是居民本人或代办人，请另选一位"
    en = "The helper cannot be the resident or their delegate; please choose somebody else"


class HelperNotReady(RuleBroken):
    """A helper of a pairing is an adult whose identity is on file and whose account can be used."""

    code = "helper-not-ready"
    zh = "结对的志愿者应年满 18 岁、已实名、账户可用，请先补全"
    en = "A helper is 18 or older, has declared a document, and can use the account; please see to that first"


class SpokenConsentNeeded(RuleBroken):
    """Staff answer for a resident only what the resident said."""

    code = "spoken-consent-needed"
    zh = "请先问过居民本人，并勾选“居民已口头答复”"
    en = "Please ask the resident first, and say that they answered aloud"


class AnswerIsTheirs(Forbidden):
    """Each of the two answers for themselves."""

    code = "answer-is-theirs"
    zh = "您这一方已经答复，请等另一方"
    en = "Your side has answered already; the other one is asked now"


class ContactOutside(RuleBroken):
    """A contact took place while the pairing held."""

    code = "contact-outside"
    zh = "联系日期应在结对之后，且不晚于今天"
    en = "The day of a contact lies after the pairing began, and not after today"


class TooManyContacts(Conflict):
    """A pairing holds a limited number of contacts; a new one takes the next."""

    code = "too-many-contacts"
    zh = "联系记录最多 {most} 次，请结束后重新结对"
    en = "At most {most} contacts are recorded; please end it and pair again"
