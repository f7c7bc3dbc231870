"""Says how much of the code the last tests ran, and refuses less than pyproject.toml asks for."""

import io
import sys
import tomllib
from pathlib import Path

from coverage import Coverage

PURE = ["services/*/domain/*", "services/*/application/*"]


def main() -> int:
    """Print what was not run; return 1 if a floor is not reached."""
    floors = tomllib.loads(Path("pyproject.toml").read_text(encoding="utf-8"))["tool"]["linli"]["coverage"]
    ran = Coverage()
    ran.combine(keep=True)
    reached = {"overall": ran.report(), "pure": ran.report(include=PURE, file=io.StringIO())}
    short = {name: share for name, share in reached.items() if share < floors[name]}
    for name, share in reached.items():
        print(f"coverage, {name}: {share:.2f} % (at least {floors[name]} %)")  # noqa: T201 -- it is a command
    return 1 if short else 0


if __name__ == "__main__":
    sys.exit(main())
