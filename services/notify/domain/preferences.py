"""How a person wants to be told: when not, by what, at once or once a day."""

from dataclasses import dataclass, replace
from datetime import datetime, time, timedelta
from enum import StrEnum
from typing import Final

from services.notify.domain.channels import DEFAULT_CHANNELS, OWN_CHOICE, Channel, Topic, Urgency
from services.notify.domain.devices import Device
from shared.kernel.clock import CHINA
from shared.kernel.errors import BadInput, FieldFault

MINUTES_A_DAY: Final = 24 * 60
MOST_SPANS: Final = 4


class Way(StrEnum):
    """How the notices of one topic come."""

    AT_ONCE = "AT_ONCE"
    DAILY = "DAILY"
    INBOX = "INBOX"


@dataclass(frozen=True, slots=True, kw_only=True)
class QuietSpan:
    """A part of every day, China time, in which nothing rings.

    Attributes:
        from_minute: Minutes after midnight, 0 to 1439.
        to_minute: Minutes after midnight, 0 to 1439; below ``from_minute`` it is on the next day.
    """

    from_minute: int
    to_minute: int

    def end_after(self, local: datetime) -> datetime | None:
        """Return when the silence around a local instant ends, or None if none is."""
        midnight = datetime.combine(local.date(), time(), local.tzinfo)
        for day in (midnight - timedelta(days=1), midnight):
            start = day + timedelta(minutes=self.from_minute)
            length = (self.to_minute - self.from_minute) % MINUTES_A_DAY
            if start <= local < start + timedelta(minutes=length):
                return start + timedelta(minutes=length)
        return None


DEFAULT_QUIET: Final = (
    QuietSpan(from_minute=21 * 60, to_minute=8 * 60),
    QuietSpan(from_minute=12 * 60, to_minute=14 * 60),
)
"""At night and over noon, as is the custom for calls and texts."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Preferences:
    """What one person chose; who never chose has the defaults.

    Attributes:
        id: Of the member.
        version: How often it was written.
        quiet: When nothing rings; danger to life alone does.
        channels: By what, the first tried first; none means the inbox alone.
        daily: Topics told once a day, together.
        inbox_only: Topics that wait in the inbox and are sent nowhere.
        digest_minute: When the daily summary comes, minutes after midnight, China time.
        language: ``zh`` or ``en``; None means as the pages.
        email: Address that the person has shown to be theirs.
        email_asked: Address they say is theirs; a letter to it waits to be answered.
        email_asked_at: When that letter was asked for.
        devices: Browsers that may be rung, the newest last.
    """

    id: str
    version: int = 0
    quiet: tuple[QuietSpan, ...] = DEFAULT_QUIET
    channels: tuple[Channel, ...] = DEFAULT_CHANNELS
    daily: tuple[Topic, ...] = ()
    inbox_only: tuple[Topic, ...] = ()
    digest_minute: int = 18 * 60
    language: str | None = None
    email: str | None = None
    email_asked: str | None = None
    email_asked_at: datetime | None = None
    devices: tuple[Device, ...] = ()

    def way_of(self, topic: Topic) -> Way:
        """Return how the notices of a topic come."""
        if topic in self.inbox_only:
            return Way.INBOX
        return Way.DAILY if topic in self.daily else Way.AT_ONCE

    def without(self, topic: Topic) -> "Preferences":
        """Return these preferences with the notices of a topic kept in the inbox alone."""
        if topic in self.inbox_only:
            return self
        return replace(self, inbox_only=(*self.inbox_only, topic))

    def without_device(self, device_id: str) -> "Preferences":
        """Return these preferences without one browser."""
        return replace(self, devices=tuple(each for each in self.devices if each.id != device_id))

    def may_ring_at(self, instant: datetime, urgency: Urgency) -> datetime:
        """Return the first instant from the given one at which a notice may ring, UTC."""
        if urgency is Urgency.LIFE:
            return instant
        local = instant.astimezone(CHINA)
        for _ in range(2 * MOST_SPANS):
            ends = [end for span in self.quiet if (end := span.end_after(local)) is not None]
            if not ends:
                break
            local = max(ends)
        return local.astimezone(instant.tzinfo)

    def next_digest_at(self, instant: datetime) -> datetime:
        """Return when the next daily summary is due after an instant, UTC."""
        local = instant.astimezone(CHINA)
        due = datetime.combine(local.date(), time(), CHINA) + timedelta(minutes=self.digest_minute)
        return (due if due > local else due + timedelta(days=1)).astimezone(instant.tzinfo)


def checked(preferences: Preferences) -> Preferences:
    """Return preferences in their normal form: each thing once, no empty silence.

    Raises:
        BadInput: If nothing could ever ring, or a channel is none of a person's own.
    """
    if not set(preferences.channels) <= set(OWN_CHOICE):
        raise BadInput(faults=(_NOT_YOURS,))
    quiet = tuple(span for span in dict.fromkeys(preferences.quiet) if span.from_minute != span.to_minute)
    silent = sum((span.to_minute - span.from_minute) % MINUTES_A_DAY for span in quiet)
    if silent > LONGEST_SILENCE or len(quiet) > MOST_SPANS:
        raise BadInput(faults=(_TOO_QUIET,))
    inbox_only = tuple(dict.fromkeys(preferences.inbox_only))
    return replace(
        preferences,
        quiet=quiet,
        channels=tuple(dict.fromkeys(preferences.channels)),
        inbox_only=inbox_only,
        daily=tuple(topic for topic in dict.fromkeys(preferences.daily) if topic not in inbox_only),
    )


LONGEST_SILENCE: Final = 20 * 60
"""Minutes of a day; whoever wants more turns the channels off."""

_NOT_YOURS: Final = FieldFault(
    field="channels",
    code="not-a-channel-of-yours",
    zh="这里只能选浏览器提醒、微信、短信、语音电话和电子邮件",
    en="Only this browser, WeChat, text message, phone call and e-mail can be chosen here",
)
_TOO_QUIET: Final = FieldFault(
    field="quiet",
    code="too-quiet",
    zh="免打扰时间最多 4 段，一天合计不超过 20 小时；不想收到就把通知方式都选“不用”",
    en="At most 4 quiet spans, 20 hours a day together; to get nothing, choose no channel",
)
