"""What a member chooses of how they are told."""

from dataclasses import dataclass, replace
from typing import Annotated

from services.notify.application.context import Notify
from services.notify.domain.channels import Channel, Topic
from services.notify.domain.preferences import MINUTES_A_DAY, Preferences, QuietSpan, checked
from shared.events.fields import Text, Whole
from shared.identity.actor import Actor

MinuteOfDay = Annotated[int, Whole(least=0, most=MINUTES_A_DAY - 1)]
NoticeLanguage = Annotated[str, Text(least=2, most=2, pattern="zh|en")]


@dataclass(frozen=True, slots=True, kw_only=True)
class Quiet:
    """A part of every day, China time, in which nothing rings.

    Attributes:
        from_minute: Minutes after midnight.
        to_minute: Minutes after midnight; below ``from_minute`` it is on the next day.
    """

    from_minute: MinuteOfDay
    to_minute: MinuteOfDay


@dataclass(frozen=True, slots=True, kw_only=True)
class ChangePreferences:
    """How to be told from now on; what is left out stays.

    Attributes:
        quiet: When nothing rings.
        channels: By what, the first tried first.
        daily: Topics told once a day.
        inbox_only: Topics that wait in the inbox.
        digest_minute: When the daily summary comes.
        language: Of what is sent.
    """

    quiet: tuple[Quiet, ...] | None = None
    channels: tuple[Channel, ...] | None = None
    daily: tuple[Topic, ...] | None = None
    inbox_only: tuple[Topic, ...] | None = None
    digest_minute: MinuteOfDay | None = None
    language: NoticeLanguage | None = None


def preferences_of(notify: Notify, member_id: str) -> Preferences:
    """Return how a member wants to be told."""
    return notify.preferences.find(member_id) or Preferences(id=member_id)


def change_preferences(notify: Notify, actor: Actor, asked: ChangePreferences) -> Preferences:
    """Return the actor's preferences with what was given changed; nothing new writes nothing.

    Raises:
        BadInput: If nothing could ever ring.
    """
    before = preferences_of(notify, actor.member_id)
    after = checked(replace(before, **_given(asked)))  # type: ignore[arg-type]  # -- each is a field of Preferences
    return before if after == before else keep(notify, after)


def _given(asked: ChangePreferences) -> dict[str, object]:
    given = {name: getattr(asked, name) for name in ChangePreferences.__dataclass_fields__}
    if asked.quiet is not None:
        given["quiet"] = tuple(
            QuietSpan(from_minute=each.from_minute, to_minute=each.to_minute) for each in asked.quiet
        )
    return {name: value for name, value in given.items() if value is not None}


def keep(notify: Notify, preferences: Preferences) -> Preferences:
    """Write preferences, the first time or again."""
    kept = notify.preferences
    return kept.save(preferences) if preferences.version else kept.add(preferences)
