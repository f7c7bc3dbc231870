"""What runs in the embedded store's own process: SecantusDB, until the pipe from the parent closes."""

import fcntl
import os
import signal
import sys
import threading
from pathlib import Path

GRACE_SECONDS = 5


def _end_with_parent() -> None:
    """End this process, in order first, when nobody holds the other end of the standard input any more."""
    sys.stdin.buffer.read()
    threading.Timer(GRACE_SECONDS, os._exit, args=(1,)).start()
    os.kill(os.getpid(), signal.SIGTERM)


def _await_predecessor(store: Path) -> None:
    """Wait until the store of a platform that was killed has ended; the kernel lets go of its lock then."""
    descriptor = os.open(store.with_suffix(".lock"), os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)
    fcntl.flock(descriptor, fcntl.LOCK_EX)


def main() -> int:
    """Run the store with the command line's options until told to end."""
    from secantus.cli import main as serve  # noqa: PLC0415 -- an optional part, needed in this process only

    signal.signal(signal.SIGINT, signal.SIG_IGN)
    threading.Thread(target=_end_with_parent, daemon=True).start()
    _await_predecessor(Path(sys.argv[sys.argv.index("--storage-path") + 1]))
    return int(serve() or 0)


if __name__ == "__main__":
    sys.exit(main())
