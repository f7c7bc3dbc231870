"""Open pages in great numbers: one Node.js program holds all their sockets and says when each signal arrived."""

import threading
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final

from services.bench.beside import NodeProgram, node
from services.bench.own_platform import NotMeasured
from shared.kernel.clock import monotonic_seconds

_OPENING_SECONDS: Final = 240
_LATE_SECONDS: Final = 5.0
_NANOSECONDS: Final = 1_000_000_000


@dataclass(frozen=True, slots=True, kw_only=True)
class Heard:
    """What the open pages heard.

    Attributes:
        late_ms: Of each signal that arrived, milliseconds since it was told.
        missing: How many never arrived.
        memory_mb: Of the process that holds the sockets, all of them open.
    """

    late_ms: Sequence[float]
    missing: int
    memory_mb: float


@dataclass(kw_only=True)
class Opened:
    """The pages of one program, all of them open."""

    program: NodeProgram
    _at: dict[str, float] = field(default_factory=dict)
    _all_open: threading.Event = field(default_factory=threading.Event)

    def listen(self) -> None:
        """Read what the program says until it ends."""
        for line in self.program.output:
            id_, _, instant = line.strip().partition(" ")
            if id_ == "open":
                self._all_open.set()
            else:
                self._at[id_] = int(instant) / _NANOSECONDS

    def await_open(self) -> None:
        """Return when every page is open.

        Raises:
            NotMeasured: If one is refused, or it takes minutes.
        """
        until = monotonic_seconds() + _OPENING_SECONDS
        while not self._all_open.wait(0.2):
            if self.program.has_ended or monotonic_seconds() > until:
                raise NotMeasured(why="sockets")

    def heard(self, sent: Mapping[str, float], memory_mb: float) -> Heard:
        """Return what was heard of signals, some seconds after the last.

        Args:
            sent: By id, when each was told, in seconds of the monotonic clock that all processes of a machine share.
            memory_mb: Of the process that holds the sockets.
        """
        pause, until = threading.Event(), monotonic_seconds() + _LATE_SECONDS
        while sent.keys() - self._at.keys() and monotonic_seconds() < until:
            pause.wait(0.1)
        late = [(self._at[id_] - instant) * 1000 for id_, instant in sent.items() if id_ in self._at]
        return Heard(late_ms=late, missing=len(sent) - len(late), memory_mb=memory_mb)


@contextmanager
def opened(url: str, tokens: Path) -> Iterator[Opened]:
    """Give a page for each token of a file, all open at an address."""
    with node("listeners.mjs", url, str(tokens)) as program:
        pages = Opened(program=program)
        threading.Thread(target=pages.listen, daemon=True).start()
        pages.await_open()
        yield pages
