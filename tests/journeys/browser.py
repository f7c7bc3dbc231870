"""Chromium for the journeys: Debian's where it is installed, else the one that npm brought."""

import os
import shutil
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from playwright.sync_api import Browser, sync_playwright

ROOT = Path(__file__).parent.parent.parent
_NAMES = ("chromium", "chromium-browser")
_FROM_NPM = "import('@sparticuz/chromium').then(async (it) => console.log(await it.default.executablePath()))"
_OPTIONS = (
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--disable-dev-shm-usage",
)


class NoChromium(Exception):
    """This machine has no Chromium, and npm brought none."""


def chromium_path() -> str:
    """Return where Chromium is.

    Raises:
        NoChromium: If there is none.
    """
    for name in _NAMES:
        if found := shutil.which(name):
            return found
    if (ROOT / "node_modules" / "@sparticuz" / "chromium").is_dir():
        path = os.pathsep.join((str(ROOT / ".venv" / "bin"), os.environ["PATH"]))
        unpacked = subprocess.run(
            ["node", "--eval", _FROM_NPM],
            cwd=ROOT,
            env={**os.environ, "PATH": path},
            capture_output=True,
            text=True,
            timeout=120,
            check=True,
        )
        return unpacked.stdout.strip()
    raise NoChromium("install chromium, or run: npm install --no-save @sparticuz/chromium")


@contextmanager
def chromium() -> Iterator[Browser]:
    """Give a running Chromium without a window, and end it."""
    options = [*_OPTIONS, "--no-sandbox"] if os.geteuid() == 0 else [*_OPTIONS]
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium_path(), args=options)
        yield browser
        browser.close()
