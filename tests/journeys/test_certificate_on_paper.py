"""A certificate as it is carried about: taken on a phone, shown in Chromium's PDF view, held against the key offline."""

import io
import json
from collections import Counter
from pathlib import Path
from threading import Event

import pytest
from PIL import Image
from playwright.sync_api import Browser, expect
from pypdf import PdfReader

from services.demo.client import Caller
from tests.journeys.browser import has_pdf_view, seen_in_pdf_view
from tests.journeys.windows import PHONE_WIDTH, window
from tests.journeys.world import COMMUNITY, PASSWORD, World

pytestmark = pytest.mark.timeout(300)
NAME = "吴国强"
LARGEST_BYTES = 300 * 1024
VIEW = (900, 1200)
PAGE = (305, 60, 895, 890)
"""Where the first page lies in a view of that size."""
WIDE = "document.documentElement.scrollWidth - document.documentElement.clientWidth"
ROWS = (
    "手机号,姓名,社区代码,服务类型,服务开始时间,服务时长分钟,服务组织,原系统编号,补录原因\n"
    "{phone},{name},{code},PHONE_CARE,2026-05-02 09:00,90,东门志愿队,A-1,旧系统停用\n"
)


@pytest.fixture(scope="module")
def helper(world: World, staff_phone: str) -> Caller:
    """Give a volunteer one service on record, brought over from another system."""
    phone = world.phone()
    made, staff = world.signed_up(NAME, phone), world.signed_in(staff_phone)
    sheet = ROWS.format(phone=phone, name=NAME, code=COMMUNITY).encode()
    staff.send_sheet("/matching/v1/imports", sheet, {"kind": "hours", "dry_run": "false"}, key="paper")
    pause, records = Event(), "/matching/v1/records"
    assert any(list(made.all_of(records)) or pause.wait(0.25) for _ in range(120)), "nothing was recorded"
    return made


@pytest.fixture(scope="module")
def paper(world: World, browser: Browser, helper: Caller, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Take the certificate on a phone; return its file."""
    file = tmp_path_factory.mktemp("paper") / "certificate.pdf"
    with window(browser, world.url, width=PHONE_WIDTH) as person:
        person.sign_in(str(helper.get("/identity/v1/members/me")["phone"]), PASSWORD)
        person.open("/certificates")
        person.press("开具证明")
        assert person.page.evaluate(WIDE) <= 0, "the certificate goes beyond the screen"
        expect(person.page.locator("main")).to_contain_text(NAME)
        answer = person.page.request.get(person.page.url.split("?")[0] + "/file")
        assert answer.headers["content-type"] == "application/pdf"
        file.write_bytes(answer.body())
        assert person.wrongs == []
    return file


def test_the_file_is_small_and_its_words_can_be_read(paper: Path) -> None:
    words = "".join(page.extract_text() for page in PdfReader(paper).pages)
    assert paper.stat().st_size <= LARGEST_BYTES
    assert all(
        each in words for each in (NAME, "志愿服务记录证明", "Certificate of Volunteer Service", "2026")
    )


@pytest.mark.skipif(
    not has_pdf_view(),
    reason="needs the chromium of the distribution: the one from npm is built without a PDF view",
)
def test_chromiums_pdf_view_draws_it(browser: Browser, paper: Path) -> None:
    width, height = VIEW
    seen = (
        Image.open(io.BytesIO(seen_in_pdf_view(browser, paper, width=width, height=height)))
        .convert("L")
        .crop(PAGE)
    )
    shades = Counter(seen.getdata())
    pixels = seen.width * seen.height
    white, black = (sum(shades[each] for each in some) for some in (range(240, 256), range(64)))
    assert white > 0.8 * pixels, "no white page is there"
    assert 0.005 * pixels < black < 0.2 * pixels, "the page is empty, or black"


def test_it_holds_offline_against_the_key_and_not_once_a_byte_was_changed(
    world: World, paper: Path, tmp_path: Path
) -> None:
    key = tmp_path / "keys.json"
    key.write_text(json.dumps(Caller(line=world.line).get("/matching/v1/certificates/keys")))

    def state(file: Path) -> str:
        said = world.process.linli("certificate", "verify", str(file), "--key", str(key), "--json")
        return str(json.loads(said.stdout)["state"])

    assert state(paper) == "valid"
    changed = bytearray(paper.read_bytes())
    changed[len(changed) // 2] ^= 1
    other = tmp_path / "changed.pdf"
    other.write_bytes(changed)
    assert state(other) != "valid"
