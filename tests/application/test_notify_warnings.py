"""Warnings of danger to life: at any hour, by everything there is, to everybody, and not for longer than they are of use."""

from services.notify.application.broadcasting.audience import send_broadcasts
from services.notify.application.broadcasting.commands import CountAudience
from services.notify.application.broadcasting.saying import answer_broadcast
from services.notify.application.broadcasting.showing import audience_counted
from services.notify.application.pointless import clear_visits
from services.notify.application.preferences import keep
from services.notify.domain.channels import Channel, Topic
from services.notify.domain.deliveries import DeliveryState
from services.notify.domain.preferences import Preferences
from shared.kernel.clock import SetClock
from shared.kernel.ids import RandomIds
from tests.application.notify_world import a_notify_world
from tests.application.outside_world import an_outside
from tests.application.register_world import HOME
from tests.application.test_notify_broadcasts import AGREE, K, heard, staff, written


def test_danger_to_life_rings_at_night_by_everything_there_is_and_reaches_who_has_no_account(
    databases: str, clock: SetClock, ids: RandomIds
) -> None:
    with an_outside(clock, ids) as outside:
        world = outside.world
        writer, colleague = (staff(world, name) for name in ("writer", "colleague"))
        outside.person("asleep")
        keep(
            world.notify, Preferences(id="asleep", channels=(Channel.WECHAT,), inbox_only=(Topic.COMMUNITY,))
        )
        outside.world.add_member("phoned", has_account=False, phone="+8613911111111")
        outside.world.add_member("visited", has_account=False)
        clock.advance(hours=18)
        written(world, writer, danger=True)
        answer_broadcast(world.notify, colleague, "broadcast", AGREE)
        send_broadcasts(world.notify, clock.now())
        seen = []
        for _ in range(3):
            outside.pass_time()
            seen.append({channel for channel, _ in outside.web.sent()})
            clock.advance(minutes=2)
        assert outside.states("asleep").keys() == {"WECHAT", "SMS", "VOICE"}
        assert seen == [{"WECHAT", "VOICE"}, {"WECHAT", "SMS", "VOICE"}, {"WECHAT", "SMS", "VOICE"}]
        assert outside.states("phoned")["VOICE"] == (DeliveryState.SENT, None)
        assert outside.states("visited") == {"VISIT": (DeliveryState.WAITING, None)}
        assert (heard(world, "colleague"), heard(world, "asleep")) == ([K.DANGER, K.DANGER_WAITS], [K.DANGER])
        text = str(outside.web.calls[0].said["text"])
        assert "紧急：明天停水" in text
        assert "不想再收" not in text


def test_a_warning_is_worth_nothing_half_a_day_later(databases: str, clock: SetClock, ids: RandomIds) -> None:
    with an_outside(clock, ids) as outside:
        world = outside.world
        writer, colleague = (staff(world, name) for name in ("writer", "colleague"))
        outside.person("a", Channel.SMS, Channel.VOICE)
        world.add_member("visited", has_account=False)
        written(world, writer, danger=True)
        answer_broadcast(world.notify, colleague, "broadcast", AGREE)
        send_broadcasts(world.notify, clock.now())
        outside.pass_time()
        clock.advance(hours=12)
        outside.pass_time()
        assert clear_visits(world.notify, clock.now()) == 1
        assert outside.states("a")["VOICE"] == (DeliveryState.EXPIRED, "too-late")
        assert outside.states("visited") == {"VISIT": (DeliveryState.EXPIRED, "too-late")}


def test_a_warning_is_counted_with_those_who_have_no_account(
    databases: str, clock: SetClock, ids: RandomIds
) -> None:
    world = a_notify_world(clock, ids)
    writer = staff(world)
    for number in range(5):
        world.add_member(f"m{number}", has_account=False)
    asked = CountAudience(community_code=HOME)
    warned = CountAudience(community_code=HOME, danger=True)
    assert audience_counted(world.notify, writer, asked).people is None
    assert audience_counted(world.notify, writer, warned).people == 6
    assert audience_counted(world.notify, writer, warned).without_account == 5
