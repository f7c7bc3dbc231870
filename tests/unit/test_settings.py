"""Settings are read once, and whatever is wrong with them is said at once."""

from dataclasses import fields
from pathlib import Path

import pytest

from services.cli import run
from services.event_log import kafka_access, warn_of_open_line
from shared.settings import PREFIX, Settings, SettingsFaulty, read_settings, shown_settings

EXAMPLE = Path("deploy/settings.env")
KAFKA = {"LINLI_KAFKA_BROKERS": "k1:9092, k2:9092", "LINLI_KAFKA_SECURITY": "sasl_ssl"}


def in_example() -> dict[str, str]:
    """Return every setting the example names, with its value."""
    lines = [line.removeprefix("# ") for line in EXAMPLE.read_text(encoding="utf-8").splitlines()]
    return dict(line.split("=", 1) for line in lines if line.startswith(PREFIX))


def test_the_example_names_every_setting_with_its_default() -> None:
    assert set(in_example()) == {PREFIX + field.name.upper() for field in fields(Settings)}
    assert (
        read_settings({name: value for name, value in in_example().items() if "…" not in value}) == Settings()
    )


def test_the_way_to_kafka_follows_from_the_settings(tmp_path: Path) -> None:
    (tmp_path / "ca.pem").write_text("certificates")
    told = {"ACCOUNT": "linli", "PASSWORD": "sesame", "CA_FILE": str(tmp_path / "ca.pem"), "PREFIX": "city."}
    settings = read_settings(KAFKA | {f"LINLI_KAFKA_{name}": value for name, value in told.items()})
    access = kafka_access(settings)
    assert access.options() == {
        "bootstrap_servers": ["k1:9092", "k2:9092"],
        "client_id": "linli",
        "security_protocol": "SASL_SSL",
        "bootstrap_timeout_ms": 10_000,
        "reconnect_backoff_max_ms": 1_000,
        "request_timeout_ms": 10_000,
        "sasl_mechanism": "SCRAM-SHA-512",
        "sasl_plain_username": "linli",
        "sasl_plain_password": "sesame",
        "ssl_cafile": str(tmp_path / "ca.pem"),
    }
    assert access.prefix == "city."
    assert "sesame" not in repr(settings) + repr(access)


def test_every_fault_of_the_settings_for_kafka_is_said_at_once() -> None:
    with pytest.raises(SettingsFaulty) as faulty:
        read_settings(
            {
                "LINLI_KAFKA_BROKERS": "k1",
                "LINLI_KAFKA_PREFIX": "a b",
                "LINLI_KAFKA_SECURITY": "SASL_PLAINTEXT",
                "LINLI_KAFKA_MECHANISM": "GSSAPI",
                "LINLI_KAFKA_CA_FILE": "/nowhere.pem",
                "LINLI_KAFKA_REPLICAS": "10",
            }
        )
    assert sorted(fault.partition(":")[0].removeprefix("LINLI_KAFKA_") for fault in faulty.value.faults) == [
        "ACCOUNT",
        "BROKERS",
        "CA_FILE",
        "MECHANISM",
        "PASSWORD",
        "PREFIX",
        "REPLICAS",
    ]


@pytest.mark.parametrize(
    ("security", "mechanism", "readable"),
    [
        ("SASL_PLAINTEXT", "PLAIN", ["the password and every event"]),
        ("SASL_PLAINTEXT", "SCRAM-SHA-512", ["every event"]),
        ("SASL_SSL", "PLAIN", []),
        ("PLAINTEXT", "PLAIN", []),
    ],
)
def test_a_name_and_password_over_an_open_line_are_warned_of(
    security: str, mechanism: str, readable: list[str], caplog: pytest.LogCaptureFixture
) -> None:
    warn_of_open_line(Settings(kafka_security=security, kafka_mechanism=mechanism))
    assert [getattr(each, "readable", None) for each in caplog.records] == readable


def test_no_secret_is_shown() -> None:
    telling = ("password", "secret", "passphrase", "login", "robots")
    secret = {each.name for each in fields(Settings) if each.name.endswith(telling)}
    assert {each.name for each in fields(Settings) if not each.repr} == secret
    settings = Settings(
        **dict.fromkeys(secret, "sesame"),  # type: ignore[arg-type]  # -- all of them are texts
        mongodb_uri="mongodb://linli:sesame@db.example:27017/",
    )
    shown = shown_settings(settings)
    assert "sesame" not in str(shown)
    assert {shown[name] for name in secret} == {"…"}
    assert (shown["mongodb_uri"], shown["port"]) == ("db.example:27017/", "8000")


def test_settings_are_shown_without_their_secrets(capsys: pytest.CaptureFixture[str]) -> None:
    told = {"LINLI_KAFKA_ACCOUNT": "linli", "LINLI_KAFKA_PASSWORD": "sesame"}
    told["LINLI_MONGODB_URI"] = "mongodb://linli:sesame@documents/"
    assert run(["settings"], KAFKA | told) == 0
    shown = capsys.readouterr().out
    assert "sesame" not in shown
    assert {"LINLI_KAFKA_BROKERS=k1:9092,k2:9092", "LINLI_KAFKA_PASSWORD=…"} <= set(shown.splitlines())


def test_topics_are_created_only_where_brokers_are_named(capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["settings", "--create-topics"], {}) == 1
    assert "LINLI_KAFKA_BROKERS" in capsys.readouterr().err
