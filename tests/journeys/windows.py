"""A person's browser window: it keeps what went wrong in it, and says in sentences what the person does."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field

from playwright.sync_api import Browser, ConsoleMessage, Page, Request, Response, expect

DESK_WIDTH, PHONE_WIDTH = 1280, 390
LIVE_MS = 20_000
"""How long a change may take to arrive by itself on a machine that does much else."""


@dataclass(kw_only=True)
class Window:
    """One browser of one person.

    Attributes:
        url: Of the platform.
        wrongs: What the console complained of, what could not be loaded, and answers that are faults of ours.
        loads: How many pages were loaded; unchanged when something arrives by itself.
    """

    page: Page
    url: str
    wrongs: list[str] = field(default_factory=list)
    loads: int = 0

    def watch(self) -> "Window":
        """Begin to note what goes wrong."""
        self.page.set_default_timeout(LIVE_MS)
        self.page.on("console", self._console)
        self.page.on("pageerror", lambda error: self.wrongs.append(f"error: {error}"))
        self.page.on("requestfailed", self._failed)
        self.page.on("response", self._answered)
        self.page.on("load", lambda _: self._loaded())
        return self

    def _console(self, said: ConsoleMessage) -> None:
        if said.type in ("error", "warning"):
            self.wrongs.append(f"{said.type}: {said.text}")

    def _failed(self, request: Request) -> None:
        if request.failure != "net::ERR_ABORTED":  # a page was left while it still fetched
            self.wrongs.append(f"failed: {request.url} {request.failure}")

    def _answered(self, response: Response) -> None:
        if response.status >= 500 or (response.status == 404 and "/static/" in response.url):
            self.wrongs.append(f"{response.status}: {response.url}")

    def _loaded(self) -> None:
        self.loads += 1

    def open(self, path: str) -> None:
        """Open a page of the platform."""
        self.page.goto(self.url + path, wait_until="load")

    def open_live(self, path: str) -> None:
        """Open a page and wait until news can reach it."""
        self.open(path)
        expect(self.page.locator("body")).to_have_attribute("data-live", "on", timeout=LIVE_MS)

    @property
    def path(self) -> str:
        """Return where this window is."""
        return self.page.url.removeprefix(self.url)

    def press(self, words: str) -> None:
        """Press the button of these words, and wait for the page it leads to."""
        with self.page.expect_navigation():
            self.page.locator("main").get_by_role("button", name=words, exact=True).first.click()

    def follow(self, words: str) -> None:
        """Follow the link of these words in the page."""
        with self.page.expect_navigation():
            self.page.locator("main").get_by_role("link", name=words, exact=True).first.click()

    def sign_in(self, phone: str, password: str) -> None:
        """Sign in by the page."""
        self.open("/sign-in")
        self.page.get_by_label("手机号").fill(phone)
        self.page.get_by_label("密码").fill(password)
        self.press("登录")


@contextmanager
def window(browser: Browser, url: str, *, width: int, script: bool = True) -> Iterator[Window]:
    """Give a window with nobody signed in; whatever went wrong in it is an error at its end."""
    context = browser.new_context(
        viewport={"width": width, "height": 844 if width < 700 else 900},
        locale="zh-CN",
        timezone_id="Asia/Shanghai",
        java_script_enabled=script,
        has_touch=width < 700,
    )
    made = Window(page=context.new_page(), url=url).watch()
    yield made
    context.close()
    assert made.wrongs == []
