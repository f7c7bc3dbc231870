"""What people call the states of redemptions, and the lines of a page that show how one stands."""

from datetime import datetime
from typing import Final

from services.ledger.domain.redeeming.errors import InsufficientCredit
from services.ledger.domain.redeeming.redemption import (
    ConsentGiven,
    Ending,
    IdentitySeen,
    Redemption,
    RedemptionState,
)
from shared.kernel.words import Words

S = RedemptionState
STATE_WORDS: Final = {
    S.ORDERED: Words("正在预留时间", "Setting credits aside"),
    S.REFUSED: Words("存量不足，未办成", "Not enough credits"),
    S.BOOKED: Words("已预留，正在找人", "Booked, finding a helper"),
    S.ARRANGED: Words("已约好", "Arranged"),
    S.WITHDRAWING: Words("正在撤回", "Being withdrawn"),
    S.USING: Words("服务已完成，正在结算", "Given, being settled"),
    S.USED: Words("已完成", "Done"),
    S.RELEASING: Words("正在退回时间", "Credits coming back"),
    S.RELEASED: Words("未办成，时间已退回", "Not given, credits back"),
}
ENDING_WORDS: Final = {
    Ending.WITHDRAWN.value: Words("已撤回", "Withdrawn"),
    Ending.NOBODY_FOUND.value: Words("约定时间前没有找到合适的人", "Nobody was found in time"),
    Ending.NO_SHOW.value: Words("约好的人没有来", "The helper did not come"),
    Ending.QUOTA_FULL.value: Words("当月名额已满", "The month's places were taken"),
    Ending.NOT_POSSIBLE.value: Words("这个时间或档案不能安排", "The time or the file does not allow it"),
    Ending.HOLD_OVER.value: Words("时长确认太迟，没有扣时间", "Agreed to too late; nothing was used"),
    InsufficientCredit.code: Words("可用存量不足", "Too few free credits"),
}
SEEN_WORDS: Final = {
    IdentitySeen.IDENTITY_CARD: Words("看了身份证", "Identity card seen"),
    IdentitySeen.OTHER_DOCUMENT: Words("看了其他证件", "Another document seen"),
    IdentitySeen.KNOWN_IN_PERSON: Words("本人认识", "Known in person"),
}
CONSENT_WORDS: Final = {
    ConsentGiven.SPOKEN: Words("本人口头同意", "Agreed aloud"),
    ConsentGiven.WRITTEN: Words("本人书面同意", "Agreed in writing"),
}
_TONES: Final = {S.USED: "good", S.ARRANGED: "good", S.REFUSED: "stop", S.RELEASED: "stop"}
_ICONS: Final = {S.USED: "circle-check", S.ARRANGED: "heart-handshake", S.REFUSED: "x", S.RELEASED: "x"}


def state_chip(redemption: Redemption, language: str) -> dict[str, str]:
    """Return a redemption's state in words, with its sign and tone."""
    state = redemption.state
    words = ENDING_WORDS.get(redemption.reason) if redemption.is_over and redemption.reason else None
    said = STATE_WORDS[state].say(language)
    return {
        "words": said,
        "why": words.say(language) if words else "",
        "icon": _ICONS.get(state, "clock"),
        "tone": _TONES.get(state, "wait"),
    }


def steps_of(redemption: Redemption, language: str) -> list[dict[str, object]]:
    """Return how far a redemption is, as a line of four steps."""
    state = redemption.state
    rank = {S.ORDERED: 0, S.BOOKED: 1, S.ARRANGED: 2, S.USING: 3, S.USED: 4}.get(state)
    line: tuple[tuple[Words, datetime | None], ...] = (
        (Words("预留时间", "Credits set aside"), redemption.created_at),
        (Words("找到合适的人", "A helper says yes"), redemption.arranged_at),
        (Words("上门服务", "The service"), None),
        (Words("按实际时间结算", "Settled by the minutes it took"), redemption.ended_at),
    )
    if rank is None:
        reached = [step for step in line if step[1] and step[0] != line[3][0]]
        done: list[dict[str, object]] = [
            {"words": words.say(language), "state": "done", "at": at} for words, at in reached
        ]
        return [
            *done,
            {"words": STATE_WORDS[state].say(language), "state": "stopped", "at": redemption.ended_at},
        ]
    return [
        {
            "words": words.say(language),
            "state": "done" if place < rank else "now" if place == rank else "next",
            "at": at if place < rank else None,
        }
        for place, (words, at) in enumerate(line)
    ]
