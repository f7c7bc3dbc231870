"""Programs measured beside ours: they run on Node.js, and npm fetches what they need the first time."""

import os
import shutil
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import IO, Final

from services.bench.own_platform import NotMeasured

PEERS: Final = Path(__file__).parent / "peers"
_FETCH_SECONDS: Final = 300


@dataclass(frozen=True, slots=True, kw_only=True)
class NodeProgram:
    """A program that runs, with its input and its output."""

    process: "subprocess.Popen[str]"

    @property
    def pid(self) -> int:
        """Return its process id."""
        return self.process.pid

    @property
    def has_ended(self) -> bool:
        """Tell whether it runs no more."""
        return self.process.poll() is not None

    @property
    def output(self) -> IO[str]:
        """Return what it says, line by line."""
        assert self.process.stdout is not None
        return self.process.stdout

    def say(self, line: str) -> None:
        """Give it a line."""
        assert self.process.stdin is not None
        self.process.stdin.write(line + "\n")
        self.process.stdin.flush()


def fetch_peers() -> None:
    """Have npm fetch what is measured beside us, unless it is there.

    Raises:
        NotMeasured: If there is no npm, or it cannot.
    """
    if (PEERS / "node_modules" / "socket.io").is_dir():
        return
    done = subprocess.run(  # noqa: S603 -- npm, by its path
        [_program("npm"), "ci", "--silent", "--no-audit", "--no-fund"],
        cwd=PEERS,
        env=_environment(),
        capture_output=True,
        text=True,
        timeout=_FETCH_SECONDS,
        check=False,
    )
    if done.returncode != 0:
        raise NotMeasured(why=done.stderr[-500:])


@contextmanager
def node(script: str, *arguments: str) -> Iterator[NodeProgram]:
    """Run a script of the peers while the context lasts.

    Raises:
        NotMeasured: If there is no Node.js.
    """
    running = subprocess.Popen(  # noqa: S603 -- node, by its path
        [_program("node"), script, *arguments],
        cwd=PEERS,
        env=_environment(),
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    )
    try:
        yield NodeProgram(process=running)
    finally:
        running.kill()
        running.communicate()


def _program(name: str) -> str:
    found = shutil.which(name, path=_environment()["PATH"])
    if found is None:
        raise NotMeasured(why=name)
    return found


def _environment() -> dict[str, str]:
    """Return ours, with the folder of this Python first where programs are looked for: it may hold a Node.js."""
    here = str(Path(sys.executable).parent)
    return {**os.environ, "PATH": os.pathsep.join((here, os.environ.get("PATH", os.defpath)))}
