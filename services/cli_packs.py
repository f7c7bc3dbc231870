"""What a city asks about its rule pack on the command line: whether the file can be used, and what it would change."""

import argparse
from pathlib import Path

from services.matching.domain.service_kinds import SERVICE_KINDS
from shared.kernel.errors import BadInput, FieldFault
from shared.packs.pack import RulePack
from shared.packs.reading import read_pack
from shared.packs.shelf import shelf
from shared.settings import Settings


def register(commands: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    """Add ``packs`` to the commands."""
    packs = commands.add_parser("packs", help="the rule packs of the time bank").add_subparsers(required=True)
    check = packs.add_parser("check", help="say whether a rule pack can be used, each fault with its line")
    check.add_argument("file", type=Path, metavar="FILE")
    check.set_defaults(command=_check)


def _check(_: Settings, asked: argparse.Namespace) -> int:
    try:
        text = asked.file.read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError) as cause:
        zh, en = f"读不了这个文件：{asked.file}", f"This file cannot be read: {asked.file}"
        raise BadInput(faults=(FieldFault(field="FILE", code="unreadable", zh=zh, en=en),)) from cause
    pack = read_pack(text, shelf())
    if faults := _unknown_kinds(pack):
        raise BadInput(faults=faults)
    print(f"{pack.id}  {pack.title.zh} · {pack.title.en}")
    for name, basis in pack.bases():
        print(f"  {basis.certainty.value}  {name}: {basis.zh} · {basis.en}")
    print("可以使用 · This pack can be used")
    return 0


def _unknown_kinds(pack: RulePack) -> tuple[FieldFault, ...]:
    named = {
        **{f"kinds.allowed.{place}": code for place, code in enumerate(pack.kinds.allowed)},
        **{
            f"coefficients.by_kind.{place}.kind": each.kind
            for place, each in enumerate(pack.coefficients.by_kind)
        },
    }
    return tuple(
        FieldFault(
            field=path,
            code="unknown-kind",
            zh=f"没有服务类别 {code}",
            en=f"There is no kind of service {code}",
        )
        for path, code in named.items()
        if code not in SERVICE_KINDS
    )
