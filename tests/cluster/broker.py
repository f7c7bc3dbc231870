"""The real Kafka of the tests: it asks for name and password on two more ports, on one of them over TLS, and is reached by a third through whatever stands between."""

from dataclasses import dataclass, field
from datetime import timedelta
from ipaddress import ip_address
from pathlib import Path

from cryptography import x509
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat
from cryptography.x509.oid import NameOID

from services.bench.own_kafka import OwnKafka
from services.bench.own_platform import free_port
from shared.kernel.clock import SystemClock

_MORE = """
listeners=PLAINTEXT://{plain},CONTROLLER://127.0.0.1:{controller},SIGNED://{signed},SEALED://{sealed},FAR://{far}
advertised.listeners=PLAINTEXT://{plain},SIGNED://{signed},SEALED://{sealed},FAR://127.0.0.1:{between}
listener.security.protocol.map=PLAINTEXT:PLAINTEXT,CONTROLLER:PLAINTEXT,SIGNED:SASL_PLAINTEXT,SEALED:SASL_SSL,FAR:PLAINTEXT
sasl.enabled.mechanisms=PLAIN
listener.name.sealed.sasl.enabled.mechanisms=SCRAM-SHA-512
listener.name.signed.plain.sasl.jaas.config=org.apache.kafka.common.security.plain.PlainLoginModule required \\
  user_linli="{password}";
listener.name.sealed.scram-sha-512.sasl.jaas.config=org.apache.kafka.common.security.scram.ScramLoginModule required;
listener.name.sealed.ssl.keystore.type=PEM
listener.name.sealed.ssl.keystore.location={keystore}
"""


@dataclass(kw_only=True)
class Broker(OwnKafka):
    """A broker with four ports.

    Attributes:
        between: The port it tells those to use who come by its far one: somebody's who passes it on.
    """

    signed: int = field(default_factory=free_port)
    sealed: int = field(default_factory=free_port)
    far: int = field(default_factory=free_port)
    between: int = field(default_factory=free_port)
    password: str = "sesame-of-a-test"

    def __post_init__(self) -> None:
        make_certificate(self.ca_file, self.folder / "keystore.pem")
        self.more_format = ("--add-scram", f"SCRAM-SHA-512=[name=linli,password={self.password}]")
        self.more = _MORE.format(
            plain=self.address,
            controller=self.controller,
            signed=self.signed_address,
            sealed=self.sealed_address,
            far=f"127.0.0.1:{self.far}",
            between=self.between,
            password=self.password,
            keystore=self.folder / "keystore.pem",
        )

    @property
    def signed_address(self) -> str:
        """Where it asks for a name and a password."""
        return f"127.0.0.1:{self.signed}"

    @property
    def sealed_address(self) -> str:
        """Where it asks for a name and a password over TLS."""
        return f"127.0.0.1:{self.sealed}"

    @property
    def ca_file(self) -> Path:
        """Certificate to trust there."""
        return self.folder / "ca.pem"


def make_certificate(certificate_file: Path, keystore_file: Path) -> None:
    """Write a certificate for this machine's loopback address, and a file with it and its key."""
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "broker of a test")])
    now = SystemClock().now()
    certificate = (
        x509.CertificateBuilder(name, name, key.public_key(), x509.random_serial_number())
        .not_valid_before(now - timedelta(days=1))
        .not_valid_after(now + timedelta(days=1))
        .add_extension(x509.SubjectAlternativeName([x509.IPAddress(ip_address("127.0.0.1"))]), critical=False)
        .add_extension(x509.BasicConstraints(ca=True, path_length=None), critical=True)
        .sign(key, hashes.SHA256())
    )
    certificate_file.write_bytes(certificate.public_bytes(Encoding.PEM))
    private = key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption())
    keystore_file.write_bytes(private + certificate.public_bytes(Encoding.PEM))
