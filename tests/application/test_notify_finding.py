"""Finding among one's own notices by topic, day and words, a page at a time."""

from datetime import date, timedelta

import pytest

from services.notify.application.finding import Wanted, notices_found
from services.notify.application.notices import mark_read
from services.notify.application.sifting import MOST_LOOKS
from services.notify.domain.channels import Topic
from services.notify.domain.notices import Notice
from shared.identity.actor import Actor
from shared.kernel.clock import SetClock
from shared.kernel.ids import RandomIds
from tests.application.notify_world import NotifyWorld, a_notify_world
from tests.application.outside_world import asked, credited


@pytest.fixture
def world(databases: str, clock: SetClock, ids: RandomIds) -> NotifyWorld:
    return a_notify_world(clock, ids)


def found(world: NotifyWorld, actor: Actor, **wanted: object) -> list[str]:
    """Return the kinds of what is found, all pages together."""
    kinds: list[str] = []
    after: str | None = None
    while True:
        page = notices_found(world.notify, actor, Wanted(**wanted), limit=2, after=after)  # type: ignore[arg-type]  # -- fields by name
        assert len(page.items) <= 2
        kinds += [each.kind.value for each in page.items]
        after = page.next
        if after is None:
            return kinds


def a_few(world: NotifyWorld) -> Actor:
    """Tell somebody of minutes, of a need a day later, and of minutes another day later; and somebody else of one."""
    reader = world.add_member("a")
    world.add_member("b")
    world.hear(credited(world))
    world.clock.advance(days=1)
    world.hear(asked(world, "a", "b"))
    world.clock.advance(days=1)
    world.hear(credited(world))
    world.hear(credited(world, "b"))
    return reader


def test_notices_are_found_by_what_they_are_about_and_what_they_say(world: NotifyWorld) -> None:
    reader = a_few(world)
    assert found(world, reader) == ["minutes-credited", "help-asked", "minutes-credited"]
    assert found(world, reader, topic=Topic.MINUTES) == ["minutes-credited", "minutes-credited"]
    assert found(world, reader, topic=Topic.COMMUNITY) == []
    assert found(world, reader, words="陪诊") == ["help-asked"]
    assert found(world, reader, words="ESCORT to") == ["help-asked"]
    assert found(world, reader, words="陪诊", topic=Topic.MINUTES) == []


def test_notices_are_found_by_the_days_on_which_they_came(world: NotifyWorld) -> None:
    reader = a_few(world)
    assert found(world, reader, until_on=date(2026, 11, 24)) == ["help-asked", "minutes-credited"]
    assert found(world, reader, from_on=date(2026, 11, 24)) == ["minutes-credited", "help-asked"]
    assert found(world, reader, from_on=date(2026, 11, 24), until_on=date(2026, 11, 24)) == ["help-asked"]
    assert found(world, reader, from_on=date(2026, 11, 26)) == []


def test_what_was_read_is_left_out_where_only_unread_ones_are_wanted(world: NotifyWorld) -> None:
    reader = a_few(world)
    (seen,) = notices_found(world.notify, reader, Wanted(words="陪诊")).items
    mark_read(world.notify, reader, seen.id)
    assert found(world, reader, unread=True, words="陪诊") == []
    assert found(world, reader, unread=True, topic=Topic.MINUTES) == ["minutes-credited"] * 2


def test_a_long_look_stops_and_says_where_to_look_on(world: NotifyWorld) -> None:
    reader = world.add_member("a")
    world.hear(asked(world, "a"))
    (rare,) = world.kept_for("a")
    for number in range(MOST_LOOKS + 1):
        world.clock.advance(seconds=1)
        world.notify.notices.add(_another(world, rare, number))
    first = notices_found(world.notify, reader, Wanted(topic=Topic.ASKED), limit=1)
    assert first.items == ()
    second = notices_found(world.notify, reader, Wanted(topic=Topic.ASKED), limit=1, after=first.next)
    assert [each.id for each in second.items] == [rare.id]


def _another(world: NotifyWorld, like: Notice, number: int) -> Notice:
    return Notice(
        id=f"other-{number}",
        member_id=like.member_id,
        kind=like.kind.__class__("rated"),
        subject=like.subject,
        facts=like.facts,
        community_code=None,
        created_at=world.clock.now() + timedelta(0),
    )
