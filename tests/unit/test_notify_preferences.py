"""When a notice may ring, and what a person may choose."""

from datetime import datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from services.notify.domain.channels import (
    Channel,
    Topic,
    Urgency,
    topic_of,
    urgency_of,
)
from services.notify.domain.notices import NoticeKind
from services.notify.domain.preferences import DEFAULT_QUIET, Preferences, QuietSpan, Way, checked
from shared.kernel.clock import CHINA
from shared.kernel.errors import BadInput

DEFAULTS = Preferences(id="a")


def at(clock: str, day: int = 25) -> datetime:
    hours, minutes = clock.split(":")
    return datetime(2026, 11, day, int(hours), int(minutes), tzinfo=CHINA)


def a_span(from_minute: int, to_minute: int) -> QuietSpan:
    return QuietSpan(from_minute=from_minute, to_minute=to_minute)


@pytest.mark.parametrize(
    ("asked", "rings"),
    [
        (at("09:00"), at("09:00")),
        (at("11:59"), at("11:59")),
        (at("12:00"), at("14:00")),
        (at("13:59"), at("14:00")),
        (at("14:00"), at("14:00")),
        (at("20:59"), at("20:59")),
        (at("21:00"), at("08:00", 26)),
        (at("23:30"), at("08:00", 26)),
        (at("00:10"), at("08:00")),
        (at("07:59"), at("08:00")),
    ],
)
def test_no_calls_or_texts_at_noon_and_after_nine_at_night(asked: datetime, rings: datetime) -> None:
    assert DEFAULTS.may_ring_at(asked, Urgency.SOON) == rings
    assert DEFAULTS.may_ring_at(asked, Urgency.ORDINARY) == rings


def test_danger_to_life_rings_at_any_hour() -> None:
    assert DEFAULTS.may_ring_at(at("03:00"), Urgency.LIFE) == at("03:00")


def test_silences_that_touch_are_one_silence() -> None:
    touching = Preferences(id="a", quiet=(a_span(720, 840), a_span(840, 900)))
    assert touching.may_ring_at(at("12:30"), Urgency.SOON) == at("15:00")


def test_without_quiet_hours_everything_rings_at_once() -> None:
    assert Preferences(id="a", quiet=()).may_ring_at(at("03:00"), Urgency.SOON) == at("03:00")


SPANS = st.builds(a_span, st.integers(0, 1439), st.integers(0, 1439))


@given(quiet=st.lists(SPANS, max_size=4), minute=st.integers(0, 3 * 1440))
def test_a_notice_never_rings_in_silence_and_never_waits_two_days(
    quiet: list[QuietSpan], minute: int
) -> None:
    try:
        chosen = checked(Preferences(id="a", quiet=tuple(quiet)))
    except BadInput:
        return
    asked = at("00:00") + timedelta(minutes=minute)
    rings = chosen.may_ring_at(asked, Urgency.SOON)
    assert asked <= rings <= asked + timedelta(days=1)
    assert all(span.end_after(rings) is None for span in chosen.quiet)


def test_the_daily_summary_comes_at_its_hour_today_or_tomorrow() -> None:
    assert DEFAULTS.next_digest_at(at("17:59")) == at("18:00")
    assert DEFAULTS.next_digest_at(at("18:00")) == at("18:00", 26)


def test_a_topic_comes_at_once_until_somebody_chooses_otherwise() -> None:
    chosen = Preferences(id="a", daily=(Topic.MINUTES,), inbox_only=(Topic.OTHER,))
    assert [chosen.way_of(each) for each in (Topic.ASKED, Topic.MINUTES, Topic.OTHER)] == [
        Way.AT_ONCE,
        Way.DAILY,
        Way.INBOX,
    ]
    assert chosen.without(Topic.ASKED).way_of(Topic.ASKED) is Way.INBOX
    assert chosen.without(Topic.OTHER) is chosen


def test_each_thing_is_chosen_once() -> None:
    twice = Preferences(
        id="a",
        quiet=(*DEFAULT_QUIET, *DEFAULT_QUIET, a_span(60, 60)),
        channels=(Channel.SMS, Channel.SMS),
        daily=(Topic.ASKED, Topic.OTHER),
        inbox_only=(Topic.OTHER,),
    )
    assert checked(twice) == Preferences(
        id="a", channels=(Channel.SMS,), daily=(Topic.ASKED,), inbox_only=(Topic.OTHER,)
    )


@pytest.mark.parametrize(
    "wrong",
    [
        Preferences(id="a", quiet=(a_span(0, 1439),)),
        Preferences(id="a", quiet=tuple(a_span(60 * n, 60 * n + 1) for n in range(5))),
        Preferences(id="a", channels=(Channel.VISIT,)),
    ],
)
def test_what_could_never_reach_anybody_is_refused(wrong: Preferences) -> None:
    with pytest.raises(BadInput):
        checked(wrong)


def test_everything_has_a_topic_an_urgency_and_its_words() -> None:
    assert all(topic_of(kind) in Topic and urgency_of(kind) in Urgency for kind in NoticeKind)
    assert all(each.words.zh and each.words.en for each in (*Channel, *Topic))
    assert urgency_of(NoticeKind.HELP_ASKED) is Urgency.SOON
    assert urgency_of(NoticeKind.DANGER) is Urgency.LIFE
    assert topic_of(NoticeKind.ROLE_GRANTED) is Topic.OTHER
    assert topic_of(NoticeKind.CREDITS_END_SOON) is Topic.MINUTES
