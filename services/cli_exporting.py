"""``linli export``: members and service of a community written into a file for other systems."""

import argparse
from datetime import date
from pathlib import Path

from services.cli_operating import opened
from services.matching.adapters.exports import Format
from services.matching.application.exporting.exporting import export
from services.matching.application.exporting.fields import FIELDS
from services.matching.application.exporting.mappings import DEFAULT, columns_of
from services.matching.application.exporting.own_names import OWN, own_columns
from services.matching.application.importing.kinds import importer
from services.matching.domain.exporting.asked import Asked
from shared.settings import Settings


def register(commands: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    """Add ``export`` to the commands."""
    parser = commands.add_parser("export", help="write members or service into a file for other systems")
    parser.add_argument("kind", choices=sorted(FIELDS))
    parser.add_argument("file", type=Path, metavar="FILE")
    parser.add_argument("--by", required=True, metavar="PHONE", help="account of the staff who exports")
    parser.add_argument("--format", choices=[each.value for each in Format], default=Format.CSV.value)
    parser.add_argument("--community", metavar="CODE", help="12 digits; default the staff's own")
    parser.add_argument("--from", dest="from_on", type=date.fromisoformat, metavar="DAY", help="first day")
    parser.add_argument("--to", dest="to_on", type=date.fromisoformat, metavar="DAY", help="last day")
    parser.add_argument(
        "--mapping",
        default=DEFAULT,
        metavar="NAME|FILE",
        help="names of the columns: linli, national, provincial, own (the community's), or a file; see docs/exporting.md",
    )
    parser.set_defaults(command=_export)


def _export(settings: Settings, asked: argparse.Namespace) -> int:
    given = None if asked.mapping == OWN else columns_of(asked.kind, asked.mapping)
    with opened(settings) as platform:
        actor = importer(platform.identity, asked.by)
        code = asked.community or actor.community_code
        columns = own_columns(platform.matching, code, asked.kind) if given is None else given
        wanted = Asked(
            kind=asked.kind,
            community_code=code,
            fields=tuple(columns),
            from_on=asked.from_on,
            to_on=asked.to_on,
        )
        run = export(platform.matching, actor, wanted, columns, file=asked.file, form=Format(asked.format))
    print(f"已导出 {run.rows} 行 · {run.rows} rows exported\t{asked.file}")
    return 0
