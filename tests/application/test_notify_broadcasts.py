"""Broadcasts: counted before, agreed to by a second person, told once to each, stopped at any moment."""

from datetime import date

import pytest

from services.notify.application.broadcasting.audience import AT_ONCE, send_broadcasts
from services.notify.application.broadcasting.commands import AnswerBroadcast, CountAudience, WriteBroadcast
from services.notify.application.broadcasting.saying import (
    answer_broadcast,
    stop_broadcast,
    write_broadcast,
)
from services.notify.application.broadcasting.showing import (
    audience_counted,
    broadcast_shown,
    broadcasts_listed,
)
from services.notify.application.delivering import Cause
from services.notify.application.notices import notice_said
from services.notify.application.reactions import tell
from services.notify.domain.broadcasts import (
    NEXT_STATES,
    AgeGroup,
    Audience,
    Broadcast,
    BroadcastOver,
    BroadcastState,
    SecondPersonNeeded,
    age_group,
)
from services.notify.domain.channels import Channel
from services.notify.domain.deliveries import DeliveryState
from services.notify.domain.notices import NoticeKind
from shared.identity.actor import Actor
from shared.identity.roles import Role
from shared.kernel.clock import SetClock
from shared.kernel.errors import BadInput, Forbidden, NotFound
from shared.kernel.ids import RandomIds
from tests.application.notify_world import NotifyWorld, a_notify_world
from tests.application.outside_world import an_outside
from tests.application.register_world import HOME

K, S = NoticeKind, BroadcastState
AWAY = "210802001003"
TEXT = {"zh": "明天停水", "en": "No water tomorrow"}
AGREE = AnswerBroadcast(agree=True)


@pytest.fixture
def world(databases: str, clock: SetClock, ids: RandomIds) -> NotifyWorld:
    return a_notify_world(clock, ids)


def staff(world: NotifyWorld, id_: str = "staff", scope: str = HOME) -> Actor:
    return world.add_member(id_, duties=((Role.COMMUNITY_STAFF, scope),), community_code=scope)


def written(world: NotifyWorld, actor: Actor, **audience: object) -> Broadcast:
    asked = WriteBroadcast(community_code=HOME, **TEXT, **audience)  # type: ignore[arg-type]  # -- fields by name
    return write_broadcast(world.notify, actor, asked, "broadcast")


def sent(world: NotifyWorld) -> int:
    return send_broadcasts(world.notify, world.clock.now())


def heard(world: NotifyWorld, member_id: str) -> list[NoticeKind]:
    return [each.kind for each in world.kept_for(member_id)]


def test_every_state_of_a_broadcast_has_its_arrows() -> None:
    assert NEXT_STATES.keys() == set(S)


@pytest.mark.parametrize(
    ("age", "group"),
    [
        (None, None),
        (17, AgeGroup.MINOR),
        (18, AgeGroup.ADULT),
        (59, AgeGroup.ADULT),
        (60, AgeGroup.ELDER),
    ],
)
def test_an_age_belongs_to_one_group(age: int | None, group: AgeGroup | None) -> None:
    assert age_group(age) is group


def test_it_goes_out_once_a_colleague_has_agreed_and_to_each_once(world: NotifyWorld) -> None:
    writer, colleague = staff(world), staff(world, "colleague")
    world.add_member("neighbour")
    world.add_member("stranger", community_code=AWAY)
    made = written(world, writer)
    assert made == written(world, writer)
    assert (heard(world, "colleague"), heard(world, "staff")) == ([K.BROADCAST_WAITS], [])
    assert sent(world) == 0
    answer_broadcast(world.notify, colleague, made.id, AGREE)
    answer_broadcast(world.notify, colleague, made.id, AGREE)
    assert (sent(world), sent(world)) == (3, 0)
    (notice,) = world.kept_for("neighbour")
    assert notice_said(world.notify, notice).says.zh == "明天停水"
    assert heard(world, "staff") == [K.BROADCAST_AGREED, K.BROADCAST]
    assert heard(world, "stranger") == []
    shown = broadcast_shown(world.notify, writer, made.id)
    assert (shown.state, [step.state for step in shown.steps]) == (S.SENT, [S.WAITING, S.SENDING, S.SENT])
    assert [step.by_name for step in shown.steps] == ["王staff", "王colleague", "–"]
    assert (shown.told, shown.can) == (None, ())


def test_it_is_sent_in_parts_and_goes_on_where_it_stopped(world: NotifyWorld) -> None:
    writer, colleague = staff(world), staff(world, "colleague")
    for number in range(AT_ONCE + 10):
        world.add_member(f"m{number}")
    made = written(world, writer)
    before = answer_broadcast(world.notify, colleague, made.id, AGREE)
    assert sent(world) == AT_ONCE + 12
    after = world.notify.broadcasts.get(made.id)
    assert (after.told, after.expected) == (AT_ONCE + 12, AT_ONCE + 12)
    world.notify.broadcasts.collection.update_one(
        {"_id": made.id}, {"$set": {"state": before.state.value, "told": 0}, "$unset": {"looked_at": ""}}
    )
    kept = world.kept()
    assert sent(world) == AT_ONCE + 12
    assert world.kept() == kept


def test_who_wrote_it_cannot_agree_and_a_refusal_says_why(world: NotifyWorld) -> None:
    writer, colleague = staff(world), staff(world, "colleague")
    made = written(world, writer)
    with pytest.raises(SecondPersonNeeded):
        answer_broadcast(world.notify, writer, made.id, AGREE)
    with pytest.raises(BadInput):
        answer_broadcast(world.notify, colleague, made.id, AnswerBroadcast(agree=False))
    assert broadcast_shown(world.notify, colleague, made.id).can == ("answer", "stop")
    assert broadcast_shown(world.notify, writer, made.id).can == ("stop",)
    refused = answer_broadcast(
        world.notify, colleague, made.id, AnswerBroadcast(agree=False, reason="写错了时间")
    )
    assert (refused.state, refused.steps[-1].reason) == (S.REFUSED, "写错了时间")
    assert heard(world, "staff") == [K.BROADCAST_REFUSED]
    with pytest.raises(BroadcastOver):
        answer_broadcast(world.notify, colleague, made.id, AGREE)
    assert sent(world) == 0


def test_only_staff_of_the_community_write_see_and_stop_it(world: NotifyWorld) -> None:
    writer, far = staff(world), staff(world, "far", AWAY)
    neighbour = world.add_member("neighbour")
    made = written(world, writer)
    for actor in (far, neighbour):
        with pytest.raises(Forbidden):
            written(world, actor)
        with pytest.raises(Forbidden):
            broadcasts_listed(world.notify, actor, HOME)
        with pytest.raises(Forbidden):
            audience_counted(world.notify, actor, CountAudience(community_code=HOME))
        with pytest.raises(NotFound):
            stop_broadcast(world.notify, actor, made.id)
        with pytest.raises(NotFound):
            answer_broadcast(world.notify, actor, made.id, AGREE)


def test_only_those_meant_are_counted_and_told_and_very_few_are_not_counted(world: NotifyWorld) -> None:
    writer, colleague = staff(world), staff(world, "colleague")
    for number in range(6):
        world.add_member(f"m{number}")
        world.offered[f"m{number}"] = frozenset({"CLINIC_ESCORT"})
    world.offered["m5"] = frozenset({"PHONE_CARE"})
    world.add_member("elder", has_account=False)

    def count(**audience: object) -> tuple[int | None, int, int]:
        asked = CountAudience(community_code=HOME, **audience)  # type: ignore[arg-type]  # -- fields by name
        found = audience_counted(world.notify, writer, asked)
        return found.people, found.of, found.without_account

    assert count() == (8, 9, 1)
    assert count(roles=(Role.VOLUNTEER,)) == (6, 9, 1)
    assert count(roles=(Role.COMMUNITY_STAFF,)) == (None, 9, 1)
    assert count(service_kinds=("CLINIC_ESCORT",)) == (5, 9, 1)
    assert count(service_kinds=("PHONE_CARE",)) == (None, 9, 1)
    assert count(service_kinds=("BARBER",)) == (0, 9, 1)
    assert count(age_groups=(AgeGroup.ELDER,)) == (0, 9, 1)
    answer_broadcast(world.notify, colleague, written(world, writer, service_kinds=("PHONE_CARE",)).id, AGREE)
    assert sent(world) == 1
    assert heard(world, "m5") == [K.BROADCAST]


def test_a_count_looks_at_so_many_people_and_no_more(
    world: NotifyWorld, monkeypatch: pytest.MonkeyPatch
) -> None:
    writer = staff(world)
    for number in range(AT_ONCE):
        world.add_member(f"m{number}")
    monkeypatch.setattr("services.notify.application.broadcasting.audience.MOST_COUNTED", AT_ONCE)
    found = audience_counted(world.notify, writer, CountAudience(community_code=HOME))
    assert (found.people, found.of) == (AT_ONCE, AT_ONCE)


def test_an_age_is_reckoned_on_the_day(world: NotifyWorld) -> None:
    world.add_member("elder")
    person = world.notify.people.get("elder")
    meant = Audience(age_groups=(AgeGroup.ELDER,))
    assert not meant.includes(person, (), date(2026, 11, 23))


def test_a_stopped_broadcast_tells_nobody_more_and_sends_nothing_more(
    databases: str, clock: SetClock, ids: RandomIds
) -> None:
    with an_outside(clock, ids) as outside:
        world = outside.world
        writer, colleague = staff(world), staff(world, "colleague")
        outside.person("neighbour", Channel.SMS)
        made = written(world, writer)
        answer_broadcast(world.notify, colleague, made.id, AGREE)
        sent(world)
        later = written_again(world, writer)
        stop_broadcast(world.notify, colleague, later.id)
        stop_broadcast(world.notify, colleague, later.id)
        assert sent(world) == 0
        with pytest.raises(BroadcastOver):
            stop_broadcast(world.notify, colleague, made.id)
        outside.pass_time(minutes=1)
        assert ["明天停水" in str(call.said["text"]) for call in outside.web.calls] == [True]
        shown = broadcast_shown(world.notify, writer, made.id)
        assert shown.sent[DeliveryState.SENT.value] == 1
        assert [each.state for each in broadcasts_listed(world.notify, writer, HOME).items] == [
            S.STOPPED,
            S.SENT,
        ]


def written_again(world: NotifyWorld, actor: Actor) -> Broadcast:
    world.clock.advance(seconds=1)
    return write_broadcast(
        world.notify, actor, WriteBroadcast(community_code=HOME, zh=TEXT["zh"], en=TEXT["en"]), "second"
    )


def test_what_is_on_its_way_is_not_sent_once_it_is_stopped(
    databases: str, clock: SetClock, ids: RandomIds
) -> None:
    with an_outside(clock, ids) as outside:
        world = outside.world
        writer, colleague = staff(world), staff(world, "colleague")
        outside.person("neighbour", Channel.SMS)
        made = written(world, writer)
        agreed = answer_broadcast(world.notify, colleague, made.id, AGREE)
        tell(world.notify, {Cause(id=made.id, at=agreed.agreed_at): (agreed.telling("neighbour"),)})
        stop_broadcast(world.notify, colleague, made.id)
        outside.pass_time(minutes=1)
        assert outside.states("neighbour") == {"SMS": (DeliveryState.STOPPED, "settled")}
        assert sent(world) == 0
