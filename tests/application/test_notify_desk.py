"""What comes back of deliveries, and what people do about them: receipts, one click, staff, grid workers."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta

import pytest

from services.notify.application.desk import Shelf, counts_at, deliveries_at, send_again, tell_in_person
from services.notify.application.links import stop_by, stop_link
from services.notify.application.notices import mark_all_read
from services.notify.application.pointless import clear_visits
from services.notify.application.preferences import preferences_of
from services.notify.application.receipts import (
    Outcome,
    Receipt,
    UnsignedReceipt,
    note_receipt,
    signature_of,
)
from services.notify.domain.channels import Channel, Topic
from services.notify.domain.deliveries import DeliveryOver, DeliveryState
from services.notify.domain.ladder import VISIT_LASTS, visit_pointless_at
from services.notify.domain.notices import Facts, NoticeKind
from shared.events.matching import NeedPlaceReleased
from shared.identity.actor import Actor
from shared.identity.roles import Role
from shared.kernel.clock import SetClock
from shared.kernel.errors import Forbidden, NotFound
from shared.kernel.ids import RandomIds
from tests.application.outside_world import PHONE, SECRET, Outside, an_outside, asked, credited, taken
from tests.application.register_world import HOME
from tests.application.sinks import Posted

S = DeliveryState


@pytest.fixture
def outside(databases: str, clock: SetClock, ids: RandomIds) -> Iterator[Outside]:
    with an_outside(clock, ids) as made:
        yield made


def staff(outside: Outside, role: Role = Role.COMMUNITY_STAFF, where: str = HOME) -> Actor:
    return outside.world.add_member(f"{role}-{where}", duties=((role, where),))


def test_who_has_neither_phone_nor_account_is_told_by_a_grid_worker_once(outside: Outside) -> None:
    outside.world.add_member("resident", has_account=False)
    grid_worker = staff(outside, Role.GRID_WORKER)
    outside.world.hear(taken(outside.world, "b"))
    outside.pass_time(hours=1)
    (waiting,) = deliveries_at(outside.notify, grid_worker, HOME, Shelf.IN_PERSON).items
    assert waiting.member_id == "resident"
    told = tell_in_person(outside.notify, grid_worker, waiting.id)
    assert (told.state, told.by) == (S.RECEIVED, grid_worker.member_id)
    assert tell_in_person(outside.notify, grid_worker, waiting.id) == told
    assert deliveries_at(outside.notify, grid_worker, HOME, Shelf.IN_PERSON).items == ()


def test_who_has_a_phone_but_no_account_is_called_first(outside: Outside) -> None:
    outside.web.answer = lambda _: (422, {"code": "no-answer"})
    outside.world.add_member("resident", has_account=False, phone=PHONE)
    outside.world.hear(taken(outside.world, "b"))
    outside.pass_time()
    assert outside.states("resident") == {"VOICE": (S.FAILED, "no-answer"), "VISIT": (S.WAITING, None)}


def left(outside: Outside) -> NeedPlaceReleased:
    """Return that a helper cannot come to a service after all."""
    return NeedPlaceReleased(
        need_id="need",
        community_code=HOME,
        resident_id="resident",
        posted_by="resident",
        assignment_id="assignment",
        member_id="b",
        starts_at=outside.world.clock.now() + timedelta(hours=5),
    )


def test_who_does_not_look_is_reached_step_by_step_and_at_last_by_a_grid_worker(outside: Outside) -> None:
    outside.person("resident", Channel.WECHAT, Channel.SMS, Channel.VOICE)
    grid_worker = staff(outside, Role.GRID_WORKER)
    outside.world.hear(left(outside))
    outside.pass_time()
    seen = []
    for _ in range(3):
        shelf = deliveries_at(outside.notify, grid_worker, HOME, Shelf.IN_PERSON).items
        assert len(shelf) == counts_at(outside.notify, HOME)[Shelf.IN_PERSON]
        seen.append(([channel for channel, _ in outside.web.sent()], len(shelf)))
        outside.pass_time(minutes=15)
    assert seen == [(["WECHAT"], 0), (["WECHAT", "SMS"], 0), (["WECHAT", "SMS", "VOICE"], 0)]
    (waiting,) = deliveries_at(outside.notify, grid_worker, HOME, Shelf.IN_PERSON).items
    assert (waiting.member_id, waiting.channel) == ("resident", Channel.VISIT)


def test_nobody_goes_to_who_posted_for_another_or_has_somebody_told_beside_them(outside: Outside) -> None:
    for name in ("daughter", "poster"):
        outside.person(name, Channel.SMS)
    outside.person("resident", Channel.SMS, delegates=("daughter",))
    outside.person("desk", Channel.SMS, duties=((Role.COMMUNITY_STAFF, HOME),))
    outside.world.hear(replace(left(outside), posted_by="poster"))
    outside.world.hear(replace(left(outside), need_id="own", resident_id="desk", posted_by="desk"))
    for _ in range(3):
        outside.pass_time(minutes=15)
    for name in ("daughter", "poster", "resident", "desk"):
        assert outside.states(name) == {"SMS": (S.SENT, None)}


def test_nobody_goes_to_tell_what_was_read_meanwhile(outside: Outside) -> None:
    resident = outside.person("resident", Channel.SMS)
    outside.world.hear(left(outside))
    outside.pass_time()
    outside.pass_time(minutes=15)
    assert clear_visits(outside.notify, outside.world.clock.now()) == 0
    mark_all_read(outside.notify, resident)
    assert clear_visits(outside.notify, outside.world.clock.now()) == 1
    assert outside.states("resident")["VISIT"] == (S.STOPPED, "read")


def test_nobody_goes_to_tell_what_comes_too_late(outside: Outside) -> None:
    outside.world.add_member("resident", has_account=False)
    outside.world.hear(left(outside))
    outside.world.clock.advance(hours=4, minutes=50)
    assert clear_visits(outside.notify, outside.world.clock.now()) == 0
    outside.world.clock.advance(minutes=10)
    assert clear_visits(outside.notify, outside.world.clock.now()) == 1
    assert outside.states("resident") == {"VISIT": (S.EXPIRED, "too-late")}
    assert (
        visit_pointless_at(NoticeKind.NEED_REFUSED, Facts(), outside.world.clock.now())
        == outside.world.clock.now() + VISIT_LASTS
    )


def test_a_resident_whose_delegate_was_told_is_not_visited(outside: Outside) -> None:
    outside.person("daughter", Channel.SMS)
    outside.world.add_member("resident", has_account=False, delegates=("daughter",))
    outside.world.hear(taken(outside.world, "b"))
    assert outside.states("resident") == {}
    assert outside.states("daughter").keys() == {"SMS"}


def test_staff_send_again_what_failed_and_nothing_else(outside: Outside) -> None:
    outside.web.answer = lambda _: (422, {})
    outside.person("a", Channel.SMS)
    outside.world.hear(credited(outside.world))
    outside.pass_time()
    at_desk = staff(outside)
    assert counts_at(outside.notify, HOME)[Shelf.FAILED] == 1
    outside.web.answer = lambda _: (200, {})
    send_again(outside.notify, at_desk, outside.one().id)
    outside.pass_time()
    assert outside.one().state is S.SENT
    with pytest.raises(DeliveryOver):
        send_again(outside.notify, at_desk, outside.one().id)


def test_a_desk_sees_and_touches_its_own_deliveries_only(outside: Outside) -> None:
    outside.web.answer = lambda _: (422, {})
    outside.person("a", Channel.SMS)
    outside.world.hear(credited(outside.world))
    outside.pass_time()
    elsewhere = staff(outside, where="210802001003")
    grid_worker = staff(outside, Role.GRID_WORKER)
    with pytest.raises(Forbidden):
        deliveries_at(outside.notify, elsewhere, HOME, Shelf.FAILED)
    for act in (send_again, tell_in_person):
        with pytest.raises(NotFound):
            act(outside.notify, elsewhere, outside.one().id)
    with pytest.raises(NotFound):
        tell_in_person(outside.notify, grid_worker, outside.one().id)
    with pytest.raises(Forbidden):
        send_again(outside.notify, grid_worker, outside.one().id)


def a_receipt(id_: str, outcome: Outcome, reason: str | None = None, secret: str = SECRET) -> Receipt:
    return Receipt(
        id=id_, outcome=outcome, reason=reason, signature=signature_of(secret, id_, outcome, reason)
    )


def test_a_receipt_says_that_it_arrived_and_comes_twice_without_effect(outside: Outside) -> None:
    outside.person("a", Channel.SMS)
    outside.world.hear(credited(outside.world))
    outside.pass_time()
    sent = outside.one()
    for _ in range(2):
        assert note_receipt(outside.notify, a_receipt(sent.id, Outcome.RECEIVED)).state is S.RECEIVED
    assert note_receipt(outside.notify, a_receipt(sent.id, Outcome.FAILED)).state is S.RECEIVED


def test_a_receipt_of_failure_brings_the_next_channel(outside: Outside) -> None:
    outside.person("a", Channel.SMS, Channel.VOICE)
    outside.world.hear(credited(outside.world))
    outside.pass_time()
    note_receipt(outside.notify, a_receipt(outside.one().id, Outcome.FAILED, "phone-off"))
    outside.pass_time()
    assert outside.states() == {"SMS": (S.FAILED, "phone-off"), "VOICE": (S.SENT, None)}


def test_an_answered_call_ends_the_ladder(outside: Outside) -> None:
    outside.person("a", Channel.VOICE, Channel.SMS)
    outside.world.hear(asked(outside.world, "a"))
    outside.pass_time()
    (voice,) = (each for each in outside.notify.deliveries.where({}) if each.channel is Channel.VOICE)
    note_receipt(outside.notify, a_receipt(voice.id, Outcome.RECEIVED))
    outside.pass_time(minutes=20)
    assert outside.states() == {"VOICE": (S.RECEIVED, None), "SMS": (S.STOPPED, "answered")}


@pytest.mark.parametrize("first", [Channel.VOICE, Channel.SMS])
def test_a_receipt_that_comes_before_the_call_is_over_counts(outside: Outside, first: Channel) -> None:
    outside.person("a", first, Channel.WECHAT)
    outside.world.hear(asked(outside.world, "a"))

    def report(call: Posted) -> tuple[int, object]:
        note_receipt(outside.notify, a_receipt(str(call.said["id"]), Outcome.RECEIVED))
        return 200, {"receipt": "late"}

    outside.web.answer = report
    outside.pass_time()
    after = (S.STOPPED, "answered") if first is Channel.VOICE else (S.WAITING, None)
    assert outside.states() == {first.value: (S.RECEIVED, None), "WECHAT": after}


def test_what_nobody_has_taken_up_cannot_have_arrived(outside: Outside) -> None:
    outside.person("a", Channel.SMS)
    outside.world.hear(credited(outside.world))
    receipt = a_receipt(outside.one().id, Outcome.RECEIVED)
    assert note_receipt(outside.notify, receipt).state is S.WAITING


def test_a_receipt_that_the_gateway_did_not_sign_is_refused(outside: Outside) -> None:
    outside.person("a", Channel.SMS)
    outside.world.hear(credited(outside.world))
    outside.pass_time()
    with pytest.raises(UnsignedReceipt):
        note_receipt(outside.notify, a_receipt(outside.one().id, Outcome.RECEIVED, secret="another secret"))
    with pytest.raises(NotFound):
        note_receipt(outside.notify, a_receipt("no-such", Outcome.RECEIVED))


def test_one_click_ends_letters_of_that_kind_and_no_other(outside: Outside) -> None:
    outside.person("a", Channel.EMAIL, email="a@example.org")
    outside.world.hear(credited(outside.world))
    token = stop_link(outside.notify.reach, outside.one()).rpartition("/")[2]
    for _ in range(2):
        assert stop_by(outside.notify, token)[1] is Topic.MINUTES
    outside.pass_time()
    assert outside.states() == {"EMAIL": (S.STOPPED, "unsubscribed")}
    outside.world.hear(credited(outside.world))
    outside.world.hear(asked(outside.world, "a"))
    outside.pass_time()
    assert outside.mail.letter()["Subject"].endswith("您能去吗？")


@pytest.mark.parametrize("token", ["", "a~MINUTES~", "a~MINUTES~0000", "a~NOTHING~0000", "é~MINUTES~é"])
def test_a_forged_link_stops_nothing(outside: Outside, token: str) -> None:
    with pytest.raises(NotFound):
        stop_by(outside.notify, token)
    assert preferences_of(outside.notify, "a").version == 0
