"""Addresses used only once shown to be somebody's own, and the daily summary."""

from collections.abc import Iterator
from datetime import timedelta

import pytest

from services.notify.application.addresses import (
    BETWEEN_LETTERS,
    AskAddress,
    ConfirmAddress,
    ask_address,
    confirm_address,
    mark_of,
)
from services.notify.application.notices import mark_all_read
from services.notify.application.preferences import keep, preferences_of
from services.notify.domain.channels import Channel, Topic
from services.notify.domain.deliveries import DeliveryState
from services.notify.domain.preferences import Preferences
from shared.identity.actor import Actor
from shared.kernel.clock import SetClock
from shared.kernel.errors import NotFound, TooMany
from shared.kernel.ids import RandomIds
from tests.application.outside_world import Outside, an_outside, asked, credited

ADDRESS = "wang@example.org"


@pytest.fixture
def outside(databases: str, clock: SetClock, ids: RandomIds) -> Iterator[Outside]:
    with an_outside(clock, ids) as made:
        yield made


@pytest.fixture
def owner(outside: Outside) -> Actor:
    return outside.person("a", Channel.EMAIL)


def ask(outside: Outside, actor: Actor, address: str | None = ADDRESS) -> Preferences:
    return ask_address(outside.notify, actor, AskAddress(email=address))


def mark_in_letter(outside: Outside) -> str:
    text = outside.mail.letter().get_content()
    return str(text).partition("/me/notices-settings/email/")[2][:32]


def test_an_address_is_used_once_its_letter_is_answered(outside: Outside, owner: Actor) -> None:
    assert ask(outside, owner).email is None
    outside.pass_time()
    letter = outside.mail.letter()
    assert (letter["To"], letter["List-Unsubscribe"]) == (ADDRESS, None)
    outside.world.hear(credited(outside.world))
    assert outside.pass_time() == 0
    confirmed = ConfirmAddress(mark=mark_in_letter(outside))
    for _ in range(2):
        after = confirm_address(outside.notify, owner, confirmed)
        assert (after.email, after.email_asked, after.version) == (ADDRESS, None, 3)
    outside.world.hear(credited(outside.world))
    outside.pass_time()
    assert [each["To"] for each in outside.mail.letters] == [ADDRESS, ADDRESS]


def test_the_letter_goes_out_in_quiet_hours_for_somebody_waits_for_it(outside: Outside) -> None:
    owner = outside.world.add_member("a")
    outside.world.clock.advance(hours=14)
    ask(outside, owner)
    outside.pass_time()
    assert outside.mail.letter()["To"] == ADDRESS


@pytest.mark.parametrize("topic", [Topic.OTHER])
def test_the_letter_goes_out_whatever_topics_were_turned_off(outside: Outside, topic: Topic) -> None:
    owner = outside.world.add_member("a")
    keep(outside.notify, Preferences(id="a", inbox_only=(topic,)))
    ask(outside, owner)
    outside.pass_time()
    assert outside.mail.letter()["To"] == ADDRESS


def test_nobody_can_confirm_an_address_without_its_letter(outside: Outside, owner: Actor) -> None:
    ask(outside, owner)
    other = outside.person("b")
    right = mark_of(outside.notify, "a", ADDRESS)
    for actor, mark in ((owner, "0" * 32), (other, right)):
        with pytest.raises(NotFound):
            confirm_address(outside.notify, actor, ConfirmAddress(mark=mark))
    assert preferences_of(outside.notify, "a").email is None


def test_letters_cannot_be_asked_for_again_and_again(outside: Outside, owner: Actor) -> None:
    ask(outside, owner)
    with pytest.raises(TooMany):
        ask(outside, owner, "neighbour@example.org")
    outside.world.clock.advance(seconds=BETWEEN_LETTERS.total_seconds())
    ask(outside, owner, "neighbour@example.org")
    outside.pass_time()
    assert sorted(each["To"] for each in outside.mail.letters) == ["neighbour@example.org"] * 2


def test_an_address_is_taken_away_when_none_is_given(outside: Outside, owner: Actor) -> None:
    ask(outside, owner)
    confirm_address(outside.notify, owner, ConfirmAddress(mark=mark_of(outside.notify, "a", ADDRESS)))
    assert ask(outside, owner, ADDRESS).email == ADDRESS
    gone = ask(outside, owner, None)
    assert (gone.email, gone.email_asked) == (None, None)
    assert ask(outside, owner, None) == gone


def daily(outside: Outside) -> Actor:
    actor = outside.person("a")
    keep(outside.notify, Preferences(id="a", quiet=(), channels=(Channel.SMS,), daily=(Topic.MINUTES,)))
    return actor


def test_what_is_told_daily_comes_together_at_its_hour_and_the_rest_at_once(outside: Outside) -> None:
    daily(outside)
    outside.world.hear(credited(outside.world))
    outside.world.hear(credited(outside.world))
    outside.pass_time()
    assert outside.web.calls == []
    outside.world.hear(asked(outside.world, "a"))
    outside.pass_time()
    assert len(outside.web.calls) == 1
    outside.pass_time(hours=9)
    assert str(outside.web.calls[1].said["text"]).startswith("【邻里】您有 3 条通知还没看。")
    outside.pass_time(hours=1)
    assert len(outside.web.calls) == 2


def test_a_summary_of_what_was_read_is_not_sent(outside: Outside) -> None:
    reader = daily(outside)
    outside.world.hear(credited(outside.world))
    mark_all_read(outside.notify, reader)
    outside.pass_time(hours=10)
    assert outside.states() == {"SMS": (DeliveryState.STOPPED, "read")}


def test_each_day_has_its_own_summary(outside: Outside) -> None:
    daily(outside)
    for _ in range(2):
        outside.world.hear(credited(outside.world))
        outside.pass_time(hours=10)
        outside.world.clock.advance(seconds=timedelta(hours=14).total_seconds())
    assert len(outside.web.calls) == 2
