"""``linli import``: sheets of other systems brought in on the command line."""

import argparse
import sys
from functools import partial
from pathlib import Path

from services.bars import shown_bars
from services.cli_operating import opened
from services.matching.adapters.tables import lines_of, template_sheet, write_faulty
from services.matching.application.importing.columns import sheet_of
from services.matching.application.importing.kinds import KINDS, importer
from services.matching.application.importing.taking import import_sheet
from shared.kernel.words import Words
from shared.settings import Settings

IMPORTING = Words("导入", "importing")
COMPLAINTS_SHOWN = 20


def register(commands: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    """Add ``import`` to the commands, with a command for each kind of sheet."""
    kinds = commands.add_parser("import", help="bring in sheets of other systems").add_subparsers(
        required=True, metavar="KIND"
    )
    for name, kind in KINDS.items():
        parser = kinds.add_parser(
            name,
            help=f"{kind.words.zh} · {kind.words.en}: CSV or XLSX; the same row again changes nothing",
        )
        parser.add_argument("file", type=Path, metavar="FILE")
        parser.add_argument("--by", default="", metavar="PHONE", help="account of the staff who imports")
        parser.add_argument("--dry-run", action="store_true", help="check everything and write nothing")
        parser.add_argument("--template", action="store_true", help="write an empty sheet to FILE instead")
        parser.set_defaults(command=_import, kind=name)


def _import(settings: Settings, asked: argparse.Namespace) -> int:
    kind = KINDS[asked.kind]
    if asked.template:
        asked.file.write_bytes(template_sheet(column.words for column in kind.columns.values()))
        return 0
    if not asked.by:
        print("请用 --by 写明由谁导入 · Say by --by PHONE who imports", file=sys.stderr)
        return 2
    sheet = sheet_of(kind.columns, lines_of(asked.file))
    with opened(settings) as platform, shown_bars() as bars:
        actor = importer(platform.identity, asked.by)
        outcome = import_sheet(
            platform.matching, actor, kind, sheet, is_dry_run=asked.dry_run, progress=partial(bars, IMPORTING)
        )
    print(f"新增 {outcome.added} · added\t已有 {outcome.known} · known\t有误 {len(outcome.faulty)} · faulty")
    if not outcome.faulty:
        return 0
    faulty = asked.file.with_name(f"{asked.file.name}.faulty.csv")
    write_faulty(faulty, sheet.header, [(row.cells, why) for row, why in outcome.faulty])
    print(*(why for _, why in outcome.faulty[:COMPLAINTS_SHOWN]), faulty, sep="\n", file=sys.stderr)
    return 1
