"""The Kafka log keeps the promises of every event log on Apache Kafka itself, and says clearly what is wrong."""

import sys
from collections.abc import Callable
from contextlib import closing
from dataclasses import replace

import pytest

from shared.kernel.clock import SetClock
from shared.messaging.kafka_access import KafkaAccess
from shared.messaging.kafka_log import KafkaLog
from shared.messaging.log import LeaseLost, LogRefused, LogUnavailable, Message, Partition, after
from tests.cluster.broker import Broker
from tests.cluster.go_between import GoBetween
from tests.contract.event_log_world import everything
from tests.contract.kafka_log_contract import KafkaLogContract

APPENDS = 30


class TestKafkaLog(KafkaLogContract):
    """On Apache Kafka."""

    @pytest.fixture
    def address(self, broker: Broker) -> str:
        return broker.address


def append(access: KafkaAccess, clock: SetClock, topic: str) -> int:
    """Append one message to a topic, made when it is missing, and return how many stand in it."""
    log = KafkaLog(access, clock)
    try:
        log.ensure_topics({topic: 1})
        log.append(topic, [Message(key="k", headers={}, body=b"x")])
        return sum(len(span) for span in log.spans(topic).values())
    finally:
        log.close()


def signed(broker: Broker, **other: object) -> KafkaAccess:
    asked = {"security": "SASL_PLAINTEXT", "mechanism": "PLAIN", "password": broker.password, **other}
    return KafkaAccess(brokers=(broker.signed_address,), account="linli", patience_seconds=4, **asked)  # type: ignore[arg-type]  # -- as given


def sealed(broker: Broker, **other: object) -> KafkaAccess:
    asked = {"security": "SASL_SSL", "mechanism": "SCRAM-SHA-512", "ca_file": broker.ca_file, **other}
    return replace(signed(broker, **asked), brokers=(broker.sealed_address,))


@pytest.mark.parametrize("way", [signed, sealed])
def test_who_signs_in_may_append(
    broker: Broker, clock: SetClock, way: Callable[[Broker], KafkaAccess]
) -> None:
    assert append(way(broker), clock, f"linli.{way.__name__}") == 1


@pytest.mark.parametrize(
    ("way", "other"),
    [
        (signed, {"password": "guess"}),
        (signed, {"mechanism": "SCRAM-SHA-512"}),
        (sealed, {"password": "guess"}),
        (sealed, {"mechanism": "PLAIN"}),
    ],
)
def test_a_wrong_password_or_mechanism_is_said_and_never_shown(
    broker: Broker, clock: SetClock, way: Callable[..., KafkaAccess], other: dict[str, str]
) -> None:
    with pytest.raises(LogRefused, match="LINLI_KAFKA_PASSWORD") as refused:
        append(way(broker, **other), clock, "linli.guessed")
    assert "guess" not in refused.value.say("zh") + refused.value.say("en")
    assert broker.password not in repr(way(broker))


def test_a_certificate_that_nobody_vouches_for_is_refused(broker: Broker, clock: SetClock) -> None:
    with pytest.raises(LogRefused, match="CERTIFICATE_VERIFY_FAILED"):
        append(sealed(broker, ca_file=None), clock, "linli.sealed")


def test_answers_that_are_lost_lose_nothing_and_bring_nothing_twice(
    broker: Broker, clock: SetClock, capsys: pytest.CaptureFixture[str]
) -> None:
    access = KafkaAccess(brokers=(f"127.0.0.1:{broker.between}",), prefix="far.")
    with GoBetween(broker.between, broker.far) as between, closing(KafkaLog(access, clock)) as log:
        log.ensure_topics({"t": 1})
        tries = 0
        for number in range(APPENDS):
            if number % 3 == 0:
                between.lose_next()
            tries += append_until_told(log, Message(key="k", headers={"id": str(number)}, body=b""))
        lost_appending = between.lost
        read = read_all(log, between)
        lost_reading = between.lost - lost_appending
    with closing(KafkaLog(KafkaAccess(brokers=(broker.address,), prefix="far."), clock)) as log:
        stand = [each.headers["id"] for each in everything(log, "t")]
        assert log.committed("readers", "t") == {Partition(topic="t", number=0): len(stand)}
    with capsys.disabled():
        sys.stdout.write(
            f"\nanswers lost: {lost_appending} appending, {lost_reading} reading; appended {len(stand)}\n"
        )
    assert list(dict.fromkeys(stand)) == [str(number) for number in range(APPENDS)]
    assert len(stand) <= tries
    assert list(dict.fromkeys(read)) == list(dict.fromkeys(stand))
    assert (lost_appending, lost_reading) == (APPENDS // 3, APPENDS // 3)


def append_until_told(log: KafkaLog, message: Message) -> int:
    """Append a message as a relay does: again, until somebody says that it is there; return how often."""
    for tries in range(1, 10):
        try:
            log.append("t", [message])
        except LogUnavailable:
            continue
        return tries
    raise AssertionError("nobody said so")


def read_all(log: KafkaLog, between: GoBetween) -> list[str]:
    """Read as a worker does: what was not committed again; now and then an answer is lost."""
    found: list[str] = []
    consumer = log.consumer("readers", ["t"])
    (end,) = (span.stop for span in log.spans("t").values())
    lost = between.lost
    while not found or log.committed("readers", "t") != {Partition(topic="t", number=0): end}:
        try:
            records = consumer.poll(2, 0.5)
            found += [each.headers["id"] for each in records]
            if records and between.lost - lost < APPENDS // 3:
                between.lose_next()
            consumer.commit(after(records))
        except (LogUnavailable, LeaseLost):
            consumer.close()
            consumer = log.consumer("readers", ["t"])
    consumer.close()
    return found
