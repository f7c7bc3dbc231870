"""The platform's settings: read once, every fault reported together, units in the names."""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, fields, replace
from pathlib import Path
from urllib.parse import urlsplit

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
        robots: By community, kind and webhook of its work group's robot.
        sends_each_second: Most calls to one provider each second, 1 to 1000.
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
    robots: Mapping[str, tuple[str, str]] = field(default_factory=dict, repr=False)
    sends_each_second: int = 50


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


def _folder(text: str) -> Path:
    if not text:
        raise ValueError("应为文件夹路径 · must be the path of a folder")
    return Path(text).expanduser()


def _word(text: str) -> str:
    if not text:
        raise ValueError("不能为空 · must not be empty")
    return text


def _name(text: str) -> str:
    if not text.isidentifier() or not text.isascii() or len(text) > 30:
        raise ValueError("应为 1 至 30 个字母、数字或下划线 · must be 1 to 30 letters, digits or underscores")
    return text


def _whole(least: int, most: int) -> Callable[[str], int]:
    def read(text: str) -> int:
        if not text.isdecimal() or not least <= int(text) <= most:
            raise ValueError(f"应为 {least} 到 {most} 的整数 · must be a whole number from {least} to {most}")
        return int(text)

    return read


def _yes(text: str) -> bool:
    if text.lower() not in ("1", "0", "true", "false", "yes", "no"):
        raise ValueError("应为 true 或 false · must be true or false")
    return text.lower() in ("1", "true", "yes")


def _mongodb(text: str) -> str:
    if urlsplit(text).scheme not in ("mongodb", "mongodb+srv"):
        raise ValueError("应以 mongodb:// 开头 · must begin with mongodb://")
    return text


def _brokers(text: str) -> str:
    for broker in text.split(","):
        host, _, port = broker.strip().rpartition(":")
        if not host or not port.isdecimal() or not 1 <= int(port) <= 65535:
            raise ValueError("应为 主机:端口,以逗号分隔 · must be host:port, joined by commas")
    return ",".join(broker.strip() for broker in text.split(","))


def _prefix(text: str) -> str:
    if len(text) > 40 or not text.isascii() or not all(sign.isalnum() or sign in "._-" for sign in text):
        raise ValueError(
            "应为至多 40 个字母、数字、点、横线或下划线 · must be at most 40 letters, digits, dots, hyphens or underscores"
        )
    return text


def _one_of(*names: str) -> Callable[[str], str]:
    def read(text: str) -> str:
        if text.upper() not in names:
            raise ValueError(f"应为 {'、'.join(names)} 之一 · must be one of {', '.join(names)}")
        return text.upper()

    return read


def _file(text: str) -> str:
    if text and not Path(text).is_file():
        raise ValueError("没有这个文件 · there is no such file")
    return text


def _web_address(text: str) -> str:
    if text and (urlsplit(text).scheme not in ("http", "https") or not urlsplit(text).hostname):
        raise ValueError("应以 http:// 或 https:// 开头 · must begin with http:// or https://")
    return text.rstrip("/")


def _secret(text: str) -> str:
    if text and len(text) < 16:
        raise ValueError("至少 16 个字符 · must have at least 16 characters")
    return text


def _mail_address(text: str) -> str:
    if text and not re.fullmatch(r"[^@\s<>]+@[^@\s<>]+", text):
        raise ValueError("应为邮箱地址 · must be an e-mail address")
    return text


def _channels(text: str) -> tuple[str, ...]:
    named = tuple(dict.fromkeys(text.upper().replace(",", " ").split()))
    if not named or not set(named) <= {"WECHAT", "SMS", "VOICE"}:
        raise ValueError("应为 WECHAT、SMS、VOICE 中的几个 · must be some of WECHAT, SMS, VOICE")
    return named


def _robots(text: str) -> dict[str, tuple[str, str]]:
    found = [re.fullmatch(r"(\d{12})=(wecom|dingtalk|feishu):(https?://\S+)", each) for each in text.split()]
    if not all(found):
        raise ValueError(
            "应为“社区代码=wecom|dingtalk|feishu:网址”，以空格分开 · must be code=wecom|dingtalk|feishu:url, parted by spaces"
        )
    return {each[1]: (each[2], each[3]) for each in found if each}


def _level(text: str) -> str:
    if text.upper() not in ("DEBUG", "INFO", "WARNING", "ERROR"):
        raise ValueError("应为 DEBUG、INFO、WARNING 或 ERROR · must be DEBUG, INFO, WARNING or ERROR")
    return text.upper()


_READ: dict[str, Callable[[str], object]] = {
    "data_dir": _folder,
    "host": _word,
    "port": _whole(1, 65535),
    "mongodb_uri": _mongodb,
    "database_prefix": _name,
    "web_threads": _whole(8, 2000),
    "secure_cookies": _yes,
    "trusted_proxies": _whole(0, 5),
    "log_as_json": _yes,
    "log_level": _level,
    "log_retention_days": _whole(1, 3650),
    "kafka_brokers": _brokers,
    "kafka_prefix": _prefix,
    "kafka_security": _one_of("PLAINTEXT", "SSL", "SASL_PLAINTEXT", "SASL_SSL"),
    "kafka_mechanism": _one_of("PLAIN", "SCRAM-SHA-256", "SCRAM-SHA-512"),
    "kafka_account": str,
    "kafka_password": str,
    "kafka_ca_file": _file,
    "kafka_replicas": _whole(0, 9),
    "backup_passphrase": str,
    "home_gate_level": _whole(1, 3),
    "bind_training": _yes,
    "bind_insurance": _yes,
    "public_url": _web_address,
    "smtp_host": str,
    "smtp_port": _whole(1, 65535),
    "smtp_sender": _mail_address,
    "smtp_login": str,
    "smtp_password": str,
    "smtp_tls": _yes,
    "gateway_url": _web_address,
    "gateway_secret": _secret,
    "gateway_channels": _channels,
    "robots": _robots,
    "sends_each_second": _whole(1, 1000),
}

_TOGETHER = (("smtp_host", "smtp_sender"), ("smtp_login", "smtp_password"), ("gateway_url", "gateway_secret"))
"""The first is of no use without the second."""
