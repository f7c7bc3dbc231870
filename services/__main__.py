"""The one place that reads the environment and the command line."""

import os
import sys

from services.cli import run


def main() -> None:
    """Run ``linli`` and end with its exit code."""
    sys.exit(run(sys.argv[1:], os.environ))


if __name__ == "__main__":
    main()
