"""Why a delivery is in its state, in words for staff."""

from collections.abc import Mapping
from typing import Final

from shared.kernel.words import Words

_REASONS: Final[Mapping[str, Words]] = {
    "too-late": Words("过了时候，不必再发", "It was too late to be of use"),
    "read": Words("本人已在通知页看过", "The person has read it already"),
    "settled": Words("事情已有着落", "The matter is settled"),
    "answered": Words("本人已接听电话", "The person answered a call"),
    "unsubscribed": Words("本人选择不收这类通知", "The person chose not to get such notices"),
    "no-address": Words("没有可用的号码或地址", "There is no number or address"),
    "no-device": Words("本人没有可以提醒的浏览器", "None of the person's browsers can be rung"),
    "told-in-person": Words("已当面转告", "Told in person"),
    "no-consent": Words("本人没有同意收微信通知", "The person has not agreed to WeChat messages"),
}


def reason_words(code: str) -> Words:
    """Return what a reason's code means; one a provider gave is shown as it gave it."""
    known = _REASONS.get(code)
    return known or Words(f"服务商答复：{code}", f"The provider said: {code}")
