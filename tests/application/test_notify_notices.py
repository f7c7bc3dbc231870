"""Notices kept, told once to the right people, counted and read."""

from datetime import timedelta

import pytest

from services.notify.application.notices import (
    KEPT_AFTER_READING,
    mark_all_read,
    mark_read,
    notice_said,
    notices_of,
    unread_count,
)
from services.notify.application.reactions import when_told_keep
from services.notify.domain.notices import NoticeKind, NoticeState
from services.notify.domain.routing import ROUTES
from services.notify.domain.stopping import STOPPERS
from services.notify.entrypoints.consumer import reactions
from services.notify.entrypoints.jobs import sweeps
from shared.events.contract import parse
from shared.events.ledger import MinutesCredited
from shared.events.matching import AssignmentChanged, NeedClosed, NeedOpened, Proposed
from shared.events.notify import NoticeKept, NoticeRead
from shared.kernel.clock import SetClock
from shared.kernel.errors import NotFound
from shared.kernel.ids import RandomIds
from tests.application.notify_world import NotifyWorld, a_notify_world
from tests.application.register_world import HOME


@pytest.fixture
def world(databases: str, clock: SetClock, ids: RandomIds) -> NotifyWorld:
    return a_notify_world(clock, ids)


def asked(*members: str, need_id: str = "need") -> Proposed:
    return Proposed(
        need_id=need_id,
        community_code=HOME,
        member_ids=members,
        proposal_ids=tuple(f"{need_id}.{member}" for member in members),
    )


def credited(world: NotifyWorld, member: str, minutes: int = 60) -> MinutesCredited:
    return MinutesCredited(
        transfer_id=f"transfer-{member}",
        record_id=f"record-{member}",
        community_code=HOME,
        member_id=member,
        minutes=minutes,
        served_at=world.clock.now(),
        shard=0,
        block=1,
    )


def an_assignment(state: str, *, by: str, resident: str = "resident") -> AssignmentChanged:
    return AssignmentChanged(
        assignment_id="assignment",
        need_id="need",
        community_code=HOME,
        member_id="volunteer",
        resident_id=resident,
        state=state,
        by=by,
    )


def kinds(world: NotifyWorld, member: str) -> list[NoticeKind]:
    return [notice.kind for notice in world.kept_for(member)]


def facts_in_outbox(world: NotifyWorld, notice_id: str) -> list[object]:
    document = world.notify.notices.collection.find_one({"_id": notice_id})
    assert document is not None
    entries = document["outbox"]
    assert isinstance(entries, list)
    return [parse(entry["headers"], entry["body"]).data for entry in entries]


def test_everybody_asked_gets_a_notice_and_nobody_else(world: NotifyWorld) -> None:
    for name in ("a", "b", "bystander"):
        world.add_member(name)
    world.hear(asked("a", "b"))
    assert kinds(world, "a") == kinds(world, "b") == [NoticeKind.HELP_ASKED]
    assert world.kept() == 2


def test_a_kept_notice_is_said_to_the_log(world: NotifyWorld) -> None:
    world.add_member("a")
    world.hear(credited(world, "a"))
    (notice,) = world.kept_for("a")
    assert facts_in_outbox(world, notice.id) == [
        NoticeKept(notice_id=notice.id, member_id="a", kind="minutes-credited")
    ]


def test_an_event_delivered_again_changes_nothing_even_after_reading(world: NotifyWorld) -> None:
    reader = world.add_member("a")
    event = world.hear(credited(world, "a"))
    (notice,) = world.kept_for("a")
    mark_read(world.notify, reader, notice.id)
    before = world.kept_for("a")
    for _ in range(3):
        when_told_keep(world.notify, event)
    assert world.kept_for("a") == before


def test_an_event_that_was_half_told_is_told_to_the_rest(world: NotifyWorld) -> None:
    world.add_member("a")
    event = world.hear(asked("a", "b"))
    world.add_member("b")
    when_told_keep(world.notify, event)
    assert kinds(world, "a") == kinds(world, "b") == [NoticeKind.HELP_ASKED]
    assert world.kept() == 2


def test_two_events_that_say_the_same_are_two_notices(world: NotifyWorld) -> None:
    world.add_member("a")
    world.hear(credited(world, "a"))
    world.hear(credited(world, "a"))
    assert len(world.kept_for("a")) == 2


def test_delegates_are_told_beside_the_resident(world: NotifyWorld) -> None:
    world.add_member("daughter")
    world.add_member("neighbour")
    world.add_member("volunteer")
    world.add_member("resident", delegates=("daughter",))
    world.hear(an_assignment("CHECKED_OUT", by="volunteer"))
    assert kinds(world, "resident") == kinds(world, "daughter") == [NoticeKind.PLEASE_CONFIRM]
    assert world.kept() == 2


def test_delegates_are_told_instead_of_a_resident_without_an_account(world: NotifyWorld) -> None:
    world.add_member("daughter")
    world.add_member("resident", has_account=False, delegates=("daughter",))
    world.hear(an_assignment("CHECKED_OUT", by="volunteer"))
    assert kinds(world, "daughter") == [NoticeKind.PLEASE_CONFIRM]
    assert world.kept() == 1


def test_who_did_it_is_not_told(world: NotifyWorld) -> None:
    world.add_member("volunteer")
    world.add_member("daughter")
    world.add_member("resident", delegates=("daughter",))
    world.hear(an_assignment("CANCELLED", by="volunteer"))
    world.hear(an_assignment("ACCEPTED", by="volunteer"))
    world.hear(an_assignment("CHECKED_OUT", by="daughter"))
    assert kinds(world, "volunteer") == kinds(world, "daughter") == []
    assert kinds(world, "resident") == [NoticeKind.PLEASE_CONFIRM]


def test_a_poster_who_is_also_delegate_is_told_once(world: NotifyWorld) -> None:
    world.add_member("daughter")
    world.add_member("resident", delegates=("daughter",))
    closed = NeedClosed(
        need_id="need",
        community_code=HOME,
        resident_id="resident",
        posted_by="daughter",
        state="EXPIRED",
    )
    world.hear(closed)
    assert kinds(world, "resident") == kinds(world, "daughter") == [NoticeKind.NEED_EXPIRED]
    assert world.kept() == 2


def test_someone_the_register_does_not_know_is_told_nothing(world: NotifyWorld) -> None:
    world.hear(asked("nobody"))
    assert world.kept() == 0


def test_a_silent_event_leaves_no_notice(world: NotifyWorld) -> None:
    world.add_member("resident")
    world.hear(NeedOpened(need_id="need", community_code=HOME, resident_id="resident", posted_by="resident"))
    assert world.kept() == 0


def test_every_routed_event_is_listened_to(world: NotifyWorld) -> None:
    assert reactions(world.notify).keys() == {*ROUTES, *STOPPERS}


def test_a_notice_is_kept_whole(world: NotifyWorld) -> None:
    world.add_member("a")
    world.hear(credited(world, "a", 90))
    (notice,) = world.kept_for("a")
    assert (notice.state, notice.read_at, notice.community_code) == (NoticeState.UNREAD, None, HOME)
    assert notice.created_at == world.clock.now()
    assert notice_said(world.notify, notice).says.zh == "已记入 90 分钟服务时长"


def test_unread_ones_are_counted_for_each_member(world: NotifyWorld) -> None:
    reader = world.add_member("a")
    world.add_member("b")
    for number in range(3):
        world.hear(asked("a", "b", need_id=f"need-{number}"))
    mark_read(world.notify, reader, world.kept_for("a")[0].id)
    assert (unread_count(world.notify, "a"), unread_count(world.notify, "b")) == (2, 3)


def test_a_list_is_the_readers_own_newest_first_page_by_page(world: NotifyWorld) -> None:
    reader = world.add_member("a")
    world.add_member("b")
    for number in range(3):
        world.hear(asked("a", "b", need_id=f"need-{number}"))
    first = notices_of(world.notify, reader, limit=2)
    second = notices_of(world.notify, reader, limit=2, after=first.next)
    assert [notice.subject.id for notice in (*first.items, *second.items)] == [
        "need-2.a",
        "need-1.a",
        "need-0.a",
    ]
    assert second.next is None


def test_a_list_of_the_unread_leaves_out_the_read(world: NotifyWorld) -> None:
    reader = world.add_member("a")
    world.hear(asked("a", need_id="old"))
    world.hear(asked("a", need_id="new"))
    mark_read(world.notify, reader, world.kept_for("a")[0].id)
    (left,) = notices_of(world.notify, reader, unread_only=True).items
    assert left.subject.id == "new.a"


def test_reading_stamps_the_time_and_is_said_once(world: NotifyWorld) -> None:
    reader = world.add_member("a")
    world.hear(asked("a"))
    (notice,) = world.kept_for("a")
    world.clock.advance(minutes=5)
    read_at = world.clock.now()
    mark_read(world.notify, reader, notice.id)
    world.clock.advance(minutes=5)
    again = mark_read(world.notify, reader, notice.id)
    assert (again.state, again.read_at) == (NoticeState.READ, read_at)
    assert facts_in_outbox(world, notice.id)[1:] == [NoticeRead(notice_id=notice.id, member_id="a")]


def test_somebody_elses_notice_is_not_found_and_stays_unread(world: NotifyWorld) -> None:
    world.add_member("a")
    curious = world.add_member("b")
    world.hear(asked("a"))
    (notice,) = world.kept_for("a")
    with pytest.raises(NotFound):
        mark_read(world.notify, curious, notice.id)
    with pytest.raises(NotFound):
        mark_read(world.notify, curious, "no-such-notice")
    assert unread_count(world.notify, "a") == 1


def test_reading_all_reads_ones_own_only(world: NotifyWorld) -> None:
    reader = world.add_member("a")
    world.add_member("b")
    for number in range(3):
        world.hear(asked("a", "b", need_id=f"need-{number}"))
    assert mark_all_read(world.notify, reader) == 3
    assert mark_all_read(world.notify, reader) == 0
    assert (unread_count(world.notify, "a"), unread_count(world.notify, "b")) == (0, 3)


def test_notices_read_long_ago_are_forgotten_and_unread_ones_never(world: NotifyWorld) -> None:
    reader = world.add_member("a")
    world.hear(asked("a", need_id="read"))
    mark_all_read(world.notify, reader)
    world.hear(asked("a", need_id="unread"))
    world.notify.notices.collection.update_many({}, {"$set": {"outbox": []}})
    sweep = sweeps(world.notify)[0]
    read_at = world.clock.now()
    assert sweep.run(read_at + KEPT_AFTER_READING) == 0
    assert sweep.run(read_at + KEPT_AFTER_READING + timedelta(days=2)) == 1
    assert [notice.subject.id for notice in world.kept_for("a")] == ["unread.a"]


def test_a_notice_with_something_left_to_say_is_not_forgotten(world: NotifyWorld) -> None:
    reader = world.add_member("a")
    world.hear(asked("a"))
    mark_all_read(world.notify, reader)
    sweep = sweeps(world.notify)[0]
    assert sweep.run(world.clock.now() + KEPT_AFTER_READING + timedelta(days=2)) == 0
