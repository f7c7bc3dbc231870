"""How the providers do: what waits, what failed for the moment or for good, and what to do about it."""

from collections.abc import Iterator

import pytest

from services.notify.application.health import health_shown, send_channel_again
from services.notify.domain.channels import Channel
from services.notify.domain.deliveries import MOST_TRIES, DeliveryState
from services.notify.domain.health import RESTS, WELL, ChannelHealth, advice_of
from shared.identity.actor import Actor
from shared.identity.roles import Role
from shared.kernel.clock import SetClock
from shared.kernel.errors import Forbidden
from shared.kernel.ids import RandomIds
from tests.application.outside_world import Outside, an_outside, credited
from tests.application.register_world import HOME


@pytest.fixture
def outside(databases: str, clock: SetClock, ids: RandomIds) -> Iterator[Outside]:
    with an_outside(clock, ids) as made:
        yield made


def operator(outside: Outside) -> Actor:
    return outside.world.add_member("operator", duties=((Role.OPERATOR, "ALL"),))


def sms(outside: Outside, actor: Actor) -> ChannelHealth:
    return next(each for each in health_shown(outside.notify, actor) if each.channel is Channel.SMS)


def test_a_channel_that_works_needs_nothing(outside: Outside) -> None:
    seen = health_shown(outside.notify, operator(outside))
    assert [each.channel.value for each in seen] == ["EMAIL", "ROBOT", "SMS", "VOICE", "WECHAT"]
    assert {each.advice for each in seen} == {(WELL,)}


def test_a_provider_that_fails_in_a_row_rests_and_its_queue_is_seen(outside: Outside) -> None:
    actor = operator(outside)
    outside.web.answer = lambda _: (503, {})
    for number in range(5):
        outside.person(f"m{number}", Channel.SMS)
        outside.world.hear(credited(outside.world, f"m{number}"))
    outside.pass_time()
    seen = sms(outside, actor)
    assert (seen.waiting, seen.rests, seen.faults) == (5, True, 5)
    assert (seen.passing, seen.final) == ((("http-503", 5),), ())
    assert seen.advice == (RESTS, advice_of("http-503"))
    assert seen.oldest_at is not None


def test_what_failed_for_good_is_told_apart_and_sent_once_more_when_asked(outside: Outside) -> None:
    actor = operator(outside)
    outside.web.answer = lambda _: (422, {"code": "number-unknown"})
    outside.person("a", Channel.SMS)
    outside.world.hear(credited(outside.world))
    outside.pass_time()
    seen = sms(outside, actor)
    assert (seen.waiting, seen.final, seen.passing) == (0, (("number-unknown", 1),), ())
    assert send_channel_again(outside.notify, actor, Channel.VOICE) == 0
    outside.web.answer = lambda _: (200, {})
    assert send_channel_again(outside.notify, actor, Channel.SMS) == 1
    outside.pass_time()
    assert outside.one().state is DeliveryState.SENT


def test_what_was_tried_until_it_was_given_up_counts_as_passing(outside: Outside) -> None:
    actor = operator(outside)
    outside.web.answer = lambda _: (503, {})
    outside.person("a", Channel.SMS)
    outside.world.hear(credited(outside.world))
    for _ in range(MOST_TRIES):
        outside.pass_time(hours=1)
    assert outside.one().state is DeliveryState.FAILED
    assert sms(outside, actor).passing == (("http-503", 1),)


def test_two_who_send_again_at_once_send_it_once(outside: Outside) -> None:
    actor = operator(outside)
    outside.web.answer = lambda _: (422, {"code": "number-unknown"})
    outside.person("a", Channel.SMS)
    outside.world.hear(credited(outside.world))
    outside.pass_time()
    assert send_channel_again(outside.notify, actor, Channel.SMS) == 1
    assert send_channel_again(outside.notify, actor, Channel.SMS) == 0


def test_only_operators_see_and_send_again(outside: Outside) -> None:
    staff = outside.world.add_member("staff", duties=((Role.COMMUNITY_STAFF, HOME),))
    with pytest.raises(Forbidden):
        health_shown(outside.notify, staff)
    with pytest.raises(Forbidden):
        send_channel_again(outside.notify, staff, Channel.SMS)


def test_each_sort_of_reason_has_its_advice() -> None:
    reasons = (
        "http-401",
        "http-429",
        "robot-45009",
        "smtp-421",
        "ConnectError",
        "http-404",
        "number-unknown",
    )
    assert [advice_of(each).en.split()[0] for each in reasons] == [
        "Check",
        "The",
        "The",
        "The",
        "Check",
        "Check",
        "Mostly",
    ]


def test_what_went_out_is_counted_by_the_hour(outside: Outside) -> None:
    actor = operator(outside)
    outside.person("a", Channel.SMS)
    for _ in range(2):
        outside.world.hear(credited(outside.world))
        outside.pass_time()
    assert (sms(outside, actor).sent, sms(outside, actor).most_each_second) == ((2, 0), None)
    outside.world.clock.advance(hours=1)
    outside.world.hear(credited(outside.world))
    outside.pass_time()
    assert sms(outside, actor).sent == (1, 2)
