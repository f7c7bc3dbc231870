"""The real Kafka of the tests: it asks for name and password on one more port."""

from dataclasses import dataclass, field

from services.bench.own_kafka import OwnKafka
from services.bench.own_platform import free_port

_SIGNED = """
sasl.enabled.mechanisms=PLAIN
listener.name.signed.plain.sasl.jaas.config=org.apache.kafka.common.security.plain.PlainLoginModule required \\
  user_linli="{password}";
"""


@dataclass(kw_only=True)
class Broker(OwnKafka):
    """A broker with two ports."""

    signed: int = field(default_factory=free_port)
    password: str = "sesame-of-a-test"

    def __post_init__(self) -> None:
        self.more_listeners = f",SIGNED://{self.signed_address}"
        self.more = _SIGNED.format(password=self.password)

    @property
    def signed_address(self) -> str:
        """Where it asks for a name and a password."""
        return f"127.0.0.1:{self.signed}"
