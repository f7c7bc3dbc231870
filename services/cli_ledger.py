"""What one asks the ledger on the command line: whether it holds, and what comes of a stream one feeds it."""

import argparse
import json
import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import asdict
from enum import Enum
from pathlib import Path
from typing import BinaryIO, TextIO

from services.cli_operating import opened
from services.ledger.adapters.heads_kept import HeadsFile
from services.ledger.application.audit import verify_ledger
from services.ledger.application.exporting import Export
from services.ledger.application.rebuilding import rebuild
from services.ledger.application.replaying import Replay
from services.ledger.application.signer import rotate_key
from services.ledger.application.witness import heads_read
from services.ledger.domain.rules import PACKS, RULES
from shared.kernel.errors import BadInput, FieldFault
from shared.settings import Settings
from shared.storage.folder import DataFolder, FolderTaken


def register(commands: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    """Add ``ledger`` to the commands."""
    ledger = commands.add_parser("ledger", help="the time bank's ledger").add_subparsers(required=True)
    verify = ledger.add_parser("verify", help="read every block, balance and entry; name what does not hold")
    verify.add_argument(
        "--heads",
        type=Path,
        metavar="FILE",
        help="hold the chains against this copy of the signed heads, too",
    )
    verify.add_argument(
        "--key",
        action="append",
        default=[],
        metavar="ID",
        help="trust this key; default: those of this machine",
    )
    verify.set_defaults(command=_verify)
    rebuild = ledger.add_parser(
        "rebuild", help="make all that readers see again; the platform must be stopped"
    )
    rebuild.set_defaults(command=_rebuild)
    export = ledger.add_parser("export", help="write the journal as a stream that replay reads")
    export.add_argument("file", type=Path, metavar="FILE")
    export.set_defaults(command=_export)
    rotate = ledger.add_parser("rotate-key", help="let a fresh key sign heads from the next start on")
    rotate.set_defaults(command=_rotate_key)
    replay = ledger.add_parser("replay", help="play a stream into an empty ledger in memory")
    replay.add_argument(
        "--file", required=True, metavar="FILE", help="a JSON object a line; - reads the input"
    )
    replay.add_argument("--rules", choices=sorted(PACKS), default=RULES, help="the rule pack that decides")
    replay.set_defaults(command=_replay)


def _verify(settings: Settings, asked: argparse.Namespace) -> int:
    copy = HeadsFile(asked.heads) if asked.heads else None
    with opened(settings) as platform:
        signed = heads_read(platform.ledger, copy=copy, keys=asked.key)
        report = verify_ledger(platform.ledger, signed)
    print(json.dumps({"ok": report.ok, **asdict(report)}))
    return 0 if report.ok else 1


def _rebuild(settings: Settings, _: argparse.Namespace) -> int:
    folder = DataFolder(settings.data_dir)
    if folder.is_held():
        running = folder.running()
        raise FolderTaken(folder=folder.path, pid=running.pid if running else "?")
    with opened(settings) as platform:
        done = rebuild(platform.ledger)
    print(json.dumps(asdict(done)))
    return 0


def _export(settings: Settings, asked: argparse.Namespace) -> int:
    with opened(settings) as platform, _written(asked.file) as out:
        export = Export(ledger=platform.ledger)
        for line in export.tell():
            out.write(f"{line}\n")
    print(json.dumps({"lines": export.lines, "blocks": export.blocks, "state_hash": export.state_hash}))
    return 0


def _rotate_key(settings: Settings, _: argparse.Namespace) -> int:
    key_id = rotate_key(settings, DataFolder(settings.data_dir))
    print(
        f"新密钥 {key_id} 在下次启动后由现用密钥的签名引入 · "
        f"The new key {key_id} is announced by the present one after the next start"
    )
    return 0


def _replay(_: Settings, asked: argparse.Namespace) -> int:
    replay = Replay(rules=asked.rules)
    with _stream(asked.file) as lines:
        replay.play(lines)
    for balance in replay.balances():
        _say("balance", asdict(balance))
    for refused in replay.refused:
        _say("refused", asdict(refused))
    for unreadable in replay.unreadable:
        _say("unreadable", asdict(unreadable))
    end = {
        "lines": replay.lines,
        "blocks": replay.blocks,
        "sum_minutes": replay.sum_minutes,
        "state_hash": replay.state_hash,
        "chain_hash": replay.chain_hash,
    }
    _say("end", end)
    return 1 if replay.unreadable else 0


def _say(what: str, told: dict[str, object]) -> None:
    print(json.dumps({what: told}, ensure_ascii=False, default=_plain))


def _plain(value: object) -> object:
    return value.value if isinstance(value, Enum) else str(value)


@contextmanager
def _written(file: Path) -> Iterator[TextIO]:
    """Give a file to write that stands under its name only once it is whole."""
    coming = file.with_name(f".{file.name}.{os.getpid()}")
    try:
        with coming.open("w", encoding="utf-8") as out:
            yield out
        DataFolder.keep_file(coming, file)
    except OSError as cause:
        zh, en = f"写不了这个文件：{file}", f"This file cannot be written: {file}"
        raise BadInput(faults=(FieldFault(field="FILE", code="unwritable", zh=zh, en=en),)) from cause
    finally:
        coming.unlink(missing_ok=True)


@contextmanager
def _stream(path: str) -> Iterator[BinaryIO]:
    if path == "-":
        yield sys.stdin.buffer
        return
    try:
        stream = Path(path).open("rb")  # noqa: SIM115 -- closed below; only the opening is translated
    except OSError as cause:
        fault = FieldFault(
            field="--file",
            code="unreadable",
            zh=f"读不了这个文件：{path}",
            en=f"This file cannot be read: {path}",
        )
        raise BadInput(faults=(fault,)) from cause
    with stream:
        yield stream
