"""The page on which a member chooses how to be told."""

from dataclasses import dataclass
from typing import Annotated

from services.notify.application.addresses import (
    AskAddress,
    ConfirmAddress,
    ask_address,
    confirm_address,
)
from services.notify.application.context import Notify
from services.notify.application.preferences import (
    ChangePreferences,
    NoticeLanguage,
    Quiet,
    change_preferences,
    preferences_of,
)
from services.notify.application.ringing import AddDevice, add_device, forget_device
from services.notify.domain.channels import OWN_CHOICE, Channel, Topic
from services.notify.domain.preferences import Preferences, QuietSpan, Way
from shared.events.fields import Text
from shared.kernel.words import Words
from shared.web.api import SIGNED_IN, Nothing
from shared.web.pages import Pages, Shown, Visit

PATH = "/me/notices-settings"
ClockTime = Annotated[str, Text(least=5, most=5, pattern=r"(?:[01][0-9]|2[0-3]):[0-5][0-9]")]
_SAVED = Words("已保存", "Saved")
_LETTER_SENT = Words(
    "已发出一封信，请到邮箱里点确认", "A letter is on its way; please confirm from your mailbox"
)
_YOURS = Words("邮箱已确认，可以用了", "Your address is confirmed and will be used")
_RINGS = Words("已开通，这个浏览器会提醒您", "Done: this browser will ring")
_FORGOTTEN = Words("已停用，那个浏览器不再提醒", "Done: that browser rings no more")
_PLACES = len(OWN_CHOICE)


@dataclass(frozen=True, slots=True, kw_only=True)
class SettingsForm:
    """What the form sends: each topic's way, each place's channel, and times as typed."""

    way_asked: Way = Way.AT_ONCE
    way_requests: Way = Way.AT_ONCE
    way_services: Way = Way.AT_ONCE
    way_reminders: Way = Way.AT_ONCE
    way_minutes: Way = Way.AT_ONCE
    way_community: Way = Way.AT_ONCE
    way_other: Way = Way.AT_ONCE
    channel_1: Channel | None = None
    channel_2: Channel | None = None
    channel_3: Channel | None = None
    channel_4: Channel | None = None
    channel_5: Channel | None = None
    night_from: ClockTime | None = None
    night_to: ClockTime | None = None
    noon_from: ClockTime | None = None
    noon_to: ClockTime | None = None
    digest_at: ClockTime = "18:00"
    language: NoticeLanguage | None = None

    @property
    def command(self) -> ChangePreferences:
        """Return what is asked for."""
        ways = {topic: getattr(self, f"way_{topic.lower()}") for topic in Topic}
        places = [getattr(self, f"channel_{place}") for place in range(1, 1 + _PLACES)]
        spans = ((self.night_from, self.night_to), (self.noon_from, self.noon_to))
        return ChangePreferences(
            quiet=tuple(
                Quiet(from_minute=_minute(begins), to_minute=_minute(ends))
                for begins, ends in spans
                if begins and ends
            ),
            channels=tuple(each for each in places if each is not None),
            daily=tuple(topic for topic, way in ways.items() if way is Way.DAILY),
            inbox_only=tuple(topic for topic, way in ways.items() if way is Way.INBOX),
            digest_minute=_minute(self.digest_at),
            language=self.language,
        )


def settings_pages(notify: Notify) -> Pages:
    """Return the page and its form."""
    made = Pages("notify")

    def shown(visit: Visit[object]) -> Shown:
        preferences = preferences_of(notify, visit.actor.member_id)
        return visit.show(
            "notify/settings.html",
            topics=[(f"way_{each.lower()}", each.words.say(visit.language)) for each in Topic],
            channels=[
                ("", Words("不用", "None").say(visit.language)),
                *((each.value, each.words.say(visit.language)) for each in OWN_CHOICE),
            ],
            channel_fields=[f"channel_{place}" for place in range(1, 1 + _PLACES)],
            has_mail=Channel.EMAIL in notify.reach.channels,
            push_key=notify.reach.push and notify.reach.push.public_key,
            preferences=preferences,
            typed={**_as_typed(preferences, visit.language), **visit.values},
        )

    made.get(PATH, may=SIGNED_IN)(shown)

    @made.post(PATH, may=SIGNED_IN, takes=SettingsForm, again=shown)
    def keep(visit: Visit[SettingsForm]) -> Shown:
        change_preferences(notify, visit.actor, visit.body.command)
        return visit.go(PATH, _SAVED)

    @made.post(f"{PATH}/email", may=SIGNED_IN, takes=AskAddress, again=shown)
    def ask(visit: Visit[AskAddress]) -> Shown:
        after = ask_address(notify, visit.actor, visit.body)
        return visit.go(PATH, _LETTER_SENT if after.email_asked else _SAVED)

    @made.get(f"{PATH}/email/<mark>", may=SIGNED_IN)
    def asked(visit: Visit[object]) -> Shown:
        return visit.show("notify/email.html", preferences=preferences_of(notify, visit.actor.member_id))

    @made.post(f"{PATH}/email/confirm", may=SIGNED_IN, takes=ConfirmAddress)
    def confirm(visit: Visit[ConfirmAddress]) -> Shown:
        confirm_address(notify, visit.actor, visit.body)
        return visit.go(PATH, _YOURS)

    @made.post(f"{PATH}/devices", may=SIGNED_IN, takes=AddDevice, again=shown)
    def ring(visit: Visit[AddDevice]) -> Shown:
        add_device(notify, visit.actor, visit.body)
        return visit.go(f"{PATH}#devices", _RINGS)

    @made.post(f"{PATH}/devices/<device_id>/forget", may=SIGNED_IN)
    def forget(visit: Visit[Nothing]) -> Shown:
        forget_device(notify, visit.actor, visit.path["device_id"])
        return visit.go(f"{PATH}#devices", _FORGOTTEN)

    return made


def _as_typed(preferences: Preferences, language: str) -> dict[str, str]:
    """Return preferences as the form has them."""
    overnight = [span for span in preferences.quiet if span.to_minute < span.from_minute]
    within = [span for span in preferences.quiet if span not in overnight]
    return {
        **{f"way_{topic.lower()}": preferences.way_of(topic).value for topic in Topic},
        **{f"channel_{place}": each.value for place, each in enumerate(preferences.channels, 1)},
        **_span_typed("night", overnight),
        **_span_typed("noon", within),
        "digest_at": _clock(preferences.digest_minute),
        "language": preferences.language or ("zh" if language.startswith("zh") else "en"),
    }


def _span_typed(name: str, spans: list[QuietSpan]) -> dict[str, str]:
    if not spans:
        return {}
    return {f"{name}_from": _clock(spans[0].from_minute), f"{name}_to": _clock(spans[0].to_minute)}


def _minute(typed: str) -> int:
    hours, _, minutes = typed.partition(":")
    return int(hours) * 60 + int(minutes)


def _clock(minute: int) -> str:
    return f"{minute // 60:02}:{minute % 60:02}"
