"""The API of preferences, under ``/api/notify/v1``: each member's own."""

from dataclasses import dataclass

from services.notify.application.addresses import (
    AskAddress,
    ConfirmAddress,
    ask_address,
    confirm_address,
)
from services.notify.application.context import Notify
from services.notify.application.preferences import (
    ChangePreferences,
    Quiet,
    change_preferences,
    preferences_of,
)
from services.notify.application.ringing import AddDevice, add_device, forget_device
from services.notify.domain.channels import Channel, Topic
from services.notify.domain.preferences import Preferences
from shared.events.fields import Count, Id, Moment
from shared.web.api import SIGNED_IN, Api, Call, Nothing


@dataclass(frozen=True, slots=True, kw_only=True)
class DeviceView:
    """A browser that may be rung.

    Attributes:
        id: Of the browser.
        added_at: When its owner let it be rung.
    """

    id: Id
    added_at: Moment


@dataclass(frozen=True, slots=True, kw_only=True)
class PushKey:
    """What browsers bind themselves to.

    Attributes:
        public_key: Base64url; none where no push services are set up.
    """

    public_key: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class PreferencesView:
    """How a member wants to be told.

    Attributes:
        quiet: When nothing rings, China time.
        channels: By what, the first tried first.
        daily: Topics told once a day.
        inbox_only: Topics that wait in the inbox.
        digest_minute: When the daily summary comes, minutes after midnight.
        language: Of what is sent; none means as the pages.
        email: Address shown to be the member's.
        email_asked: Address that waits for its letter to be answered.
        devices: Browsers that may be rung.
    """

    quiet: tuple[Quiet, ...]
    channels: tuple[Channel, ...]
    daily: tuple[Topic, ...]
    inbox_only: tuple[Topic, ...]
    digest_minute: Count
    language: str | None
    email: str | None
    email_asked: str | None
    devices: tuple[DeviceView, ...]


def preferences_api(notify: Notify) -> Api:
    """Return the routes of preferences."""
    api = Api("notify")

    @api.get("/preferences", gives=PreferencesView, may=SIGNED_IN, says="How you want to be told")
    def shown(call: Call[Nothing]) -> PreferencesView:
        return preferences_view(preferences_of(notify, call.actor.member_id))

    @api.patch(
        "/preferences",
        takes=ChangePreferences,
        gives=PreferencesView,
        may=SIGNED_IN,
        says="Change how you want to be told; what is left out stays",
    )
    def changed(call: Call[ChangePreferences]) -> PreferencesView:
        return preferences_view(change_preferences(notify, call.actor, call.body))

    @api.post(
        "/preferences/email",
        takes=AskAddress,
        gives=PreferencesView,
        may=SIGNED_IN,
        says="Name your e-mail address; it is used once you have answered the letter sent there",
    )
    def asked(call: Call[AskAddress]) -> PreferencesView:
        return preferences_view(ask_address(notify, call.actor, call.body))

    @api.post(
        "/preferences/email/confirm",
        takes=ConfirmAddress,
        gives=PreferencesView,
        may=SIGNED_IN,
        says="Show by the mark from the letter that the address is yours",
    )
    def confirmed(call: Call[ConfirmAddress]) -> PreferencesView:
        return preferences_view(confirm_address(notify, call.actor, call.body))

    _devices(api, notify)
    return api


def _devices(api: Api, notify: Notify) -> None:
    @api.get(
        "/preferences/devices/key", gives=PushKey, may=SIGNED_IN, says="The key to subscribe a browser with"
    )
    def key(_: Call[Nothing]) -> PushKey:
        push = notify.reach.push
        return PushKey(public_key=push.public_key if push else None)

    @api.post(
        "/preferences/devices",
        takes=AddDevice,
        gives=PreferencesView,
        may=SIGNED_IN,
        says="Let a browser be rung: what its subscription holds",
    )
    def added(call: Call[AddDevice]) -> PreferencesView:
        return preferences_view(add_device(notify, call.actor, call.body))

    @api.post(
        "/preferences/devices/<device_id>/forget",
        gives=PreferencesView,
        may=SIGNED_IN,
        says="Ring a browser no more",
    )
    def forgotten(call: Call[Nothing]) -> PreferencesView:
        return preferences_view(forget_device(notify, call.actor, call.path["device_id"]))


def preferences_view(preferences: Preferences) -> PreferencesView:
    """Return preferences as their owner sees them."""
    return PreferencesView(
        quiet=tuple(
            Quiet(from_minute=each.from_minute, to_minute=each.to_minute) for each in preferences.quiet
        ),
        channels=preferences.channels,
        daily=preferences.daily,
        inbox_only=preferences.inbox_only,
        digest_minute=preferences.digest_minute,
        language=preferences.language,
        email=preferences.email,
        email_asked=preferences.email_asked,
        devices=tuple(DeviceView(id=each.id, added_at=each.added_at) for each in preferences.devices),
    )
