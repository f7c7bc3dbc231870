"""The platform's settings: read once, every fault reported together, units in the names."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, fields, replace
from pathlib import Path

from shared.kernel import setting_texts as texts

PREFIX = "LINLI_"


class SettingsFaulty(Exception):
    """Some settings cannot be used; ``faults`` has a sentence for each."""

    def __init__(self, faults: tuple[str, ...]) -> None:
        """Take the sentences."""
        self.faults = faults
        super().__init__("\n".join(faults))


@dataclass(frozen=True, slots=True, kw_only=True)
class Settings:
    """What an operator may set, each as ``LINLI_<NAME>`` in the environment.

    Attributes:
        data_dir: Folder for everything kept on this machine, made with mode 0700.
        host: Address to listen on; loopback unless set.
        port: Port to listen on, 1 to 65535.
        mongodb_uri: MongoDB replica set to use in place of the embedded store.
        database_prefix: What the names of the databases begin with.
        web_threads: Requests answered at a time, an open socket counted as one; 8 to 2000.
        secure_cookies: Whether cookies travel on HTTPS only; set it behind TLS.
        trusted_proxies: How many proxies in front of us set ``X-Forwarded-For``, 0 to 5.
        log_as_json: Whether logs are JSON lines for machines.
        log_level: Least level logged.
        log_retention_days: How long the event log keeps what everyone has read, 1 to 3650.
        kafka_brokers: ``host:port`` of Kafka brokers, joined by commas, to keep the event log on instead of a file.
        kafka_prefix: What topics and groups on the cluster begin with; several platforms may share one.
        kafka_security: ``PLAINTEXT``, ``SSL``, ``SASL_PLAINTEXT`` or ``SASL_SSL``.
        kafka_mechanism: ``PLAIN``, ``SCRAM-SHA-256`` or ``SCRAM-SHA-512``; counts with SASL.
        kafka_account: Name to sign in to the brokers with; counts with SASL.
        kafka_password: Password to sign in to the brokers with; counts with SASL.
        kafka_ca_file: Certificates the brokers' are checked against; empty: the machine's.
        kafka_replicas: Copies of each topic made, 1 to 9; 0: as the brokers are set.
        backup_passphrase: Seals and opens the keys in a backup, where nobody is there to type it.
        home_gate_level: Identity level asked of who serves in a home: 1 document on file, 2 original seen, 3 confirmed.
        bind_training: Whether training that a kind of service recommends must be on record.
        bind_insurance: Whether accident insurance that a kind of service recommends must be on record.
        public_url: Address under which people reach the pages, for links in what is sent; empty: host and port.
        smtp_host: Mail server; empty sends no e-mail.
        smtp_port: Its port.
        smtp_sender: Address letters come from; needed with ``smtp_host``.
        smtp_login: Account at the mail server; its password is ``smtp_password``.
        smtp_tls: Whether the connection to the mail server is encrypted (STARTTLS).
        gateway_url: The city's gateway for texts, WeChat and calls; empty sends none.
        gateway_secret: Shared with the gateway, at least 16 characters; needed with ``gateway_url``.
        gateway_channels: What the gateway serves, of ``WECHAT``, ``SMS`` and ``VOICE``.
        seal_url: The city's e-seal service for certificates; empty leaves room for the wet seal.
        seal_secret: Shared with it, at least 16 characters; needed with ``seal_url``.
        robots: By community, kind and webhook of its work group's robot.
        push_services: Hosts of browsers' push services that may be spoken to, ``*.`` for any name before the rest; none: off.
        push_contact: E-mail address at which push services reach the operator; needed with ``push_services``.
        sends_each_second: Most calls to one provider each second, 1 to 1000.
        heads_every_seconds: How often the newest blocks of the ledger are signed, 10 to 86400.
        heads_file: File that signed heads are added to; empty: in the data folder.
        heads_key_file: Key file to sign with; empty: made in the data folder.
    """

    data_dir: Path = Path("data")
    host: str = "127.0.0.1"
    port: int = 8000
    mongodb_uri: str = ""
    database_prefix: str = "linli"
    web_threads: int = 320
    secure_cookies: bool = False
    trusted_proxies: int = 0
    log_as_json: bool = False
    log_level: str = "INFO"
    log_retention_days: int = 90
    kafka_brokers: str = ""
    kafka_prefix: str = ""
    kafka_security: str = "PLAINTEXT"
    kafka_mechanism: str = "SCRAM-SHA-512"
    kafka_account: str = ""
    kafka_password: str = field(default="", repr=False)
    kafka_ca_file: str = ""
    kafka_replicas: int = 0
    backup_passphrase: str = field(default="", repr=False)
    home_gate_level: int = 1
    bind_training: bool = False
    bind_insurance: bool = False
    public_url: str = ""
    smtp_host: str = ""
    smtp_port: int = 587
    smtp_sender: str = ""
    smtp_login: str = field(default="", repr=False)
    smtp_password: str = field(default="", repr=False)
    smtp_tls: bool = True
    gateway_url: str = ""
    gateway_secret: str = field(default="", repr=False)
    gateway_channels: tuple[str, ...] = ("WECHAT", "SMS", "VOICE")
    seal_url: str = ""
    seal_secret: str = field(default="", repr=False)
    robots: Mapping[str, tuple[str, str]] = field(default_factory=dict, repr=False)
    push_services: tuple[str, ...] = ()
    push_contact: str = ""
    sends_each_second: int = 50
    heads_every_seconds: int = 300
    heads_file: str = ""
    heads_key_file: str = ""


def site_of(settings: Settings) -> str:
    """Return the address under which people reach the pages."""
    return settings.public_url or f"http://{settings.host}:{settings.port}"


def shown_settings(settings: Settings) -> dict[str, str]:
    """Return every setting as it may be shown: secrets, the fields left out of ``repr``, only as given or not."""
    held = replace(settings, mongodb_uri=settings.mongodb_uri.rpartition("@")[2])
    told = ((each, getattr(held, each.name)) for each in fields(held))
    return {each.name: str(value) if each.repr else "…"[: bool(value)] for each, value in told}


def read_settings(environment: Mapping[str, str]) -> Settings:
    """Return the settings an environment gives.

    Args:
        environment: Names and values; only those that begin with ``LINLI_`` are looked at.

    Raises:
        SettingsFaulty: With a sentence for every value that cannot be used and every name that is not known.
    """
    known = {PREFIX + each.name.upper(): each.name for each in fields(Settings)}
    faults = [
        f"{name} 不是已知的设置 · is no known setting"
        for name in sorted(environment)
        if name.startswith(PREFIX) and name not in known
    ]
    values: dict[str, object] = {}
    for name, setting in known.items():
        if name not in environment:
            continue
        try:
            values[setting] = _READ[setting](environment[name].strip())
        except ValueError as fault:
            faults.append(f"{name}: {fault}")
    faults += _kafka_faults(values)
    faults += [
        f"{PREFIX}{needed.upper()}: 设了 {PREFIX}{name.upper()} 就必须设 · must be set with {PREFIX}{name.upper()}"
        for name, needed in _TOGETHER
        if values.get(name) and not values.get(needed)
    ]
    if faults:
        raise SettingsFaulty(tuple(faults))
    return Settings(**values)  # type: ignore[arg-type]  # -- each reader below gives its field's type


def _kafka_faults(values: Mapping[str, object]) -> list[str]:
    """Return what does not fit together in the settings for Kafka."""
    if not str(values.get("kafka_security", "")).startswith("SASL"):
        return []
    return [
        f"{PREFIX}{name.upper()}: LINLI_KAFKA_SECURITY 为 SASL 时必须填写 · is needed with SASL"
        for name in ("kafka_account", "kafka_password")
        if not values.get(name)
    ]


_READ: dict[str, Callable[[str], object]] = {
    "data_dir": texts.folder,
    "host": texts.word,
    "port": texts.whole(1, 65535),
    "mongodb_uri": texts.mongodb,
    "database_prefix": texts.name,
    "web_threads": texts.whole(8, 2000),
    "secure_cookies": texts.yes,
    "trusted_proxies": texts.whole(0, 5),
    "log_as_json": texts.yes,
    "log_level": texts.level,
    "log_retention_days": texts.whole(1, 3650),
    "kafka_brokers": texts.brokers,
    "kafka_prefix": texts.prefix,
    "kafka_security": texts.one_of("PLAINTEXT", "SSL", "SASL_PLAINTEXT", "SASL_SSL"),
    "kafka_mechanism": texts.one_of("PLAIN", "SCRAM-SHA-256", "SCRAM-SHA-512"),
    "kafka_account": str,
    "kafka_password": str,
    "kafka_ca_file": texts.file,
    "kafka_replicas": texts.whole(0, 9),
    "backup_passphrase": str,
    "home_gate_level": texts.whole(1, 3),
    "bind_training": texts.yes,
    "bind_insurance": texts.yes,
    "public_url": texts.web_address,
    "smtp_host": str,
    "smtp_port": texts.whole(1, 65535),
    "smtp_sender": texts.mail_address,
    "smtp_login": str,
    "smtp_password": str,
    "smtp_tls": texts.yes,
    "gateway_url": texts.web_address,
    "gateway_secret": texts.secret,
    "gateway_channels": texts.channels,
    "seal_url": texts.web_address,
    "seal_secret": texts.secret,
    "robots": texts.robots,
    "push_services": texts.hosts,
    "push_contact": texts.mail_address,
    "sends_each_second": texts.whole(1, 1000),
    "heads_every_seconds": texts.whole(10, 86_400),
    "heads_file": str,
    "heads_key_file": texts.file,
}

_TOGETHER = (
    ("smtp_host", "smtp_sender"),
    ("smtp_login", "smtp_password"),
    ("gateway_url", "gateway_secret"),
    ("seal_url", "seal_secret"),
    ("push_services", "push_contact"),
)
"""The first is of no use without the second."""
