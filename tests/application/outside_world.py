"""The service of notices with real counterparts of its providers, and the facts its tests are told."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from services.notify.adapters.gateway import Gateway
from services.notify.adapters.robots import RobotKind, Robots
from services.notify.adapters.smtp import Smtp
from services.notify.application.context import Notify
from services.notify.application.living import Living, free_left
from services.notify.application.preferences import keep
from services.notify.application.reach import Paces, Provider, Reach
from services.notify.application.sending import AT_ONCE, due_for, send_some
from services.notify.domain.channels import Channel
from services.notify.domain.deliveries import Delivery, DeliveryState
from services.notify.domain.preferences import Preferences
from shared.events.ledger import MinutesCredited
from shared.events.matching import NeedAccepted, Proposed
from shared.identity.actor import Actor
from shared.kernel.clock import SetClock
from shared.kernel.ids import RandomIds
from tests.application.notify_world import NotifyWorld, a_notify_world
from tests.application.register_world import HOME
from tests.application.sinks import MailSink, WebSink, mail_sink, web_sink

SECRET = "an invented secret"
PHONE = "+8613900000001"
"""Of the first person of a world."""


@dataclass(kw_only=True)
class Outside:
    """The service with real counterparts of its providers."""

    world: NotifyWorld
    mail: MailSink
    web: WebSink
    people: int = 0

    @property
    def notify(self) -> Notify:
        return self.world.notify

    def person(self, id_: str, *channels: Channel, email: str | None = None, **other: Any) -> Actor:
        """Put somebody with a phone into the register, who chose these channels and no quiet hours."""
        self.people += 1
        phone = f"+86139{self.people:08}"
        actor = self.world.add_member(id_, phone=phone, **other)
        if channels:
            keep(self.notify, Preferences(id=id_, quiet=(), channels=channels, email=email))
        return actor

    def pass_time(self, **amount: float) -> int:
        """Let time pass, and a sender look once; return how many deliveries it looked at."""
        self.world.clock.advance(**amount)
        return self.send()

    def send(self, sender_id: str = "sender") -> int:
        """Let a sender give its sign of life and look once at each channel."""
        living = Living(self.notify, sender_id)
        living.give_sign()
        free_left(self.notify, self.world.clock.now())
        looked_at = 0
        for channel in sorted(self.notify.reach.channels):
            due = due_for(self.notify, channel, self.world.clock.now())
            while turns := self.notify.reach.paces.of(channel, self.world.clock.now()).turns(
                self.world.clock.now(), min(AT_ONCE, len(due))
            ):
                send_some(self.notify, living, channel, due[:turns])
                looked_at, due = looked_at + turns, due[turns:]
        return looked_at

    def states(self, member_id: str = "a") -> dict[str, tuple[DeliveryState, str | None]]:
        found = self.notify.deliveries.where({})
        return {
            each.channel.value: (each.state, each.reason) for each in found if each.member_id == member_id
        }

    def one(self) -> Delivery:
        (only,) = self.notify.deliveries.where({})
        return only


@contextmanager
def an_outside(clock: SetClock, ids: RandomIds, gap: timedelta = timedelta(0)) -> Iterator[Outside]:
    """Give the service, and every provider's counterpart running."""
    with mail_sink() as mail, web_sink() as web:
        gateway = Gateway(url=web.url, secret=SECRET, clock=clock)
        smtp = Smtp(host="127.0.0.1", port=mail.port, sender="linli@example.org", uses_tls=False, clock=clock)
        robot = Robots(kinds={web.url: RobotKind.WECOM})
        providers: dict[Channel, Provider] = {
            Channel.WECHAT: gateway,
            Channel.SMS: gateway,
            Channel.VOICE: gateway,
            Channel.EMAIL: smtp,
            Channel.ROBOT: robot,
        }
        reach = Reach(
            providers=providers,
            robots={HOME: web.url},
            site="https://linli.example",
            secret=b"links",
            gateway_secret=SECRET,
            paces=Paces(gap),
        )
        yield Outside(world=a_notify_world(clock, ids, reach), mail=mail, web=web)


def asked(world: NotifyWorld, *members: str, need_id: str = "need") -> Proposed:
    return Proposed(
        need_id=need_id,
        community_code=HOME,
        member_ids=members,
        proposal_ids=tuple(f"{need_id}.{member}" for member in members),
        service_kind="CLINIC_ESCORT",
        starts_at=world.clock.now() + timedelta(hours=3),
    )


def credited(world: NotifyWorld, member: str = "a") -> MinutesCredited:
    return MinutesCredited(
        transfer_id="transfer",
        record_id="record",
        community_code=HOME,
        member_id=member,
        minutes=60,
        served_at=world.clock.now(),
        shard=0,
        block=1,
    )


def taken(world: NotifyWorld, member: str, places_left: int = 0) -> NeedAccepted:
    now = world.clock.now()
    return NeedAccepted(
        need_id="need",
        community_code=HOME,
        resident_id="resident",
        posted_by="resident",
        assignment_id="assignment",
        member_id=member,
        starts_at=now,
        ends_at=now,
        places_left=places_left,
        how="PROPOSAL",
        service_kind="CLINIC_ESCORT",
    )
