"""What the rules of needs that time credits pay for say no with."""

from shared.kernel.errors import Conflict, RuleBroken


class ServiceBegan(Conflict):
    """A service paid for with time credits has begun; its need cannot be taken back."""

    code = "service-began"
    zh = "服务已经开始，不能撤回；如有问题请联系社区"
    en = "The service has begun and cannot be taken back; please speak with the community if something is wrong"


class OneHelperPaid(RuleBroken):
    """A redemption pays for one helper."""

    code = "one-helper-paid"
    zh = "这条需求用时间银行兑换，只能由一人服务"
    en = "This need is paid for with time credits, which cover one helper"
