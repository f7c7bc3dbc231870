"""How far a long command is, shown to whoever looks."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager

from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TaskID, TextColumn, TimeElapsedColumn

from shared.kernel.words import Words

Bars = Callable[[Words, int, int], None]
"""Told what is being done, how much of it is done, and how much there is."""


@contextmanager
def shown_bars() -> Iterator[Bars]:
    """Give bars on the error output for a person; nothing where nobody looks."""
    console = Console(stderr=True)
    columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), TimeElapsedColumn())
    with Progress(*columns, console=console, disable=not console.is_terminal) as shown:
        tasks: dict[str, TaskID] = {}

        def progress(what: Words, done: int, of: int) -> None:
            if what.en not in tasks:
                tasks[what.en] = shown.add_task(f"{what.zh} · {what.en}", total=of)
            shown.update(tasks[what.en], completed=done, total=max(done, of))

        yield progress
