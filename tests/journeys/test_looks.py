"""Each role's first page on a phone and at a desk, in both languages and in large print: nothing overflows, nothing is
missing, no word of the other language is left, and what a finger must hit is large enough. Pictures are kept to look at.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

import pytest
from playwright.sync_api import Browser

from services.demo.client import Caller, items_of
from services.demo.example import CAST
from services.demo.example import COMMUNITY as EXAMPLE_COMMUNITY
from services.demo.example import PASSWORD as EXAMPLE_PASSWORD
from tests.journeys.windows import DESK_WIDTH, PHONE_WIDTH, Window, window
from tests.journeys.world import World

pytestmark = pytest.mark.timeout(900)
ROLES = {
    "staff": CAST[0],
    "volunteer": CAST[1],
    "resident": CAST[2],
    "delegate": CAST[3],
    "grid-worker": CAST[4],
    "social-worker": CAST[5],
    "auditor": CAST[6],
    "overseer": CAST[7],
}
STRANGERS_PAGES = ("/", "/sign-up", "/sign-in", "/help", "/privacy", "/proof")
MEMBERS_PAGES = (
    "/today",
    "/week",
    "/find",
    "/requests",
    "/needs/new",
    "/hours",
    "/notices",
    "/me",
    "/me/skills",
)
WAYS = (("zh", False), ("en", False), ("zh", True))
"""Languages, and whether in large print."""
LEAST_TARGET, LEAST_TARGET_IN_LARGE_PRINT = 44, 60
CHINESE = re.compile("[\u3400-\u9fff]+")
FOREIGN = re.compile("[A-Za-z]{3,}")
LOOK = """() => {
  const shown = (it) => it.checkVisibility({ visibilityProperty: true, opacityProperty: true });
  const wide = document.documentElement.scrollWidth - document.documentElement.clientWidth;
  const beyond = [...document.querySelectorAll("main *")].filter((it) => {
    const box = it.getBoundingClientRect();
    return shown(it) && box.width && box.right > innerWidth + 1 && !it.closest(".table-frame, .filters, .week, .unheard, svg");
  }).map((it) => it.outerHTML.slice(0, 120));
  const bars = "header.top a, header.top button, header.top summary, nav.places a, main button, main a.button, main .filter";
  const targets = [...document.querySelectorAll(bars)].filter((it) => shown(it) && !it.closest(".unheard")).map((it) => {
    const box = it.getBoundingClientRect();
    return { words: it.innerText.trim().slice(0, 30), width: Math.round(box.width), height: Math.round(box.height * 10) / 10 };
  });
  const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  const words = [document.title];
  for (let node = walker.nextNode(); node; node = walker.nextNode()) {
    const it = node.parentElement;
    if (node.data.trim() && shown(it) && !it.closest("script, style, [lang], code, .brand")) words.push(node.data.trim());
  }
  for (const it of document.querySelectorAll("[placeholder], [aria-label], [title]")) {
    if (!it.closest("[lang]:not(html)")) words.push(it.placeholder || "", it.getAttribute("aria-label") || "", it.title || "");
  }
  const broken = [...document.images].filter((it) => !it.complete || !it.naturalWidth).map((it) => it.src);
  const icons = [...document.querySelectorAll("svg use")].filter((it) => shown(it.parentElement) && !it.getBBox().width).map((it) => it.getAttribute("href"));
  const fonts = [...document.fonts].filter((it) => it.status === "error").map((it) => it.family + it.unicodeRange);
  return { wide, beyond, targets, words, broken, icons, fonts, family: [...document.fonts].some((it) => it.status === "loaded") };
}"""


def words_of_people_and_places(world: World) -> set[str]:
    """Return every Chinese word that stands as it is in English pages: what people typed, their names, places."""
    words = {figure.name for figure in CAST}
    home = items_of(Caller(line=world.line).get("/identity/v1/communities", q=EXAMPLE_COMMUNITY))[0]
    words |= {"中文", "邻里", *chinese_in(home)}
    for figure in CAST[:4]:
        caller = world.signed_in(figure.phone, EXAMPLE_PASSWORD)
        for path in ("/matching/v1/needs", "/matching/v1/assignments", "/matching/v1/proposals"):
            for entry in caller.all_of(path):
                words |= set(chinese_in(entry))
        words |= set(chinese_in(caller.get("/identity/v1/members/me")))
    staff = world.signed_in(CAST[0].phone, EXAMPLE_PASSWORD)
    for entry in staff.all_of("/matching/v1/needs", community_code=EXAMPLE_COMMUNITY):
        words |= set(chinese_in(entry))
    for entry in staff.all_of("/matching/v1/assignments", side="community", community_code=EXAMPLE_COMMUNITY):
        words |= set(chinese_in(entry))
    return words


def chinese_in(given: object) -> Iterator[str]:
    """Give the Chinese words that people typed into something; what we say ourselves, in both languages, is left out."""
    if isinstance(given, dict):
        if not {"zh", "en"} <= set(given):
            for value in given.values():
                yield from chinese_in(value)
    elif isinstance(given, list):
        for value in given:
            yield from chinese_in(value)
    elif isinstance(given, str):
        yield from CHINESE.findall(given)


@dataclass(kw_only=True)
class Looker:
    """Looks at pages, notes what is wrong with them, and keeps pictures.

    Attributes:
        url: Of the platform.
        known: Chinese words that stand as they are in English pages.
        folder: Where pictures are kept.
    """

    url: str
    known: set[str]
    folder: Path
    wrong: list[str] = field(default_factory=list)

    def look(self, person: Window, name: str, language: str, *, large: bool = False) -> None:
        """Note what is wrong with the page a window is at, and keep a picture of it."""
        page = person.page
        page.evaluate("document.fonts.ready.then(() => true)")
        found = page.evaluate(LOOK)
        least = LEAST_TARGET_IN_LARGE_PRINT if large else LEAST_TARGET
        faults = [f"overflows by {found['wide']} px: {found['beyond'][:3]}"] if found["wide"] > 0 else []
        faults += [f"too small: {each}" for each in found["targets"] if each["height"] < least - 0.5]
        faults += [f"not loaded: {each}" for each in (*found["broken"], *found["icons"], *found["fonts"])]
        faults += [f"left over: {each}" for each in left_over(found["words"], language, self.known)]
        faults += [] if found["family"] else ["no font of ours was loaded"]
        width = page.viewport_size["width"] if page.viewport_size else 0
        name = f"{name}-{width}-{language}{'-large' * large}"
        self.wrong += [f"{name}: {each}" for each in dict.fromkeys(faults)]
        page.screenshot(path=self.folder / f"{name}.png", full_page=True, animations="disabled")


def left_over(words: list[str], language: str, known: set[str]) -> list[str]:
    """Return the words of the other language that nobody typed and no place is called."""
    if language == "en":
        rest = [(each, CHINESE.findall(each)) for each in words]
        return [text[:60] for text, left in rest if any(not _is_known(each, known) for each in left)]
    plain = [re.sub(r"Linli|English|linli audit|SHA|JSON|API|/\S+", "", each) for each in words]
    return [each[:60] for each in plain if FOREIGN.search(each)]


def _is_known(word: str, known: set[str]) -> bool:
    """Tell whether nothing is left of a word without what is known, a family name on its own seal among it."""
    for each in sorted(known, key=len, reverse=True):
        word = word.replace(each, "")
    return not word or word in {each[0] for each in known}


def speak(person: Window, language: str, *, large: bool) -> None:
    """Choose the language and the size of print as one does in the header."""
    person.open("/help")
    token = person.page.locator("form[action='/choose'] [name=csrf]").first.input_value()
    choice: dict[str, str | float | bool] = {
        "csrf": token,
        "language": language,
        "elderly": "on" if large else "off",
        "next": "/help",
    }
    assert person.page.request.post(person.url + "/choose", form=choice).ok
    person.open("/help")


@pytest.fixture(scope="module")
def world_of_words(example: World) -> set[str]:
    return words_of_people_and_places(example)


@pytest.fixture(scope="module")
def pictures(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("pictures")


@pytest.fixture
def looker(example: World, world_of_words: set[str], pictures: Path) -> Looker:
    return Looker(url=example.url, known=world_of_words, folder=pictures)


@pytest.mark.parametrize("width", [PHONE_WIDTH, DESK_WIDTH])
@pytest.mark.parametrize("role", ROLES)
def test_first_page_of_each_role(looker: Looker, browser: Browser, role: str, width: int) -> None:
    with window(browser, looker.url, width=width) as person:
        person.sign_in(ROLES[role].phone, EXAMPLE_PASSWORD)
        for language, large in WAYS:
            speak(person, language, large=large)
            person.open("/start")
            looker.look(person, role, language, large=large)
    assert looker.wrong == []


@pytest.mark.parametrize("width", [PHONE_WIDTH, DESK_WIDTH])
def test_pages_of_strangers(looker: Looker, browser: Browser, width: int) -> None:
    with window(browser, looker.url, width=width) as person:
        for language, large in WAYS:
            speak(person, language, large=large)
            for path in STRANGERS_PAGES:
                person.open(path)
                looker.look(person, f"stranger{path.replace('/', '-')}", language, large=large)
    assert looker.wrong == []


@pytest.mark.parametrize("width", [PHONE_WIDTH, DESK_WIDTH])
def test_pages_of_a_volunteer(looker: Looker, browser: Browser, width: int) -> None:
    with window(browser, looker.url, width=width) as person:
        person.sign_in(ROLES["volunteer"].phone, EXAMPLE_PASSWORD)
        for language, large in WAYS[:2]:
            speak(person, language, large=large)
            for path in MEMBERS_PAGES:
                person.open(path)
                looker.look(person, f"volunteer{path.replace('/', '-')}", language, large=large)
    assert looker.wrong == []


def test_what_is_looked_for_is_found(browser: Browser) -> None:
    assert left_over(["你好 there", "Hello 王芳"], "en", {"王芳"}) == ["你好 there"]
    assert left_over(["你好", "Saved 了"], "zh", set()) == ["Saved 了"]
    page = browser.new_page(viewport={"width": PHONE_WIDTH, "height": 800})
    page.set_content("<main><div style='width:900px'>x</div><button style='height:20px'>y</button></main>")
    found = page.evaluate(LOOK)
    page.close()
    assert found["wide"] > 0
    assert found["beyond"]
    assert found["targets"][0]["height"] == 20
