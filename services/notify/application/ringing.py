"""The browsers a person lets us ring: added, forgotten, and rung one after another."""

from dataclasses import dataclass, replace
from functools import partial
from typing import Annotated, Final

from services.notify.adapters.web_push import Gone, WebPush
from services.notify.application.context import Notify
from services.notify.application.preferences import keep, preferences_of
from services.notify.domain.channels import Channel
from services.notify.domain.deliveries import NotNow, Refused
from services.notify.domain.devices import MOST_DEVICES, Device, Subscription, device_id
from services.notify.domain.messages import Message
from services.notify.domain.preferences import Preferences
from shared.events.fields import Text
from shared.identity.actor import Actor
from shared.kernel.errors import Conflict, NotFound
from shared.storage.aggregates import retrying

Endpoint = Annotated[str, Text(least=10, most=1000, pattern=r"https?://[!-~]+")]
PushKey = Annotated[str, Text(least=16, most=120, pattern=r"[A-Za-z0-9_-]+=*")]
_NO_DEVICE: Final = "no-device"


class PushOff(Conflict):
    """The operator has not set up push services."""

    code = "push-off"
    zh = "本平台没有开通浏览器提醒；请改用短信或邮件"
    en = "This platform does not ring browsers; choose text messages or e-mail"


@dataclass(frozen=True, slots=True, kw_only=True)
class AddDevice:
    """What the actor's browser gave to be rung by."""

    endpoint: Endpoint
    p256dh: PushKey
    auth: PushKey


def add_device(notify: Notify, actor: Actor, asked: AddDevice) -> Preferences:
    """Return the actor's preferences with a browser to ring first of all; added twice, it is there once.

    Raises:
        PushOff: If no push services are set up.
        BadInput: If the browser's service is none of those, or its keys are none.
    """
    push = _push(notify)
    subscription = Subscription(endpoint=asked.endpoint, p256dh=asked.p256dh, auth=asked.auth)
    device = Device(
        id=device_id(actor.member_id, asked.endpoint),
        sealed=push.sealed(subscription, actor.member_id),
        added_at=notify.clock.now(),
    )
    before = preferences_of(notify, actor.member_id)
    others = [each for each in before.devices if each.id != device.id]
    channels = before.channels if Channel.PUSH in before.channels else (Channel.PUSH, *before.channels)
    return keep(notify, replace(before, devices=(*others, device)[-MOST_DEVICES:], channels=channels))


def forget_device(notify: Notify, actor: Actor, device_id: str) -> Preferences:
    """Return the actor's preferences without a browser.

    Raises:
        NotFound: If it is none of theirs.
    """
    before = preferences_of(notify, actor.member_id)
    if all(each.id != device_id for each in before.devices):
        raise NotFound(kind="Device", id=device_id)
    return keep(notify, before.without_device(device_id))


def ring(notify: Notify, message: Message, owner: Preferences) -> str:
    """Hand a message to each browser of its receiver, forget those that are gone, and return the first receipt.

    Raises:
        Refused: If no browser will ever take it.
        NotNow: If none took it, and trying again may help.
    """
    push, receipts = _push(notify), list[str]()
    fault: Refused | NotNow = Refused(reason=_NO_DEVICE)
    for device in owner.devices:
        try:
            receipts.append(push.send(replace(message, to=push.opened(device.sealed, owner.id))))
        except Gone:
            retrying(partial(_forget, notify, owner.id, device.id))
        except (Refused, NotNow) as cause:
            fault = cause
    if not receipts:
        raise fault
    return receipts[0]


def _forget(notify: Notify, member_id: str, device_id: str) -> None:
    keep(notify, preferences_of(notify, member_id).without_device(device_id))


def _push(notify: Notify) -> WebPush:
    if notify.reach.push is None:
        raise PushOff
    return notify.reach.push
