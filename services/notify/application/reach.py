"""By what this platform can reach people, as its operator set it up."""

import threading
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Final, Protocol

from services.notify.adapters.gateway import Gateway
from services.notify.adapters.robots import RobotKind, Robots
from services.notify.adapters.smtp import Smtp
from services.notify.adapters.web_push import PushKeys, WebPush
from services.notify.domain.channels import Channel
from services.notify.domain.messages import Message
from services.notify.domain.pacing import Pace
from shared.kernel.clock import Clock
from shared.settings import Settings, site_of


class Provider(Protocol):
    """Takes messages of a channel on their way."""

    def send(self, message: Message) -> str:
        """Take a message and return a receipt.

        Raises:
            Refused: If it will never be delivered.
            NotNow: If trying again may help.
        """


class Paces:
    """The pace of each channel's provider, in this process."""

    def __init__(self, gap: timedelta) -> None:
        """Take the least time between two calls to one provider."""
        self._gap = gap
        self._lock = threading.Lock()
        self._paces: dict[Channel, Pace] = {}

    def of(self, channel: Channel, now: datetime) -> Pace:
        """Return the pace of a channel."""
        return self._paces.get(channel) or Pace(gap=self._gap, free_at=now)

    def take_turns(self, channel: Channel, now: datetime, wanted: int) -> int:
        """Take turns to call a provider; return how many were to be had."""
        with self._lock:
            pace = self.of(channel, now)
            got = pace.turns(now, wanted)
            if got:
                self._paces[channel] = pace.called(now, got)
        return got

    def note(self, channel: Channel, now: datetime, *, worked: bool) -> None:
        """Note how a call went."""
        with self._lock:
            pace = self.of(channel, now)
            self._paces[channel] = pace.went_well() if worked else pace.failed(now)


A_SECOND: Final = timedelta(seconds=1)
DEFAULT_GAP: Final = A_SECOND / 50


@dataclass(frozen=True, slots=True, kw_only=True)
class Reach:
    """By what people are reached.

    Attributes:
        providers: What takes messages, by channel; empty means the inbox alone.
        robots: Webhook of a community's work group, by its code.
        site: Address of the platform's pages, without a slash at its end.
        secret: Signs links in letters, and what the gateway reports.
        paces: How fast each provider is spoken to.
        push: The push services of browsers, where they are set up.
    """

    providers: Mapping[Channel, Provider] = field(default_factory=dict)
    robots: Mapping[str, str] = field(default_factory=dict)
    site: str = "http://127.0.0.1:8000"
    secret: bytes = b""
    gateway_secret: str = ""
    paces: Paces = field(default_factory=lambda: Paces(DEFAULT_GAP))
    push: WebPush | None = None

    @property
    def channels(self) -> frozenset[Channel]:
        """Return the channels that are set up."""
        return frozenset(self.providers)


NOWHERE: Final = Reach()


def reach_of(settings: Settings, clock: Clock, secret: bytes, push_keys: PushKeys | None = None) -> Reach:
    """Return what the operator set up.

    Args:
        settings: What the operator set.
        clock: Stamps calls and letters.
        secret: Signs links.
        push_keys: What browsers are rung with.
    """
    push = _push(settings, clock, push_keys)
    robots = {code: url for code, (_, url) in settings.robots.items()}
    return Reach(
        providers={**_providers(settings, clock), **({Channel.PUSH: push} if push else {})},
        robots=robots,
        site=site_of(settings),
        secret=secret,
        gateway_secret=settings.gateway_secret,
        paces=Paces(A_SECOND / settings.sends_each_second),
        push=push,
    )


def _push(settings: Settings, clock: Clock, keys: PushKeys | None) -> WebPush | None:
    if not settings.push_services or keys is None:
        return None
    return WebPush(keys=keys, contact=settings.push_contact, hosts=settings.push_services, clock=clock)


def _providers(settings: Settings, clock: Clock) -> dict[Channel, Provider]:
    found: dict[Channel, Provider] = {}
    if settings.smtp_host:
        found[Channel.EMAIL] = Smtp(
            host=settings.smtp_host,
            port=settings.smtp_port,
            sender=settings.smtp_sender,
            login=settings.smtp_login,
            password=settings.smtp_password,
            uses_tls=settings.smtp_tls,
            clock=clock,
        )
    if settings.gateway_url:
        gateway = Gateway(url=settings.gateway_url, secret=settings.gateway_secret, clock=clock)
        found |= {Channel(name): gateway for name in settings.gateway_channels}
    if settings.robots:
        kinds = {url: RobotKind(kind) for kind, url in settings.robots.values()}
        found[Channel.ROBOT] = Robots(kinds=kinds)
    return found
