"""Settings of what people are reached by: read, and every fault said together."""

from dataclasses import fields
from pathlib import Path

import pytest

from services.notify.adapters.web_push import fresh_signing_key, push_keys
from services.notify.application.reach import reach_of
from services.notify.domain.channels import Channel
from shared.kernel.clock import SystemClock
from shared.settings import PREFIX, Settings, SettingsFaulty, read_settings

WHOLE = {
    "LINLI_PUBLIC_URL": "https://linli.example/",
    "LINLI_SMTP_HOST": "mail.example",
    "LINLI_SMTP_SENDER": "linli@example.org",
    "LINLI_GATEWAY_URL": "https://gateway.example/messages",
    "LINLI_GATEWAY_SECRET": "sixteen letters!",
    "LINLI_GATEWAY_CHANNELS": "sms, voice",
    "LINLI_PUSH_SERVICES": "push.example, *.push.example.org",
    "LINLI_PUSH_CONTACT": "ops@example.org",
    "LINLI_ROBOTS": "511402001001=wecom:https://a.example/x 511402001002=feishu:https://b.example/y",
}


def test_what_is_set_up_is_what_people_are_reached_by() -> None:
    keys = push_keys(fresh_signing_key(), b"s" * 32)
    reach = reach_of(read_settings(WHOLE), SystemClock(), b"secret", keys)
    assert reach.channels == {Channel.EMAIL, Channel.SMS, Channel.VOICE, Channel.ROBOT, Channel.PUSH}
    assert reach.push is not None
    assert reach.push.hosts == ("push.example", "*.push.example.org")
    assert reach.site == "https://linli.example"
    assert reach.robots == {"511402001001": "https://a.example/x", "511402001002": "https://b.example/y"}


def test_nothing_is_set_up_at_first_and_links_lead_to_this_machine() -> None:
    reach = reach_of(Settings(), SystemClock(), b"secret")
    assert (reach.channels, reach.site) == (frozenset(), "http://127.0.0.1:8000")


def test_faults_are_said_together() -> None:
    wrong = {
        "LINLI_SMTP_HOST": "mail.example",
        "LINLI_GATEWAY_URL": "ftp://gateway.example",
        "LINLI_GATEWAY_SECRET": "short",
        "LINLI_GATEWAY_CHANNELS": "PIGEON",
        "LINLI_ROBOTS": "511402001001=teams:https://a.example",
        "LINLI_SMTP_LOGIN": "linli",
        "LINLI_SENDS_EACH_SECOND": "0",
        "LINLI_PUSH_SERVICES": "https://push.example",
    }
    with pytest.raises(SettingsFaulty) as faulty:
        read_settings(wrong)
    named = {fault.partition(":")[0] for fault in faulty.value.faults}
    assert named == {
        "LINLI_GATEWAY_URL",
        "LINLI_GATEWAY_SECRET",
        "LINLI_GATEWAY_CHANNELS",
        "LINLI_ROBOTS",
        "LINLI_SENDS_EACH_SECOND",
        "LINLI_PUSH_SERVICES",
        "LINLI_SMTP_SENDER",
        "LINLI_SMTP_PASSWORD",
    }
    with pytest.raises(SettingsFaulty, match="LINLI_SMTP_SENDER"):
        read_settings({"LINLI_SMTP_SENDER": "no address"})


def test_every_setting_of_channels_stands_in_the_example_of_settings() -> None:
    text = Path("deploy/settings.env").read_text(encoding="utf-8")
    assert [each.name for each in fields(Settings) if PREFIX + each.name.upper() not in text] == []
