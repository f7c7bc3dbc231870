"""What the rules of certificates say no with."""

from shared.kernel.errors import Forbidden, RuleBroken


class NothingServed(RuleBroken):
    """A certificate states service; without any there is none."""

    code = "nothing-served"
    zh = "这段时间没有已确认的志愿服务记录，请换一段日期"
    en = "No confirmed volunteer service lies within these days; please choose others"


class TooManyServed(RuleBroken):
    """A certificate lists a limited number of services."""

    code = "too-many-served"
    zh = "一张证明最多列 {most} 次服务；请缩短日期，分几张开具"
    en = "One certificate lists at most {most} services; please choose fewer days and take several"


class PeriodReversed(RuleBroken):
    """A period ends where it begins or later."""

    code = "period-reversed"
    zh = "结束日期不能早于开始日期，也不能晚于今天"
    en = "The last day is not before the first, and not after today"


class OwnCertificate(Forbidden):
    """Nobody revokes their own certificate."""

    code = "own-certificate"
    zh = "这是您自己的证明，请由其他工作人员撤销"
    en = "This is your own certificate; another member of staff revokes it"


class CertificateGone(RuleBroken):
    """What a certificate stated was erased with the account."""

    code = "certificate-gone"
    zh = "持有人已注销账号，证明的内容已删除"
    en = "The holder closed the account; what the certificate stated is erased"


class CertificateHoldsNot(RuleBroken):
    """No file is made of a certificate that was revoked."""

    code = "certificate-revoked"
    zh = "这张证明已撤销，不能再下载；需要时请重新开具"
    en = "This certificate was revoked and is not given out any more; take a new one if you need it"
