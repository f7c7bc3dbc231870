"""When notices go out: in order, once, not in quiet hours, not when they are pointless, and no more once it is settled."""

import threading
from collections.abc import Iterator

import pytest

from services.notify.application.desk import Shelf, counts_at
from services.notify.application.notices import mark_all_read
from services.notify.application.preferences import keep
from services.notify.application.reactions import when_told_keep
from services.notify.domain.channels import Channel
from services.notify.domain.deliveries import LEASE, DeliveryState
from services.notify.domain.preferences import Preferences
from services.notify.entrypoints.sender import senders
from shared.events.matching import ProposalDeclined, ProposalsClosed
from shared.kernel.clock import SetClock
from shared.kernel.ids import RandomIds
from tests.application.notify_world import a_notify_world
from tests.application.outside_world import PHONE, Outside, an_outside, asked, credited, taken
from tests.application.register_world import HOME

S = DeliveryState


@pytest.fixture
def outside(databases: str, clock: SetClock, ids: RandomIds) -> Iterator[Outside]:
    with an_outside(clock, ids) as made:
        yield made


def test_the_ladder_is_climbed_until_somebody_takes_the_need(outside: Outside) -> None:
    for name in ("a", "b"):
        outside.person(name, Channel.WECHAT, Channel.SMS, Channel.VOICE)
    outside.world.hear(asked(outside.world, "a", "b"))
    outside.pass_time()
    assert sorted(channel for channel, _ in outside.web.sent()) == ["WECHAT", "WECHAT"]  # type: ignore[type-var]  # -- strings
    outside.pass_time(minutes=14)
    assert len(outside.web.calls) == 2
    outside.pass_time(minutes=1)
    assert [channel for channel, _ in outside.web.sent()[2:]] == ["SMS", "SMS"]
    outside.world.hear(taken(outside.world, "b"))
    outside.pass_time(minutes=30)
    assert len(outside.web.calls) == 4
    for name in ("a", "b"):
        assert outside.states(name)["VOICE"] == (S.STOPPED, "settled")


@pytest.mark.parametrize("how", ["declined", "closed", "one-of-two-places"])
def test_whoever_has_answered_is_asked_no_more_and_the_others_still_are(outside: Outside, how: str) -> None:
    for name in ("a", "b"):
        outside.person(name, Channel.WECHAT, Channel.SMS)
    outside.world.hear(asked(outside.world, "a", "b"))
    outside.pass_time()
    answers = {
        "declined": ProposalDeclined(
            need_id="need", community_code=HOME, proposal_id="need.a", member_id="a"
        ),
        "closed": ProposalsClosed(need_id="need", community_code=HOME, member_ids=("a",)),
        "one-of-two-places": taken(outside.world, "a", places_left=1),
    }
    outside.world.hear(answers[how])
    outside.pass_time(minutes=20)
    assert outside.states("a")["SMS"] == (S.STOPPED, "settled")
    assert outside.states("b")["SMS"] == (S.SENT, None)


def test_a_need_asked_for_again_is_told_again(outside: Outside) -> None:
    outside.person("a", Channel.SMS)
    outside.person("b")
    outside.world.hear(taken(outside.world, "b"))
    outside.world.hear(asked(outside.world, "a"))
    outside.pass_time()
    assert outside.states("a") == {"SMS": (S.SENT, None)}


def test_an_old_stop_heard_again_stops_nothing_newer(outside: Outside) -> None:
    outside.person("a", Channel.SMS)
    first = outside.world.hear(taken(outside.world, "b"))
    outside.world.hear(taken(outside.world, "b"))
    outside.world.hear(asked(outside.world, "a"))
    when_told_keep(outside.notify, first)
    outside.pass_time()
    assert outside.states("a")["SMS"] == (S.SENT, None)


def test_who_has_read_it_is_sent_nothing_more(outside: Outside) -> None:
    reader = outside.person("a", Channel.WECHAT, Channel.SMS)
    outside.world.hear(asked(outside.world, "a"))
    outside.pass_time()
    mark_all_read(outside.notify, reader)
    outside.pass_time(minutes=20)
    assert outside.states()["SMS"] == (S.STOPPED, "read")
    assert len(outside.web.calls) == 1


def test_an_event_heard_again_sends_nothing_twice(outside: Outside) -> None:
    outside.person("a", Channel.SMS)
    event = outside.world.hear(credited(outside.world))
    outside.pass_time()
    when_told_keep(outside.notify, event)
    outside.pass_time(hours=1)
    assert len(outside.web.calls) == 1


def test_nothing_rings_in_quiet_hours_and_it_comes_afterwards(outside: Outside) -> None:
    outside.world.add_member("a", phone=PHONE)
    keep(outside.notify, Preferences(id="a", channels=(Channel.SMS,)))
    outside.world.clock.advance(hours=3, minutes=30)
    outside.world.hear(credited(outside.world))
    assert outside.pass_time() == 0
    outside.pass_time(hours=1)
    assert outside.web.calls == []
    outside.pass_time(hours=1)
    assert outside.web.sent() == [("SMS", PHONE)]


def test_what_falls_due_again_in_quiet_hours_waits_for_their_end(outside: Outside) -> None:
    outside.world.add_member("a", phone=PHONE)
    keep(outside.notify, Preferences(id="a", channels=(Channel.SMS,)))
    outside.world.hear(credited(outside.world))
    outside.world.clock.advance(hours=3, minutes=30)
    outside.pass_time()
    assert outside.web.calls == []
    assert outside.one().due_at == outside.world.clock.now().replace(hour=6, minute=0)


def test_what_has_become_pointless_is_not_sent_and_is_counted(outside: Outside) -> None:
    outside.person("a", Channel.SMS)
    outside.world.hear(asked(outside.world, "a"))
    outside.pass_time(hours=4)
    assert outside.web.calls == []
    assert outside.states() == {"SMS": (S.EXPIRED, "too-late")}
    assert counts_at(outside.notify, HOME)[Shelf.EXPIRED] == 1


def test_a_sender_that_died_leaves_its_work_to_others_and_the_id_stays_the_same(outside: Outside) -> None:
    outside.person("a", Channel.SMS)
    outside.world.hear(credited(outside.world))
    held = outside.notify.deliveries.save(outside.one().leased(outside.world.clock.now(), "unknown"))
    assert outside.pass_time(seconds=60) == 0
    outside.pass_time(seconds=LEASE.total_seconds())
    (call,) = outside.web.calls
    assert call.said["id"] == held.id


def test_senders_at_the_same_time_send_each_once(outside: Outside) -> None:
    members = [f"m{number}" for number in range(12)]
    for name in members:
        outside.person(name, Channel.SMS)
    outside.world.hear(asked(outside.world, *members))
    threads = [threading.Thread(target=outside.send, args=(f"sender-{number}",)) for number in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    sent = [call.said["id"] for call in outside.web.calls]
    assert len(sent) == len(set(sent)) == len(members)


def test_where_nothing_is_set_up_nothing_is_put_on_its_way(
    databases: str, clock: SetClock, ids: RandomIds
) -> None:
    world = a_notify_world(clock, ids)
    world.add_member("a", phone=PHONE)
    world.hear(credited(world))
    assert world.notify.deliveries.count({}) == 0
    assert senders(world.notify) == {}


def test_the_senders_of_a_process_send_by_themselves(outside: Outside) -> None:
    outside.person("a", Channel.SMS)
    outside.world.hear(credited(outside.world))
    arrived, stop = threading.Event(), threading.Event()

    def answer(_: object) -> tuple[int, object]:
        arrived.set()
        return 200, {}

    outside.web.answer = answer
    running = [
        threading.Thread(target=run, args=(stop,), name=name) for name, run in senders(outside.notify).items()
    ]
    for thread in running:
        thread.start()
    assert arrived.wait(10)
    stop.set()
    for thread in running:
        thread.join(10)
    assert outside.one().state is S.SENT
