"""The Kafka log keeps the promises of every event log on Apache Kafka itself, and says clearly what is wrong."""

import pytest

from shared.kernel.clock import SetClock
from shared.messaging.kafka_access import KafkaAccess
from shared.messaging.kafka_log import KafkaLog
from shared.messaging.log import LogRefused, Message
from tests.cluster.broker import Broker
from tests.contract.kafka_log_contract import KafkaLogContract


class TestKafkaLog(KafkaLogContract):
    """On Apache Kafka."""

    @pytest.fixture
    def address(self, broker: Broker) -> str:
        return broker.address


def append(access: KafkaAccess, clock: SetClock) -> int:
    """Append one message, made to measure for nobody, and return how many stand in its topic."""
    log = KafkaLog(access, clock)
    try:
        log.ensure_topics({"linli.signed": 1})
        log.append("linli.signed", [Message(key="k", headers={}, body=b"x")])
        return sum(len(span) for span in log.spans("linli.signed").values())
    finally:
        log.close()


def signed(broker: Broker, **other: str) -> KafkaAccess:
    settings = {"mechanism": "PLAIN", "account": "linli", "password": broker.password} | other
    addresses = (broker.signed_address,)
    return KafkaAccess(brokers=addresses, security="SASL_PLAINTEXT", patience_seconds=4, **settings)  # type: ignore[arg-type]  # -- texts all of them


def test_who_signs_in_may_append(broker: Broker, clock: SetClock) -> None:
    assert append(signed(broker), clock) == 1


@pytest.mark.parametrize("other", [{"password": "guess"}, {"mechanism": "SCRAM-SHA-512"}])
def test_a_wrong_password_or_mechanism_is_said_and_never_shown(
    broker: Broker, clock: SetClock, other: dict[str, str]
) -> None:
    with pytest.raises(LogRefused, match="LINLI_KAFKA_PASSWORD") as refused:
        append(signed(broker, **other), clock)
    assert "guess" not in refused.value.say("zh") + refused.value.say("en")
    assert broker.password not in repr(signed(broker))
