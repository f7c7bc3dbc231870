"""Browsers rung through push services: what they are told, which are forgotten, and whom we never call."""

import base64
from collections.abc import Iterator
from dataclasses import replace

import pytest
from cryptography.hazmat.primitives.asymmetric import ec

from services.notify.adapters.web_push import WebPush, fresh_signing_key, push_keys
from services.notify.application.preferences import preferences_of
from services.notify.application.ringing import AddDevice, PushOff, add_device, forget_device
from services.notify.domain.channels import Channel
from services.notify.domain.deliveries import DeliveryState
from services.notify.domain.devices import MOST_DEVICES
from shared.identity.actor import Actor
from shared.kernel.clock import SetClock
from shared.kernel.errors import BadInput, NotFound
from shared.kernel.ids import RandomIds
from tests.application.outside_world import Outside, an_outside, asked, credited
from tests.application.push_sink import Browser, decrypted

S = DeliveryState
HOSTS = ("127.0.0.1", "push.example", "*.push.example.org")


@pytest.fixture
def outside(databases: str, clock: SetClock, ids: RandomIds) -> Iterator[Outside]:
    with an_outside(clock, ids) as made:
        push = WebPush(
            keys=push_keys(fresh_signing_key(), b"s" * 32),
            contact="ops@example.org",
            hosts=HOSTS,
            clock=clock,
        )
        reach = replace(
            made.notify.reach, push=push, providers={**made.notify.reach.providers, Channel.PUSH: push}
        )
        made.world.notify = replace(made.notify, reach=reach)
        made.web.answer = lambda _: (201, b"")
        yield made


@pytest.fixture
def owner(outside: Outside) -> Actor:
    return outside.person("a", Channel.SMS)


def with_browser(outside: Outside, owner: Actor, name: str = "phone") -> Browser:
    browser = Browser(service=outside.web, name=name)
    add_device(outside.notify, owner, browser.subscription)
    return browser


def test_a_browser_is_rung_first_and_told_only_of_what_kind_it_is_and_where_to_look(
    outside: Outside, owner: Actor
) -> None:
    browser = with_browser(outside, owner)
    outside.world.hear(asked(outside.world, "a"))
    outside.pass_time()
    held = outside.notify.deliveries.where({"channel": "PUSH"})[0]
    assert browser.heard() == [{"id": held.id, "topic": "ASKED", "link": "/today", "language": "zh"}]
    assert int(browser.rung[0].headers["TTL"]) == int(
        (held.expires_at - outside.world.clock.now()).total_seconds()
    )
    assert outside.states() == {"PUSH": (S.SENT, None), "SMS": (S.WAITING, None)}


def test_the_browser_of_these_tests_reads_the_example_of_the_standard() -> None:
    """Source: RFC 8291 5 and appendix A."""
    key = ec.derive_private_key(
        int.from_bytes(_bytes("q1dXpw3UpT5VOmu_cf_v6ih07Aems3njxI-JWgLcM94"), "big"), ec.SECP256R1()
    )
    body = _bytes(
        "DGv6ra1nlYgDCS1FRnbzlwAAEABBBP4z9KsN6nGRTbVYI_c7VJSPQTBtkgcy27mlmlMoZIIgDll6e3vCYLocInmYWAmS6TlzAC8wEqKK6PBru3jl7A_"
        "yl95bQpu6cVPTpK4Mqgkf1CXztLVBSt2Ks3oZwbuwXPXLWyouBWLVWGNWQexSgSxsj_Qulcy4a-fN"
    )
    read = decrypted(body, key, _bytes("BTBZMqHH6r4Tts7J_aSIgg"))
    assert read == b"When I grow up, I want to be a watermelon"


def _bytes(text: str) -> bytes:
    return base64.urlsafe_b64decode(text + "=" * (-len(text) % 4))


def test_nothing_of_the_address_is_readable_in_the_database(outside: Outside, owner: Actor) -> None:
    browser = with_browser(outside, owner)
    (kept,) = preferences_of(outside.notify, "a").devices
    document = str(outside.notify.preferences.collection.find_one({"_id": "a"}))
    assert browser.subscription.endpoint not in document
    assert browser.subscription.auth not in document
    push = outside.notify.reach.push
    assert push is not None
    assert browser.subscription.endpoint in push.opened(kept.sealed, "a")


@pytest.mark.parametrize("status", [404, 410])
def test_a_browser_that_is_gone_is_forgotten_and_the_next_channel_is_tried(
    outside: Outside, owner: Actor, status: int
) -> None:
    with_browser(outside, owner)
    outside.web.answer = lambda call: (status if call.path == "/phone" else 200, b"")
    outside.world.hear(credited(outside.world))
    outside.pass_time()
    outside.pass_time()
    assert preferences_of(outside.notify, "a").devices == ()
    assert outside.states() == {"PUSH": (S.FAILED, "no-device"), "SMS": (S.SENT, None)}


def test_of_two_browsers_the_one_that_is_there_is_rung_and_stays(outside: Outside, owner: Actor) -> None:
    with_browser(outside, owner, "old")
    there = with_browser(outside, owner, "new")
    outside.web.answer = lambda call: (410 if call.path == "/old" else 201, b"")
    outside.world.hear(credited(outside.world))
    outside.pass_time()
    assert (len(there.heard()), len(preferences_of(outside.notify, "a").devices)) == (1, 1)
    assert outside.states() == {"PUSH": (S.SENT, None)}


@pytest.mark.parametrize(("status", "state"), [(503, S.WAITING), (429, S.WAITING), (413, S.FAILED)])
def test_a_push_services_no_is_final_or_passing(
    outside: Outside, owner: Actor, status: int, state: DeliveryState
) -> None:
    with_browser(outside, owner)
    outside.web.answer = lambda _: (status, b"")
    outside.world.hear(credited(outside.world))
    outside.pass_time()
    assert outside.states()["PUSH"] == (state, f"http-{status}")


@pytest.mark.parametrize(
    "endpoint",
    [
        "https://10.0.0.1/x",
        "http://push.example/x",
        "https://push.example:8443/x",
        "https://push.example@evil.example/x",
        "https://evil.example/push.example",
        "https://push.example.org/x",
        "https://127.0.0.1/x",
        "https://[::1",
    ],
)
def test_only_the_push_services_named_are_called(outside: Outside, owner: Actor, endpoint: str) -> None:
    good = Browser(service=outside.web, name="phone").subscription
    with pytest.raises(BadInput):
        add_device(outside.notify, owner, replace(good, endpoint=endpoint))
    assert preferences_of(outside.notify, "a").devices == ()


def test_keys_that_are_none_are_refused(outside: Outside, owner: Actor) -> None:
    good = Browser(service=outside.web, name="phone").subscription
    for wrong in (
        replace(good, p256dh="A" * 87),
        replace(good, auth="A" * 30),
        replace(good, p256dh="A" * 89),
    ):
        with pytest.raises(BadInput):
            add_device(outside.notify, owner, wrong)


def test_a_browser_added_twice_is_there_once_and_a_sixth_takes_the_oldests_place(
    outside: Outside, owner: Actor
) -> None:
    first = with_browser(outside, owner)
    assert len(add_device(outside.notify, owner, first.subscription).devices) == 1
    (oldest,) = preferences_of(outside.notify, "a").devices
    for number in range(MOST_DEVICES):
        with_browser(outside, owner, f"other-{number}")
    kept = preferences_of(outside.notify, "a")
    assert len(kept.devices) == MOST_DEVICES
    assert oldest.id not in [each.id for each in kept.devices]
    assert kept.channels == (Channel.PUSH, Channel.SMS)


def test_who_switches_it_off_is_rung_no_more_and_nobody_can_for_another(
    outside: Outside, owner: Actor
) -> None:
    browser = with_browser(outside, owner)
    (device,) = preferences_of(outside.notify, "a").devices
    with pytest.raises(NotFound):
        forget_device(outside.notify, outside.person("b"), device.id)
    assert forget_device(outside.notify, owner, device.id).devices == ()
    outside.world.hear(credited(outside.world))
    outside.pass_time()
    assert browser.heard() == []


def test_where_no_push_services_are_set_up_no_browser_is_taken(outside: Outside, owner: Actor) -> None:
    outside.world.notify = replace(outside.notify, reach=replace(outside.notify.reach, push=None))
    asked_for = AddDevice(endpoint="https://push.example/x", p256dh="A" * 87, auth="A" * 22)
    with pytest.raises(PushOff):
        add_device(outside.notify, owner, asked_for)
