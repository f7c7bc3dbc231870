"""Notices handed to a real mail server, gateway and robot on loopback, and what becomes of each answer."""

from collections.abc import Iterator
from dataclasses import replace

import pytest

from services.notify.adapters.gateway import Gateway
from services.notify.adapters.robots import RobotKind, Robots
from services.notify.adapters.smtp import Smtp
from services.notify.application.links import stop_link
from services.notify.application.preferences import keep, preferences_of
from services.notify.domain.channels import Channel
from services.notify.domain.deliveries import DeliveryState
from services.notify.domain.pacing import OPENS_AFTER
from shared.events.matching import NobodyFound
from shared.kernel.call_marks import signature
from shared.kernel.clock import SetClock
from shared.kernel.ids import RandomIds
from tests.application.outside_world import PHONE, SECRET, Outside, an_outside, asked, credited
from tests.application.register_world import HOME

S = DeliveryState


@pytest.fixture
def outside(databases: str, clock: SetClock, ids: RandomIds) -> Iterator[Outside]:
    with an_outside(clock, ids) as made:
        yield made


def test_a_letter_says_what_why_where_and_how_to_stop_it(outside: Outside) -> None:
    outside.person("a", Channel.EMAIL, email="a@example.org")
    outside.world.hear(credited(outside.world))
    assert outside.pass_time() == 1
    letter = outside.mail.letter()
    delivery = outside.one()
    link = stop_link(outside.notify.reach, delivery)
    assert (letter["To"], letter["Subject"]) == ("a@example.org", "已记入 60 分钟服务时长")
    assert letter["Message-ID"] == f"<{delivery.id}@example.org>" == delivery.receipt
    assert letter["List-Unsubscribe"].replace("\n ", "") == f"<{link}>"
    assert letter["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
    text = letter.get_content()
    for part in ("https://linli.example/hours", "因为这关系到您的服务时长", link):
        assert part in text.replace("=\n", "")
    assert delivery.state is S.SENT


def test_a_call_to_the_gateway_is_signed_and_carries_the_deliverys_own_id(outside: Outside) -> None:
    outside.person("a", Channel.SMS)
    outside.world.hear(credited(outside.world))
    outside.pass_time()
    (call,) = outside.web.calls
    delivery = outside.one()
    assert call.headers["Idempotency-Key"] == call.said["id"] == delivery.id
    timestamp = call.headers["X-Linli-Timestamp"]
    assert call.headers["X-Linli-Signature"] == signature(SECRET, timestamp, call.body)
    assert (call.said["channel"], call.said["to"], call.said["kind"]) == ("SMS", PHONE, "minutes-credited")
    assert str(call.said["text"]).startswith("【邻里】已记入 60 分钟服务时长。")
    assert delivery.receipt == "r-1"


def test_a_refusal_is_final_and_the_next_channel_is_tried_at_once(outside: Outside) -> None:
    outside.web.answer = lambda call: (
        (422, {"code": "no-consent"}) if call.said["channel"] == "WECHAT" else (200, {})
    )
    outside.person("a", Channel.WECHAT, Channel.SMS)
    outside.world.hear(credited(outside.world))
    outside.pass_time()
    outside.pass_time()
    outside.pass_time(hours=2)
    assert outside.states() == {"WECHAT": (S.FAILED, "no-consent"), "SMS": (S.SENT, None)}
    assert len(outside.web.calls) == 2


@pytest.mark.parametrize("status", [503, 429, 408])
def test_a_passing_fault_is_tried_again_later(outside: Outside, status: int) -> None:
    outside.web.answer = lambda _: (status, b"busy")
    outside.person("a", Channel.SMS)
    outside.world.hear(credited(outside.world))
    outside.pass_time()
    waiting = outside.one()
    assert (waiting.state, waiting.tries, waiting.reason) == (S.WAITING, 1, f"http-{status}")
    outside.web.answer = lambda _: (200, b"not json")
    outside.pass_time(minutes=1)
    assert outside.one().state is S.SENT


def test_what_the_gateway_has_seen_before_is_taken_as_done(outside: Outside) -> None:
    outside.web.answer = lambda _: (409, {"receipt": "r-0"})
    outside.person("a", Channel.SMS)
    outside.world.hear(credited(outside.world))
    outside.pass_time()
    assert (outside.one().state, outside.one().receipt) == (S.SENT, "r-0")


def test_after_the_last_try_it_has_failed_and_the_next_channel_goes(outside: Outside) -> None:
    outside.web.answer = lambda call: (503 if call.said["channel"] == "SMS" else 200, {})
    outside.person("a", Channel.SMS, Channel.VOICE)
    outside.world.hear(credited(outside.world))
    for _ in range(12):
        outside.pass_time(minutes=31)
    assert outside.states() == {"SMS": (S.FAILED, "http-503"), "VOICE": (S.SENT, None)}


def test_a_provider_that_keeps_failing_is_left_alone_for_a_while(outside: Outside) -> None:
    outside.web.answer = lambda _: (500, {})
    members = [f"m{number}" for number in range(OPENS_AFTER + 3)]
    for name in members:
        outside.person(name, Channel.SMS)
    outside.world.hear(asked(outside.world, *members))
    outside.pass_time()
    assert len(outside.web.calls) == OPENS_AFTER
    outside.pass_time(seconds=20)
    assert len(outside.web.calls) == OPENS_AFTER
    outside.web.answer = lambda _: (200, {})
    outside.pass_time(minutes=2)
    assert {state for name in members for state, _ in outside.states(name).values()} == {S.SENT}


@pytest.mark.parametrize(
    ("address", "state", "reason"),
    [("550@example.org", S.FAILED, "smtp-550"), ("451@example.org", S.WAITING, "smtp-451")],
)
def test_a_mail_servers_no_is_final_or_passing(
    outside: Outside, address: str, state: DeliveryState, reason: str
) -> None:
    outside.person("a", Channel.EMAIL, email=address)
    outside.world.hear(credited(outside.world))
    outside.pass_time()
    assert outside.states() == {"EMAIL": (state, reason)}


def test_a_provider_that_does_not_answer_is_a_passing_fault(outside: Outside) -> None:
    nowhere = Smtp(
        host="127.0.0.1", port=1, sender="linli@example.org", uses_tls=False, clock=outside.world.clock
    )
    silent = Gateway(url="http://127.0.0.1:1/", secret=SECRET, clock=outside.world.clock)
    providers = {**outside.notify.reach.providers, Channel.EMAIL: nowhere, Channel.SMS: silent}
    outside.world.notify = replace(outside.notify, reach=replace(outside.notify.reach, providers=providers))
    outside.person("a", Channel.EMAIL, email="a@example.org")
    outside.person("b", Channel.SMS)
    outside.world.hear(asked(outside.world, "a", "b"))
    outside.pass_time()
    assert outside.states("a") == {"EMAIL": (S.WAITING, "ConnectionRefusedError")}
    assert outside.states("b") == {"SMS": (S.WAITING, "ConnectError")}


def test_the_work_group_of_a_community_hears_that_nobody_was_found(outside: Outside) -> None:
    outside.web.answer = lambda _: (200, {"errcode": 0})
    outside.world.hear(NobodyFound(need_id="need", community_code=HOME, posted_by="staff"))
    outside.pass_time()
    (call,) = outside.web.calls
    assert call.said["msgtype"] == "text"
    assert "https://linli.example/needs/need" in str(call.said["text"])
    assert outside.one().state is S.SENT


@pytest.mark.parametrize(
    ("status", "said", "state"),
    [
        (200, {"errcode": 45009}, S.WAITING),
        (200, {"errcode": 93000}, S.FAILED),
        (502, {}, S.WAITING),
        (404, {}, S.FAILED),
    ],
)
def test_a_robots_no_is_final_or_passing(
    outside: Outside, status: int, said: dict[str, int], state: DeliveryState
) -> None:
    outside.web.answer = lambda _: (status, said)
    outside.world.hear(NobodyFound(need_id="need", community_code=HOME, posted_by="staff"))
    outside.pass_time()
    assert outside.one().state is state


def test_feishu_is_spoken_to_in_its_own_form(outside: Outside) -> None:
    feishu = Robots(kinds={outside.web.url: RobotKind.FEISHU})
    providers = {**outside.notify.reach.providers, Channel.ROBOT: feishu}
    outside.world.notify = replace(outside.notify, reach=replace(outside.notify.reach, providers=providers))
    outside.web.answer = lambda _: (200, {"code": 0})
    outside.world.hear(NobodyFound(need_id="need", community_code=HOME, posted_by="staff"))
    outside.pass_time()
    assert outside.web.calls[0].said["msg_type"] == "text"


def test_who_lost_their_address_is_not_written_to(outside: Outside) -> None:
    outside.person("a", Channel.EMAIL, email="a@example.org")
    outside.world.hear(credited(outside.world))
    keep(outside.notify, replace(preferences_of(outside.notify, "a"), email=None))
    outside.pass_time()
    assert outside.states() == {"EMAIL": (S.FAILED, "no-address")}
