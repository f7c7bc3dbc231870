"""What an operator asks on the command line of the data at hand: accounts, parked events, the audit, the catalogue, settings."""

import argparse
import json
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from services.audit import audit
from services.event_log import GROUPS, create_topics, open_log
from services.matching.application.register.staff import create_member_with_role
from services.single import attached
from services.wiring import Platform, open_platform
from shared.events.page import render_catalogue
from shared.identity.roles import Role
from shared.kernel.clock import SystemClock
from shared.kernel.ids import nonce
from shared.messaging.parking import Parking
from shared.settings import Settings, shown_settings
from shared.storage.connection import connect, disconnect
from shared.storage.folder import DataFolder


def register(commands: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    """Add ``member``, ``parked``, ``audit``, ``events`` and ``settings`` to the commands."""
    _member_options(commands.add_parser("member", help="make accounts").add_subparsers(required=True))
    _parked_options(
        commands.add_parser("parked", help="events that could not be handled").add_subparsers(required=True)
    )
    audit = commands.add_parser("audit", help="recompute everything and name the first thing wrong")
    audit.add_argument("--json", action="store_true", help="print one JSON object")
    audit.set_defaults(command=_audit)
    events = commands.add_parser("events", help="print the catalogue of events")
    events.add_argument("--write", type=Path, metavar="FILE", help="write it to a file instead")
    events.set_defaults(command=_events)
    settings = commands.add_parser("settings", help="print the settings in force, secrets left out")
    settings.add_argument(
        "--create-topics", action="store_true", help="create the topics that the Kafka cluster lacks"
    )
    settings.set_defaults(command=_settings)


def _member_options(commands: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    create = commands.add_parser(
        "create", help="make an account with a role, or give an existing one the role"
    )
    create.add_argument("--phone", required=True)
    create.add_argument("--name", required=True)
    create.add_argument("--role", required=True, choices=[role.value for role in Role])
    create.add_argument(
        "--scope", required=True, help="code of a community, sub-district or district, or ALL"
    )
    create.add_argument("--community", help="home community, 12 digits; default the scope's first")
    create.add_argument("--password", help="default: one is made and printed once")
    create.set_defaults(command=_member_create)


def _parked_options(commands: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    for name, command, says in (
        ("list", _parked_list, "list what waits"),
        ("show", _parked_show, "print one with its bytes and reason"),
        ("replay", _parked_replay, "hand one, or all, to its group again"),
    ):
        parser = commands.add_parser(name, help=says)
        parser.add_argument("--group", choices=GROUPS, default=None)
        if name != "list":
            parser.add_argument(
                "id", nargs="?" if name == "replay" else None, help="its id; for replay, all when left out"
            )
        parser.set_defaults(command=command)


@contextmanager
def opened(settings: Settings) -> Iterator[Platform]:
    """Give the platform on this machine's data to a command, joined to the running one or on a store of its own."""
    joined, store = attached(settings)
    try:
        connect(joined.mongodb_uri, prefix=joined.database_prefix)
        yield open_platform(joined, DataFolder(joined.data_dir))
    finally:
        disconnect()
        if store is not None:
            store.stop()


def _member_create(settings: Settings, asked: argparse.Namespace) -> int:
    password = asked.password or nonce(9).hex()
    with opened(settings) as platform:
        made = create_member_with_role(
            platform.identity,
            phone=asked.phone,
            name=asked.name,
            role=Role(asked.role),
            scope=asked.scope,
            community_code=asked.community,
            password=password,
        )
        is_first = platform.identity.passwords.verify(password, made.password_hash)
    shown = {
        "id": made.id,
        "name": made.name,
        "phone": made.phone,
        "community_code": made.community_code,
        "roles": [f"{each.role.value}@{each.scope.text}" for each in made.present_grants],
    }
    if asked.password is None and is_first:  # an account that was there keeps its own
        shown["first_password"] = password
    print(json.dumps(shown, ensure_ascii=False))
    return 0


def _parked_list(settings: Settings, asked: argparse.Namespace) -> int:
    clock = SystemClock()
    event_log = open_log(settings, DataFolder(settings.data_dir), clock)
    for group in [asked.group] if asked.group else GROUPS:
        for each in Parking(event_log, group, clock).listed():
            print(
                each.id,
                group,
                each.headers.get("type", "?"),
                f"{each.topic}/{each.partition}@{each.position}",
                each.reason,
                sep="\t",
            )
    return 0


def _parked_show(settings: Settings, asked: argparse.Namespace) -> int:
    clock = SystemClock()
    event_log = open_log(settings, DataFolder(settings.data_dir), clock)
    for group in [asked.group] if asked.group else GROUPS:
        for each in Parking(event_log, group, clock).listed():
            if each.id == asked.id:
                shown = {
                    "id": each.id,
                    "group": group,
                    "topic": each.topic,
                    "partition": each.partition,
                    "position": each.position,
                }
                body = each.body.decode("utf-8", "backslashreplace")
                print(
                    json.dumps(
                        {
                            **shown,
                            "key": each.key,
                            "headers": dict(each.headers),
                            "body": body,
                            "reason": each.reason,
                        },
                        ensure_ascii=False,
                        indent=1,
                    )
                )
                return 0
    print(f"没有编号为 {asked.id} 的搁置事件\nNothing is parked under {asked.id}", file=sys.stderr)
    return 1


def _parked_replay(settings: Settings, asked: argparse.Namespace) -> int:
    clock = SystemClock()
    event_log = open_log(settings, DataFolder(settings.data_dir), clock)
    count = 0
    for group in [asked.group] if asked.group else GROUPS:
        for each in Parking(event_log, group, clock).listed():
            if asked.id in (None, each.id):
                Parking(event_log, group, clock).replay(each.id)
                count += 1
    print(f"已重新投递 {count} 个 · {count} handed over again")
    return 0 if count or asked.id is None else 1


def _audit(settings: Settings, asked: argparse.Namespace) -> int:
    with opened(settings) as platform:
        findings = audit(platform)
    report, first = findings.ledger, findings.wrong[:1]
    found = {
        "ok": findings.ok,
        "sum_minutes": report.sum_minutes,
        "postings": report.postings,
        "blocks": report.blocks,
        "records": findings.records,
        "unread": findings.unread,
        "breaks": [{"shard": each.shard, "seq": each.seq, "why": each.why} for each in report.breaks],
        "wrong": len(findings.wrong),
        "first_wrong": [{"zh": each.zh, "en": each.en} for each in first],
    }
    if asked.json:
        print(json.dumps(found, ensure_ascii=False))
    else:
        print(*(f"{name}: {value}" for name, value in found.items() if name != "first_wrong"), sep="\n")
    for words in first:
        print(words.zh, words.en, sep="\n", file=sys.stderr)
    return 0 if findings.ok else 1


def _events(_: Settings, asked: argparse.Namespace) -> int:
    page = render_catalogue()
    if asked.write is None:
        print(page, end="")
    else:
        asked.write.write_text(page, encoding="utf-8")
    return 0


def _settings(settings: Settings, asked: argparse.Namespace) -> int:
    if asked.create_topics:
        return _create_topics(settings)
    for name, value in shown_settings(settings).items():
        print(f"LINLI_{name.upper()}={value}")
    return 0


def _create_topics(settings: Settings) -> int:
    if not settings.kafka_brokers:
        print("没有设置 LINLI_KAFKA_BROKERS：文件中的主题会自动建立", file=sys.stderr)
        print(
            "LINLI_KAFKA_BROKERS is not set: the topics of the file are made by themselves", file=sys.stderr
        )
        return 1
    for topic, partitions in create_topics(settings, SystemClock()).items():
        print(settings.kafka_prefix + topic, partitions, sep="\t")
    return 0
