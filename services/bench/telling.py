"""How figures are told: one JSON object, or a table for a person."""

import json
import sys
from collections.abc import Mapping

from rich.console import Console
from rich.table import Table

from services.bench.figures import Target


def tell(told: Mapping[str, object], targets: Mapping[str, Target], *, as_json: bool) -> None:
    """Print figures and machine: one JSON object, or a table in both languages with what is wished for."""
    if as_json:
        sys.stdout.write(json.dumps(told, ensure_ascii=False) + "\n")
        return
    table = Table("", "", "", "", show_header=False)
    for name, value in told.items():
        if not isinstance(value, int | float):
            continue
        target = targets.get(name)
        words = f"{target.words.zh}\n{target.words.en}" if target else name
        mark = "" if target is None else ("✓" if target.is_met(value) else "✗")
        table.add_row(words, f"{value:g}", target.says if target else "", mark)
    console = Console()
    console.print(table)
    console.print(told["machine"])
