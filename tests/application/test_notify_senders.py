"""Who sends, and what becomes of it when a sender dies: it is sent by others within seconds, and by nobody twice."""

from collections.abc import Callable, Iterable, Iterator
from datetime import timedelta
from typing import TypeVar

import pytest

from services.notify.application.living import Living, free_left
from services.notify.application.sending import due_for, send_some
from services.notify.domain.channels import Channel
from services.notify.domain.deliveries import Delivery, DeliveryState
from services.notify.domain.pacing import OPENS_AFTER
from services.notify.domain.senders import LIVES
from shared.kernel.clock import SetClock
from shared.kernel.ids import RandomIds
from tests.application.outside_world import Outside, an_outside, asked, credited

S = DeliveryState
T = TypeVar("T")
SILENT = LIVES.total_seconds()


class NoWords(Exception):
    """A sentence could not be made."""


@pytest.fixture
def outside(databases: str, clock: SetClock, ids: RandomIds) -> Iterator[Outside]:
    with an_outside(clock, ids) as made:
        yield made


def held_by(outside: Outside, sender_id: str) -> Living:
    """Let a sender give a sign of life, and die right after it took the one delivery there is."""
    outside.person("a", Channel.SMS)
    outside.world.hear(credited(outside.world))
    dies = Living(outside.notify, sender_id)
    dies.give_sign()
    outside.notify.deliveries.save(outside.one().leased(outside.world.clock.now(), sender_id))
    return dies


def test_what_a_dead_sender_held_is_sent_by_another_within_seconds(outside: Outside) -> None:
    held_by(outside, "dies")
    assert outside.pass_time(seconds=SILENT - 1) == 0
    assert outside.pass_time(seconds=1) == 1
    assert outside.states() == {"SMS": (S.SENT, None)}
    assert outside.one().held_by is None
    outside.pass_time(seconds=2)
    assert [each.id for each in outside.notify.senders.where({})] == ["sender"]


def test_what_another_has_taken_meanwhile_is_left_to_it(outside: Outside) -> None:
    for name in ("a", "b"):
        outside.person(name, Channel.SMS)
    outside.world.hear(asked(outside.world, "a", "b"))
    now = outside.world.clock.now()
    first, second = due_for(outside.notify, Channel.SMS, now)
    (taken,) = outside.notify.deliveries.save_all([first.leased(now, "other")])
    held = outside.notify.deliveries.save_all([each.leased(now, "sender") for each in (first, second)])
    assert [each.id for each in held] == [second.id]
    assert outside.notify.deliveries.get(first.id) == taken
    assert outside.notify.deliveries.save_all([]) == []


def test_what_a_living_sender_holds_is_left_alone(outside: Outside) -> None:
    living = held_by(outside, "lives")
    for _ in range(4):
        outside.world.clock.advance(seconds=SILENT - 1)
        living.give_sign()
        assert outside.send() == 0
    assert outside.web.calls == []


def test_a_sender_that_was_silent_too_long_sends_nothing_until_it_has_said_that_it_lives(
    outside: Outside,
) -> None:
    living = held_by(outside, "stalled")
    outside.world.clock.advance(seconds=SILENT)
    assert not living.is_alive(outside.world.clock.now())
    free_left(outside.notify, outside.world.clock.now())
    free_left(outside.notify, outside.world.clock.now())
    due = due_for(outside.notify, Channel.SMS, outside.world.clock.now())
    send_some(outside.notify, living, Channel.SMS, due)
    assert (len(due), outside.web.calls) == (1, [])
    living.give_sign()
    send_some(outside.notify, living, Channel.SMS, due)
    assert len(outside.web.calls) == 1


def test_no_more_are_called_than_the_pace_allows_and_the_rest_comes_in_its_turn(
    databases: str, clock: SetClock, ids: RandomIds
) -> None:
    with an_outside(clock, ids, gap=timedelta(milliseconds=100)) as outside:
        members = [f"m{number}" for number in range(5)]
        for name in members:
            outside.person(name, Channel.SMS)
        outside.world.hear(asked(outside.world, *members))
        sent = []
        for _ in range(4):
            outside.send()
            sent.append(len(outside.web.calls))
            clock.advance(milliseconds=200)
    assert sent == [1, 3, 5, 5]


def test_a_provider_at_rest_keeps_nothing_of_another_channel(outside: Outside) -> None:
    members = [f"m{number}" for number in range(OPENS_AFTER + 1)]
    for name in members:
        outside.person(name, Channel.SMS)
    outside.person("called", Channel.VOICE)
    outside.web.answer = lambda posted: (503 if posted.said["channel"] == "SMS" else 200, {})
    outside.world.hear(asked(outside.world, *members, "called"))
    outside.send()
    pace = outside.notify.reach.paces.of(Channel.SMS, outside.world.clock.now())
    assert pace.rests_at(outside.world.clock.now())
    assert [call.said["channel"] for call in outside.web.calls] == ["SMS"] * OPENS_AFTER + ["VOICE"]
    assert outside.states("called") == {"VOICE": (S.SENT, None)}


def test_one_that_cannot_be_put_into_words_does_not_undo_what_was_sent_with_it(outside: Outside) -> None:
    outside.person("a", Channel.SMS)
    outside.person("b", Channel.SMS)
    outside.world.hear(asked(outside.world, "a", "b"))
    first, second = due_for(outside.notify, Channel.SMS, outside.world.clock.now())
    living = Living(outside.notify, "sender")
    living.give_sign()

    def breaks_at_the_second(work: Callable[[Delivery], T], each: Iterable[Delivery]) -> Iterator[T]:
        yield work(next(iter(each)))
        raise NoWords

    with pytest.raises(NoWords):
        send_some(outside.notify, living, Channel.SMS, [first, second], breaks_at_the_second)
    states = {each.id: each.state for each in outside.notify.deliveries.where({})}
    assert states == {first.id: S.SENT, second.id: S.WAITING}
