"""The ladder, the states of a delivery, and the pace of a provider."""

from datetime import UTC, datetime, timedelta

import pytest

from services.notify.domain.channels import Channel, Topic
from services.notify.domain.deliveries import (
    LEASE,
    MOST_TRIES,
    NEXT_STATES,
    Delivery,
    DeliveryOver,
    DeliveryState,
    delivery_id,
)
from services.notify.domain.ladder import LASTS, climbs_at, pointless_at, rungs
from services.notify.domain.notices import Facts, NoticeKind, Subject, SubjectType
from services.notify.domain.pacing import MOST_IN_A_ROUND, OPENS_AFTER, Pace
from services.notify.domain.preferences import Preferences
from services.notify.domain.stopping import Stop, is_stopped, stopped_by
from services.notify.entrypoints.reasons import reason_words
from shared.events.matching import AssignmentChanged, NeedOpened

AT = datetime(2026, 11, 25, 1, 0, tzinfo=UTC)
HOUR = timedelta(hours=1)
EVERY = frozenset(Channel)


def a_delivery(**other: object) -> Delivery:
    fields: dict[str, object] = {
        "id": "delivery",
        "notice_id": "notice",
        "member_id": "a",
        "channel": Channel.WECHAT,
        "rest": (Channel.SMS, Channel.VOICE),
        "kind": NoticeKind.HELP_ASKED,
        "subject": Subject(type=SubjectType.PROPOSAL, id="need.a"),
        "facts": Facts(need_id="need"),
        "community_code": "511402001001",
        "said_at": AT,
        "due_at": AT,
        "expires_at": AT + 2 * HOUR,
    }
    return Delivery(**{**fields, **other})  # type: ignore[arg-type]  # -- fields by name


def test_a_delivery_has_arrows_for_every_state() -> None:
    assert NEXT_STATES.keys() == set(DeliveryState)


def test_a_delivery_that_is_over_goes_nowhere() -> None:
    sent = a_delivery().sent("receipt", AT)
    assert (sent.state, sent.receipt, sent.sent_at) == (DeliveryState.SENT, "receipt", AT)
    for wrong in (DeliveryState.STOPPED, DeliveryState.WAITING):
        with pytest.raises(DeliveryOver):
            sent.step(wrong)


def test_who_holds_a_delivery_has_it_for_a_while() -> None:
    assert a_delivery().leased(AT, "sender").due_at == AT + LEASE


def test_waits_grow_and_after_the_last_try_it_has_failed() -> None:
    delivery, waits = a_delivery(), []
    for _ in range(MOST_TRIES - 1):
        delivery = delivery.missed("http-503", AT, 1.0)
        waits.append((delivery.due_at - AT).total_seconds())
    assert waits == [30, 60, 120, 240, 480]
    assert a_delivery().missed("http-503", AT, 0.0).due_at == AT + timedelta(seconds=15)
    failed = delivery.missed("http-503", AT, 0.5)
    assert (failed.state, failed.tries, failed.reason) == (DeliveryState.FAILED, MOST_TRIES, "http-503")


def test_what_failed_may_be_sent_again_for_as_long_as_it_needs() -> None:
    failed = a_delivery(tries=6).step(DeliveryState.FAILED, "http-503")
    again = failed.again(AT + 3 * HOUR, AT + 5 * HOUR)
    assert (again.state, again.tries, again.reason) == (DeliveryState.WAITING, 0, None)
    assert (again.due_at, again.expires_at) == (AT + 3 * HOUR, AT + 5 * HOUR)


def test_each_rung_is_a_delivery_of_its_own_and_the_same_whenever_asked() -> None:
    first = a_delivery(tries=3).sent("receipt", AT)
    second = first.next_rung(AT + HOUR)
    assert second is not None
    assert (second.channel, second.rest, second.state) == (
        Channel.SMS,
        (Channel.VOICE,),
        DeliveryState.WAITING,
    )
    assert (second.id, second.version, second.tries, second.receipt) == (
        delivery_id("notice", Channel.SMS),
        0,
        0,
        None,
    )
    assert second == first.next_rung(AT + HOUR)
    third = second.next_rung(AT)
    assert third is not None
    assert third.next_rung(AT) is None


def test_channels_follow_the_persons_order_among_those_that_reach_them() -> None:
    chosen = Preferences(id="a", channels=(Channel.EMAIL, Channel.SMS))
    assert rungs(NoticeKind.HELP_ASKED, chosen, EVERY) == (Channel.EMAIL, Channel.SMS)
    assert rungs(NoticeKind.HELP_ASKED, chosen, frozenset({Channel.SMS})) == (Channel.SMS,)


@pytest.mark.parametrize("field", ["daily", "inbox_only"])
def test_a_topic_that_is_not_wanted_at_once_climbs_no_ladder(field: str) -> None:
    chosen = Preferences(id="a", **{field: (Topic.ASKED,)})  # type: ignore[arg-type]  # -- fields by name
    assert rungs(NoticeKind.HELP_ASKED, chosen, EVERY) == ()


def test_asking_is_pointless_once_the_service_should_have_begun() -> None:
    assert pointless_at(NoticeKind.HELP_ASKED, Facts(starts_at=AT + HOUR), AT) == AT + HOUR
    assert pointless_at(NoticeKind.HELP_ASKED, Facts(), AT) == AT + LASTS
    assert pointless_at(NoticeKind.RATED, Facts(starts_at=AT - HOUR), AT) == AT + LASTS


def test_the_ladder_is_climbed_faster_as_the_hour_comes_near() -> None:
    assert climbs_at(NoticeKind.HELP_ASKED, AT, AT + 9 * HOUR) == AT + timedelta(minutes=15)
    assert climbs_at(NoticeKind.HELP_ASKED, AT, AT + timedelta(minutes=20)) == AT + timedelta(minutes=5)
    assert climbs_at(NoticeKind.RATED, AT, AT + 9 * HOUR) is None


def test_a_stop_holds_for_what_was_said_before_it_and_never_moves_back() -> None:
    stop = Stop(id="asked:need", at=AT)
    stops = {stop.id: stop}
    assert is_stopped(("asked:need",), AT - HOUR, stops)
    assert not is_stopped(("asked:need",), AT + HOUR, stops)
    assert not is_stopped(("asked:other",), AT - HOUR, stops)
    assert stop.moved(AT - HOUR) is stop
    assert stop.moved(AT + HOUR).at == AT + HOUR


def test_a_new_assignment_and_an_opened_need_stop_nothing() -> None:
    made = AssignmentChanged(
        assignment_id="x",
        need_id="need",
        community_code="511402001001",
        member_id="a",
        resident_id="b",
        state="ACCEPTED",
        by="a",
    )
    assert stopped_by(made) == ()
    opened = NeedOpened(need_id="need", community_code="511402001001", resident_id="b", posted_by="b")
    assert stopped_by(opened) == ()


def test_a_provider_is_spoken_to_no_faster_than_its_rate() -> None:
    pace = Pace(gap=timedelta(seconds=1), free_at=AT).called(AT)
    assert pace.free_at == AT + timedelta(seconds=1)
    assert pace.called(AT + HOUR).free_at == AT + HOUR + timedelta(seconds=1)


def test_turns_nobody_took_are_kept_for_a_quarter_second() -> None:
    pace = Pace(gap=timedelta(milliseconds=100), free_at=AT)
    assert (pace.turns(AT, 8), pace.turns(AT - HOUR, 8)) == (1, 0)
    assert [pace.turns(AT + timedelta(milliseconds=later), 8) for later in (100, 200, 300, 9_000)] == [
        2,
        3,
        3,
        3,
    ]
    assert pace.turns(AT + HOUR, 2) == 2
    used = pace.called(AT + HOUR, 3)
    assert (used.free_at - AT - HOUR) == timedelta(milliseconds=100)
    assert used.turns(AT + HOUR, 8) == 0


def test_where_there_is_no_limit_all_have_their_turn() -> None:
    pace = Pace(gap=timedelta(0), free_at=AT)
    assert (pace.turns(AT, 8), pace.called(AT, 8).turns(AT, 8)) == (8, 8)
    assert [Pace(gap=timedelta(seconds=1) / each, free_at=AT).in_a_round for each in (1, 50, 1_000)] == [
        8,
        100,
        500,
    ]
    assert pace.in_a_round == MOST_IN_A_ROUND


def test_a_provider_that_fails_in_a_row_is_left_alone_longer_each_time_until_it_works() -> None:
    pace = Pace(gap=timedelta(0), free_at=AT)
    for _ in range(OPENS_AFTER - 1):
        pace = pace.failed(AT)
    assert not pace.is_resting
    rests, now = [], AT
    for _ in range(7):
        pace = pace.failed(now)
        assert pace.turns(now, 8) == 0
        assert pace.failed(now).free_at == pace.free_at
        rests.append((pace.free_at - now).total_seconds())
        now = pace.free_at
        assert pace.turns(now, 8) == 1
        assert not pace.called(now).rests_at(now)
    assert rests == [30, 60, 120, 240, 480, 600, 600]
    assert not pace.went_well().is_resting


def test_a_reason_of_a_provider_is_shown_as_it_gave_it() -> None:
    assert reason_words("read").en == "The person has read it already"
    assert "http-503" in reason_words("http-503").zh
