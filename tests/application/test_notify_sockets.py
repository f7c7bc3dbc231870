"""Live sockets on a real server: who may connect, and who hears what."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from services.notify.adapters.sockets import rooms_for
from services.notify.entrypoints.pusher import GROUP, RECHECK, TOPICS
from shared.events.identity import RoleWithdrawn
from shared.events.ledger import MinutesCredited
from shared.events.matching import NeedPosted, Proposed
from shared.events.notify import NoticeKept
from shared.events.topics import NOTIFY, PARTITIONS
from shared.identity.actor import Actor
from shared.identity.roles import Grant, Role, scope_of
from shared.kernel.clock import SetClock
from shared.messaging.log import Message
from tests.application.socket_world import SOON, SocketWorld

HERE = "511402001001"
NEXT_DOOR = "511402001002"


def an_actor(member_id: str, *duties: tuple[Role, str], home: str = HERE) -> Actor:
    grants = tuple(Grant(role=role, scope=scope_of(scope)) for role, scope in duties)
    return Actor(member_id=member_id, session_id=f"session-{member_id}", community_code=home, grants=grants)


@pytest.fixture
def world(tmp_path: Path, clock: SetClock) -> Iterator[SocketWorld]:
    world = SocketWorld(tmp_path, clock)
    world.start()
    yield world
    world.stop()


def a_kept_notice(member_id: str) -> NoticeKept:
    return NoticeKept(notice_id=f"notice-of-{member_id}", member_id=member_id, kind="confirmed")


def a_posted_need(world: SocketWorld, community_code: str, state: str) -> NeedPosted:
    return NeedPosted(
        need_id=f"need-in-{community_code}",
        community_code=community_code,
        resident_id="resident",
        posted_by="resident",
        service_kind="CLINIC_ESCORT",
        expected_minutes=90,
        helpers_wanted=1,
        starts_at=world.clock.now(),
        ends_at=world.clock.now(),
        state=state,
    )


def a_withdrawn_role(member_id: str) -> RoleWithdrawn:
    return RoleWithdrawn(member_id=member_id, role="COMMUNITY_STAFF", scope=HERE, withdrawn_by="chief")


def test_what_the_log_says_reaches_the_right_person_only(world: SocketWorld) -> None:
    one, other = world.listen(an_actor("one")), world.listen(an_actor("other"))
    world.append(a_kept_notice("one"))
    assert one.hears() == {"kind": "notice", "id": "notice-of-one"}
    assert world.heard_by(other, "other") == []


def test_each_of_two_members_asked_hears_of_their_own_proposal(world: SocketWorld) -> None:
    one, other = world.listen(an_actor("one")), world.listen(an_actor("other"))
    bystander = world.listen(an_actor("bystander"))
    asked = Proposed(
        need_id="need", community_code=HERE, member_ids=("one", "other"), proposal_ids=("n.one", "n.other")
    )
    world.push(asked)
    assert world.heard_by(one, "one") == [{"kind": "proposal", "id": "n.one"}]
    assert world.heard_by(other, "other") == [{"kind": "proposal", "id": "n.other"}]
    assert world.heard_by(bystander, "bystander") == []


def test_every_device_of_a_member_hears(world: SocketWorld) -> None:
    phone, desktop = world.listen(an_actor("one")), world.listen(an_actor("one"))
    world.push(a_kept_notice("one"))
    assert phone.hears() == desktop.hears() == {"kind": "notice", "id": "notice-of-one"}


def test_a_need_waiting_for_review_is_heard_at_its_desks_alone(world: SocketWorld) -> None:
    staff = world.listen(an_actor("staff", (Role.COMMUNITY_STAFF, HERE)))
    keeper = world.listen(an_actor("keeper", (Role.GRID_WORKER, f"{HERE}-03")))
    district = world.listen(an_actor("district", (Role.COMMUNITY_STAFF, "511402")))
    everywhere = world.listen(an_actor("everywhere", (Role.COMMUNITY_STAFF, "all")))
    stranger = world.listen(an_actor("stranger", (Role.COMMUNITY_STAFF, NEXT_DOOR)))
    auditor = world.listen(an_actor("auditor", (Role.AUDITOR, "all")))
    volunteer = world.listen(an_actor("volunteer"))
    world.push(a_posted_need(world, HERE, "AWAITING_REVIEW"))
    expected = [{"kind": "need", "id": f"need-in-{HERE}"}]
    assert world.heard_by(staff, "staff") == expected
    assert world.heard_by(keeper, "keeper") == expected
    assert world.heard_by(district, "district") == expected
    assert world.heard_by(everywhere, "everywhere") == expected
    assert world.heard_by(stranger, "stranger") == []
    assert world.heard_by(auditor, "auditor") == []
    assert world.heard_by(volunteer, "volunteer") == []


def test_an_open_need_is_heard_in_its_community(world: SocketWorld) -> None:
    near, far = world.listen(an_actor("near")), world.listen(an_actor("far", home=NEXT_DOOR))
    world.push(a_posted_need(world, HERE, "OPEN"))
    assert world.heard_by(near, "near") == [{"kind": "need", "id": f"need-in-{HERE}"}]
    assert world.heard_by(far, "far") == []


def test_staff_with_two_scopes_over_one_desk_hear_once(world: SocketWorld) -> None:
    duties = ((Role.COMMUNITY_STAFF, HERE), (Role.SOCIAL_WORKER, "511402"))
    staff = world.listen(an_actor("staff", *duties))
    world.push(a_posted_need(world, HERE, "AWAITING_REVIEW"))
    assert world.heard_by(staff, "staff") == [{"kind": "need", "id": f"need-in-{HERE}"}]


def test_credited_minutes_are_heard_by_their_owner_without_the_figure(world: SocketWorld) -> None:
    one, other = world.listen(an_actor("one")), world.listen(an_actor("other"))
    credited = MinutesCredited(
        transfer_id="transfer",
        record_id="record",
        community_code=HERE,
        member_id="one",
        minutes=60,
        served_at=world.clock.now(),
        shard=0,
        block=1,
    )
    world.push(credited)
    assert world.heard_by(one, "one") == [{"kind": "balance", "id": "one"}]
    assert world.heard_by(other, "other") == []


@pytest.mark.parametrize("token", [None, "", "wrong", "token-one "])
def test_who_is_not_signed_in_is_refused(world: SocketWorld, token: str | None) -> None:
    world.listen(an_actor("one"))
    assert not world.knock(token=token).is_connected
    assert world.sockets.count == 1


def test_the_cookie_of_the_pages_signs_in(world: SocketWorld) -> None:
    world.actors["secret"] = an_actor("one")
    listener = world.knock(cookie=world.cookie("secret"))
    assert listener.is_connected
    world.push(a_kept_notice("one"))
    assert listener.hears() == {"kind": "notice", "id": "notice-of-one"}


def test_a_cookie_signed_by_somebody_else_is_refused(world: SocketWorld) -> None:
    world.actors["secret"] = an_actor("one")
    assert not world.knock(cookie=world.cookie("secret")[:-2] + "xx").is_connected


def test_while_sessions_cannot_be_read_nobody_connects_and_nobody_is_put_out(world: SocketWorld) -> None:
    one = world.listen(an_actor("one"))
    world.is_down = True
    assert not world.knock(token="token-one").is_connected
    world.sockets.put_out_ended()
    assert world.heard_by(one, "one") == []


def test_a_withdrawn_role_is_heard_and_puts_every_device_out(world: SocketWorld) -> None:
    staff = an_actor("staff", (Role.COMMUNITY_STAFF, HERE))
    phone, desktop, other = world.listen(staff), world.listen(staff), world.listen(an_actor("other"))
    world.push(a_withdrawn_role("staff"))
    assert [phone.hears(), phone.hears()] == [{"kind": "role", "id": "staff"}, None]
    assert [desktop.hears(), desktop.hears()] == [{"kind": "role", "id": "staff"}, None]
    assert world.heard_by(other, "other") == []


def test_who_comes_back_without_the_role_hears_the_desk_no_more(world: SocketWorld) -> None:
    world.listen(an_actor("staff", (Role.COMMUNITY_STAFF, HERE)))
    world.push(a_withdrawn_role("staff"))
    again = world.listen(an_actor("staff"))
    world.push(a_posted_need(world, HERE, "AWAITING_REVIEW"))
    assert world.heard_by(again, "staff") == []


def test_a_socket_whose_session_ended_is_put_out(world: SocketWorld) -> None:
    one, other = world.listen(an_actor("one")), world.listen(an_actor("other"))
    del world.actors["token-one"]
    world.sockets.put_out_ended()
    assert one.hears() is None
    assert world.heard_by(other, "other") == []


def test_sessions_are_looked_at_again_as_time_passes(world: SocketWorld) -> None:
    one = world.listen(an_actor("one"))
    del world.actors["token-one"]
    world.clock.advance(seconds=RECHECK.total_seconds())
    world.append(a_kept_notice("somebody"))
    assert one.hears() is None


def test_everybody_is_put_out_when_signals_may_be_missing(world: SocketWorld) -> None:
    one, other = world.listen(an_actor("one")), world.listen(an_actor("other"))
    world.sockets.put_out_all()
    assert one.hears() is other.hears() is None


def test_what_a_client_says_reaches_nobody(world: SocketWorld) -> None:
    one, other = world.listen(an_actor("one")), world.listen(an_actor("other"))
    one.says('42["signal",{"kind":"notice","id":"forged"}]')
    one.says('42["join","member:other"]')
    world.push(a_kept_notice("other"))
    assert world.heard_by(other, "other") == [{"kind": "notice", "id": "notice-of-other"}]
    assert world.heard_by(one, "one") == []


def test_bytes_that_are_no_event_are_passed_over(world: SocketWorld) -> None:
    one = world.listen(an_actor("one"))
    world.log.append(NOTIFY, [Message(key="one", headers={}, body=b"{")])
    world.append(a_kept_notice("one"))
    assert one.hears() == {"kind": "notice", "id": "notice-of-one"}


def test_what_was_written_while_nobody_held_sockets_is_passed_over(tmp_path: Path, clock: SetClock) -> None:
    world = SocketWorld(tmp_path, clock, is_only_one=True)
    world.log.consumer(GROUP, TOPICS, start="last").close()
    world.append(a_kept_notice("one"))
    clock.advance(seconds=1)
    world.serve()
    early = world.listen(an_actor("one"))
    world.hear()
    assert early.hears() is None, "who connected before anything was read may have missed something"
    one = world.listen(an_actor("one"))
    world.append(NoticeKept(notice_id="new", member_id="one", kind="confirmed"))
    assert one.hears() == {"kind": "notice", "id": "new"}
    world.stop()


def test_the_only_holder_of_sockets_lets_the_log_forget_what_it_read(tmp_path: Path, clock: SetClock) -> None:
    world = SocketWorld(tmp_path, clock, is_only_one=True)
    world.start()
    one = world.listen(an_actor("one"))
    world.append(a_kept_notice("one"))
    assert one.hears() == {"kind": "notice", "id": "notice-of-one"}
    del world.actors["token-one"]
    clock.advance(seconds=RECHECK.total_seconds())
    world.append(a_kept_notice("somebody"))
    assert one.hears() is None
    world.stop()
    assert world.committed == 2


def test_after_a_break_everybody_is_put_out_and_the_log_is_heard_again(
    tmp_path: Path, clock: SetClock
) -> None:
    world = SocketWorld(tmp_path, clock, topics={})
    world.serve()
    one = world.listen(an_actor("one"))
    world.pusher.start()
    assert one.hears() is None
    world.log.ensure_topics(PARTITIONS)
    assert world.pusher.wait_until_reading(SOON)
    again = world.listen(an_actor("one"))
    world.append(a_kept_notice("one"))
    assert again.hears() == {"kind": "notice", "id": "notice-of-one"}
    world.stop()


def test_rooms_follow_from_grants_that_work_at_a_desk() -> None:
    duties = ((Role.GRID_WORKER, f"{HERE}-03"), (Role.OVERSEER, "all"), (Role.ORGANISATION_STAFF, "org.7"))
    assert rooms_for(an_actor("one", *duties)) == ("member:one", f"public:{HERE}", f"desk:{HERE}")
