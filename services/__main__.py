"""The one place that reads the environment and the command line."""

import os
import sys
from collections.abc import Sequence

SOCKETS_ALONE = ("serve", "notify")
"""The command that holds thousands of sockets: it takes turns in one thread (gevent), not a thread for each."""


def main(arguments: Sequence[str] | None = None) -> None:
    """Run ``linli`` and end with its exit code."""
    given = sys.argv[1:] if arguments is None else arguments
    if tuple(given[:2]) == SOCKETS_ALONE:
        from gevent import monkey  # type: ignore[import-untyped]  # noqa: PLC0415 -- without stubs; only where it is wanted, and before all else is imported

        monkey.patch_all()
    from services.cli import run  # noqa: PLC0415 -- what it imports must find the patched parts

    sys.exit(run(given, os.environ))


if __name__ == "__main__":
    main()
