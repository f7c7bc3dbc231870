"""The ways a person can be reached beyond their own pages, and how pressing a notice is."""

from collections.abc import Mapping
from enum import StrEnum
from typing import Final

from services.notify.domain.notices import NoticeKind
from shared.kernel.words import Words


class Channel(StrEnum):
    """How a notice reaches a person; their own pages (the inbox) always hold it as well."""

    WECHAT = "WECHAT"
    SMS = "SMS"
    VOICE = "VOICE"
    EMAIL = "EMAIL"
    PUSH = "PUSH"
    ROBOT = "ROBOT"
    VISIT = "VISIT"

    @property
    def words(self) -> Words:
        """Return what people call it."""
        return _CHANNEL_WORDS[self]


_CHANNEL_WORDS: Final[Mapping[Channel, Words]] = {
    Channel.WECHAT: Words("微信服务通知", "WeChat message"),
    Channel.SMS: Words("手机短信", "Text message"),
    Channel.VOICE: Words("语音电话", "Phone call by machine"),
    Channel.EMAIL: Words("电子邮件", "E-mail"),
    Channel.PUSH: Words("浏览器提醒", "This browser rings"),
    Channel.ROBOT: Words("工作群机器人", "Work group"),
    Channel.VISIT: Words("网格员转告", "Told by a grid worker"),
}

OWN_CHOICE: Final = (Channel.PUSH, Channel.WECHAT, Channel.SMS, Channel.VOICE, Channel.EMAIL)
"""What a person may put into an order of their own; the others are for desks, and for those without a phone."""

DEFAULT_CHANNELS: Final = (Channel.WECHAT, Channel.SMS, Channel.EMAIL)
"""For who never chose: a machine calls only those who asked for it."""


class Topic(StrEnum):
    """What a notice is about, as people choose among them."""

    ASKED = "ASKED"
    REQUESTS = "REQUESTS"
    SERVICES = "SERVICES"
    REMINDERS = "REMINDERS"
    MINUTES = "MINUTES"
    COMMUNITY = "COMMUNITY"
    OTHER = "OTHER"

    @property
    def words(self) -> Words:
        """Return what people call it."""
        return _TOPIC_WORDS[self]


_TOPIC_WORDS: Final[Mapping[Topic, Words]] = {
    Topic.ASKED: Words("请我去帮忙", "Being asked to help"),
    Topic.REQUESTS: Words("我提的求助", "My requests"),
    Topic.SERVICES: Words("我的服务安排", "My services"),
    Topic.REMINDERS: Words("提醒", "Reminders"),
    Topic.MINUTES: Words("时长和评价", "Minutes and ratings"),
    Topic.COMMUNITY: Words("社区通知", "News of my community"),
    Topic.OTHER: Words("其他", "Everything else"),
}


class Urgency(StrEnum):
    """How pressing a notice is; only danger to life passes quiet hours."""

    LIFE = "LIFE"
    SOON = "SOON"
    ORDINARY = "ORDINARY"


_K = NoticeKind
_TOPICS: Final[Mapping[NoticeKind, Topic]] = {
    _K.HELP_ASKED: Topic.ASKED,
    _K.INVITED: Topic.ASKED,
    _K.HELPER_FOUND: Topic.REQUESTS,
    _K.HELPER_LEFT: Topic.REQUESTS,
    _K.NEED_REFUSED: Topic.REQUESTS,
    _K.NEED_WITHDRAWN: Topic.REQUESTS,
    _K.NEED_EXPIRED: Topic.REQUESTS,
    _K.NEED_MET: Topic.REQUESTS,
    _K.NOBODY_FOUND: Topic.REQUESTS,
    _K.HELPER_ARRIVED: Topic.REQUESTS,
    _K.PLEASE_CONFIRM: Topic.REQUESTS,
    _K.CONFIRM_REMINDER: Topic.REMINDERS,
    _K.DAY_BEFORE: Topic.REMINDERS,
    _K.HELP_COMES_TOMORROW: Topic.REMINDERS,
    _K.HOURS_BEFORE: Topic.REMINDERS,
    _K.NOT_CHECKED_IN: Topic.REMINDERS,
    _K.PLEASE_RATE: Topic.REMINDERS,
    _K.RECORD_NEAR: Topic.REMINDERS,
    _K.SHIFT_RECORD_NEAR: Topic.REMINDERS,
    _K.TRAINING_LAPSES: Topic.REMINDERS,
    _K.INSURANCE_LAPSES: Topic.REMINDERS,
    _K.SHIFT_INVITED: Topic.ASKED,
    _K.SHIFT_PLACE: Topic.SERVICES,
    _K.SIGNED_UP_BY_LEADER: Topic.SERVICES,
    _K.TEAM_INVITED: Topic.ASKED,
    _K.SHIFT_PLACE_LOST: Topic.SERVICES,
    _K.SHIFT_CHANGED: Topic.SERVICES,
    _K.SHIFT_CANCELLED: Topic.SERVICES,
    _K.PART_ASKED: Topic.ASKED,
    _K.PROFESSIONAL_ASKED: Topic.ASKED,
    _K.PAIRING_ASKED: Topic.ASKED,
    _K.PAIR_CONTACT_DUE: Topic.REMINDERS,
    _K.COMPANION_ASKED: Topic.ASKED,
    _K.CARE_PLAN_DRAWN_UP: Topic.REQUESTS,
    _K.CARE_PLAN_AGREED: Topic.REQUESTS,
    _K.CARE_PLAN_REFUSED: Topic.REQUESTS,
    _K.CARE_PLAN_PAUSED: Topic.REQUESTS,
    _K.CARE_PLAN_RESUMED: Topic.REQUESTS,
    _K.CARE_PLAN_CHANGED: Topic.REQUESTS,
    _K.CARE_PLAN_ENDED: Topic.REQUESTS,
    _K.PART_ANSWERED: Topic.REQUESTS,
    _K.PLEASE_CONFIRM_PART: Topic.REQUESTS,
    _K.DRAW_INVITED: Topic.MINUTES,
    _K.REDEEMED_FOR_YOU: Topic.REQUESTS,
    _K.REDEMPTION_USED: Topic.REQUESTS,
    _K.REDEMPTION_RELEASED: Topic.REQUESTS,
    _K.BOOKED: Topic.SERVICES,
    _K.DETAILS_CHANGED: Topic.SERVICES,
    _K.CANCELLED: Topic.SERVICES,
    _K.CONFIRMED: Topic.SERVICES,
    _K.MARKED_ABSENT: Topic.SERVICES,
    _K.BROADCAST: Topic.COMMUNITY,
    _K.DANGER: Topic.COMMUNITY,
    _K.RATED: Topic.MINUTES,
    _K.MINUTES_CREDITED: Topic.MINUTES,
    _K.MINUTES_REFUSED: Topic.MINUTES,
    _K.HOURS_WAITING: Topic.MINUTES,
    _K.LONG_DAYS_WAIT: Topic.REMINDERS,
    _K.GIFT_RECEIVED: Topic.MINUTES,
    _K.GIFT_UNDONE: Topic.MINUTES,
    _K.CREDITS_ENDED: Topic.MINUTES,
    _K.CREDITS_END_SOON: Topic.MINUTES,
    _K.RECORD_CORRECTED: Topic.MINUTES,
    _K.RECORD_NOT_CORRECTED: Topic.MINUTES,
    _K.RECORD_WITHDRAWN: Topic.MINUTES,
}
LIFE: Final = frozenset({_K.DANGER, _K.DANGER_WAITS})
"""Danger to life: it rings at any hour, by everything there is, whatever a person chose."""
_SOON: Final = frozenset(
    {
        _K.HELP_ASKED,
        _K.INVITED,
        _K.HELPER_LEFT,
        _K.CANCELLED,
        _K.NOBODY_FOUND,
        _K.SHIFT_CANCELLED,
        _K.HOURS_BEFORE,
        _K.NOT_CHECKED_IN,
        _K.HELPER_NOT_THERE,
        _K.NOBODY_YET,
    }
)


def topic_of(kind: NoticeKind) -> Topic:
    """Return what a kind of notice is about."""
    return _TOPICS.get(kind, Topic.OTHER)


def urgency_of(kind: NoticeKind) -> Urgency:
    """Return how pressing a kind of notice is."""
    if kind in LIFE:
        return Urgency.LIFE
    return Urgency.SOON if kind in _SOON else Urgency.ORDINARY
