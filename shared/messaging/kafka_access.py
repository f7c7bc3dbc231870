"""How a Kafka cluster is reached: addresses, protection, and what the names on it begin with."""

from dataclasses import dataclass, field
from pathlib import Path


@dataclass(frozen=True, slots=True, kw_only=True)
class KafkaAccess:
    """What is needed to reach a cluster and to be let in.

    Attributes:
        brokers: ``host:port`` of one or more brokers.
        prefix: What our topics and groups begin with on the cluster; several platforms may share one.
        security: ``PLAINTEXT``, ``SSL``, ``SASL_PLAINTEXT`` or ``SASL_SSL``.
        mechanism: ``PLAIN``, ``SCRAM-SHA-256`` or ``SCRAM-SHA-512``; counts with SASL only.
        account: Name to sign in with; counts with SASL only.
        password: Password to sign in with; never shown.
        ca_file: Certificates to trust for TLS; the machine's own when there is none.
        replicas: Copies of each new topic; 0 leaves it to the brokers.
        session_seconds: A reader whose process is silent for so long is replaced; brokers allow 6 to 1800.
        poll_seconds: A reader that lives but has not polled for so long hands on what it reads.
        patience_seconds: How long the first answer of any broker is waited for.
    """

    brokers: tuple[str, ...]
    prefix: str = ""
    security: str = "PLAINTEXT"
    mechanism: str = "SCRAM-SHA-512"
    account: str = ""
    password: str = field(default="", repr=False)
    ca_file: Path | None = None
    replicas: int = 0
    session_seconds: float = 10.0
    poll_seconds: float = 120.0
    patience_seconds: float = 10.0

    def options(self) -> dict[str, object]:
        """Return what every client of the cluster is opened with."""
        found: dict[str, object] = {
            "bootstrap_servers": list(self.brokers),
            "client_id": "linli",
            "security_protocol": self.security,
            "bootstrap_timeout_ms": int(self.patience_seconds * 1000),
            "reconnect_backoff_max_ms": 1_000,
            "request_timeout_ms": 10_000,
        }
        if "SASL" in self.security:
            found |= {
                "sasl_mechanism": self.mechanism,
                "sasl_plain_username": self.account,
                "sasl_plain_password": self.password,
            }
        if self.security in ("SSL", "SASL_SSL") and self.ca_file is not None:
            found["ssl_cafile"] = str(self.ca_file)
        return found
