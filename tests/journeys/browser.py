"""Chromium for the journeys: Debian's where it is installed, else the one that npm brought."""

import json
import os
import shutil
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from playwright.sync_api import Browser, sync_playwright

ROOT = Path(__file__).parent.parent.parent
FROM_NPM = Path(__file__).parent / "chromium"
"""Where `make setup-tests` puts Chromium on a machine that has none."""
_NAMES = ("chromium", "chromium-browser")
_FROM_NPM = """import('@sparticuz/chromium').then(async (it) =>
  console.log(JSON.stringify([await it.default.executablePath(), process.env.LD_LIBRARY_PATH ?? ''])))"""
_WITH_LIBRARIES = {"AWS_EXECUTION_ENV": "AWS_Lambda_nodejs22.x"}
"""The package unpacks the libraries that a bare machine lacks only where it believes to be in such a place."""
_OPTIONS = (
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--disable-dev-shm-usage",
)


PDF_DRAWN_MS = 4000
"""The view is a program of its own: nothing in the page says that it has drawn."""


class NoChromium(Exception):
    """This machine has no Chromium, and npm brought none."""


def chromium_here() -> tuple[str, dict[str, str]]:
    """Return where Chromium is, and what its environment needs besides ours.

    Raises:
        NoChromium: If there is none.
    """
    for name in _NAMES:
        if found := shutil.which(name):
            return found, {}
    if (FROM_NPM / "node_modules" / "@sparticuz" / "chromium").is_dir():
        return unpacked(ROOT / "build" / "chromium")
    raise NoChromium("run make setup-tests, or install chromium")


def unpacked(folder: Path) -> tuple[str, dict[str, str]]:
    """Unpack the Chromium that npm brought into a folder, once; return where it is, and where its libraries are."""
    folder.mkdir(parents=True, exist_ok=True)
    path = os.pathsep.join((str(ROOT / ".venv" / "bin"), os.environ["PATH"]))
    said = subprocess.run(
        ["node", "--eval", _FROM_NPM],
        cwd=FROM_NPM,
        env={**os.environ, **_WITH_LIBRARIES, "PATH": path, "TMPDIR": str(folder)},
        capture_output=True,
        text=True,
        timeout=120,
        check=True,
    )
    chromium_path, libraries = json.loads(said.stdout)
    return chromium_path, {"LD_LIBRARY_PATH": libraries} if libraries else {}


def has_pdf_view() -> bool:
    """Tell whether the Chromium here shows PDF files: Debian's does, the one from npm is built without."""
    return any(shutil.which(each) for each in _NAMES)


def seen_in_pdf_view(beside: Browser, file: Path, *, width: int, height: int) -> bytes:
    """Return a picture of a file as the PDF view of another Chromium shows it.

    Playwright leaves out by default what the view is made of.
    """
    path, environment = chromium_here()
    other = beside.browser_type.launch(
        executable_path=path,
        args=[*_options(), "--headless=new"],
        env={**os.environ, **environment},
        ignore_default_args=[
            "--headless",
            "--disable-component-extensions-with-background-pages",
            "--disable-extensions",
        ],
    )
    page = other.new_page(viewport={"width": width, "height": height})
    page.goto(file.as_uri())
    page.wait_for_timeout(PDF_DRAWN_MS)
    picture = page.screenshot()
    other.close()
    return picture


def _options() -> list[str]:
    return [*_OPTIONS, "--no-sandbox"] if os.geteuid() == 0 else [*_OPTIONS]


@contextmanager
def chromium() -> Iterator[Browser]:
    """Give a running Chromium without a window, and end it."""
    path, environment = chromium_here()
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(
            executable_path=path, args=_options(), env={**os.environ, **environment}
        )
        yield browser
        browser.close()
