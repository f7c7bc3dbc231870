"""What shows that a shift took place: photos without secrets, a sheet without formulas, one file of both."""

import io
import zipfile

import pytest
from openpyxl import load_workbook
from PIL import Image

from services.matching.adapters.pictures import LONGEST_SIDE, NotAPicture, safe_picture
from services.matching.adapters.sheet import sheet_bytes
from services.matching.application.projects import evidence, presence
from services.matching.application.projects.commands import Arrival, TellIn
from services.matching.domain.projects.errors import NotAPhoto, TooManyPhotos
from services.matching.domain.projects.photo import MOST_PHOTOS
from shared.kernel.clock import SetClock
from shared.kernel.errors import Forbidden, NotFound
from shared.kernel.ids import RandomIds
from tests.application.project_world import PARTY, ProjectWorld, a_project_world, here

GPS_IFD, ORIENTATION, MAKER = 0x8825, 0x0112, 0x010F


@pytest.fixture
def world(databases: str, clock: SetClock, ids: RandomIds) -> ProjectWorld:
    return a_project_world(clock, ids)


def a_picture(kind: str = "JPEG", *, shade: int = 0, size: tuple[int, int] = (40, 20)) -> bytes:
    """Return a picture that says where and with what it was taken."""
    kept = io.BytesIO()
    exif = Image.Exif()
    exif[MAKER] = "SECRET-CAMERA"
    exif[ORIENTATION] = 6
    exif.get_ifd(GPS_IFD)[1] = "N"
    Image.new("RGB", size, (shade, 100, 100)).save(kept, kind, exif=exif.tobytes())
    return kept.getvalue()


@pytest.mark.parametrize("kind", ["JPEG", "PNG", "WEBP"])
def test_a_photo_is_drawn_anew_upright_and_without_where_it_was_taken(kind: str) -> None:
    given = a_picture(kind)
    assert b"SECRET-CAMERA" in given

    kept = safe_picture(given)

    with Image.open(io.BytesIO(kept)) as shown:
        assert (shown.format, shown.size, dict(shown.getexif())) == ("JPEG", (20, 40), {})
    assert b"SECRET-CAMERA" not in kept
    assert b"Exif" not in kept


def test_a_large_photo_is_made_smaller_and_a_far_too_large_one_refused() -> None:
    with Image.open(io.BytesIO(safe_picture(a_picture(size=(4000, 2000))))) as shown:
        assert max(shown.size) == LONGEST_SIDE
    with pytest.raises(NotAPicture):
        safe_picture(a_picture("PNG", size=(8000, 8000)))


@pytest.mark.parametrize(
    "given", [b"", b"<script>", b"GIF89a" + b"\0" * 40, b"\xff\xd8\xff" + b"\0" * 40, b"%PDF-1.7"]
)
def test_what_is_no_photo_is_known_by_its_content(world: ProjectWorld, given: bytes) -> None:
    shift = world.shift()
    with pytest.raises(NotAPhoto):
        evidence.add_photo(world.m, world.organiser, shift.id, given)
    assert world.m.photos.collection.count_documents({}) == 0


def test_who_runs_a_shift_adds_photos_each_once_up_to_a_dozen(world: ProjectWorld) -> None:
    shift = world.shift()
    leader = world.leader(shift)
    for _ in range(2):
        evidence.add_photo(world.m, leader, shift.id, a_picture())
    assert len(world.now(shift).photo_ids) == 1
    for shade in range(10, 10 * MOST_PHOTOS, 10):
        evidence.add_photo(world.m, world.organiser, shift.id, a_picture(shade=shade))
    with pytest.raises(TooManyPhotos):
        evidence.add_photo(world.m, world.organiser, shift.id, a_picture(shade=250))
    assert len(world.now(shift).photo_ids) == MOST_PHOTOS


def test_others_neither_see_nor_add_nor_take_away(world: ProjectWorld) -> None:
    shift, other = world.shift(), world.shift()
    leader, helper = world.leader(shift), world.world.member()
    world.joined(helper, shift)
    photo_id = evidence.add_photo(world.m, world.organiser, shift.id, a_picture()).photo_ids[0]

    for who in (helper, world.world.member(), world.staff_of("party-2")):
        for ask in (
            lambda who=who: evidence.photo_shown(world.m, who, shift.id, photo_id),
            lambda who=who: evidence.add_photo(world.m, who, shift.id, a_picture(shade=9)),
            lambda who=who: evidence.attendance_sheet(world.m, who, shift.id),
            lambda who=who: evidence.evidence_pack(world.m, who, shift.id),
            lambda who=who: evidence.remove_photo(world.m, who, shift.id, photo_id),
        ):
            with pytest.raises(Forbidden):
                ask()
    with pytest.raises(Forbidden):
        evidence.remove_photo(world.m, leader, shift.id, photo_id)
    with pytest.raises(NotFound):
        evidence.photo_shown(world.m, world.organiser, other.id, photo_id)
    assert evidence.photo_shown(world.m, leader, shift.id, photo_id)[:2] == b"\xff\xd8"


def test_a_photo_taken_away_is_gone(world: ProjectWorld) -> None:
    shift = world.shift()
    photo_id = evidence.add_photo(world.m, world.organiser, shift.id, a_picture()).photo_ids[0]
    for _ in range(2):
        bare = evidence.remove_photo(world.m, world.community, shift.id, photo_id)
    assert (bare.photo_ids, world.m.photos.find(photo_id)) == ((), None)


def test_the_pack_holds_the_sheet_and_the_photos(world: ProjectWorld) -> None:
    shift = world.shift()
    helper = world.world.member("=1+1")
    world.present(world.organiser, shift, *here(helper), Arrival(name="@王大爷"), Arrival(name="+李"))
    line = world.now(shift).attendees[0]
    assert line.member_id == helper.member_id
    world.agreed(world.organiser, shift, 120)
    for shade in (1, 200):
        evidence.add_photo(world.m, world.organiser, shift.id, a_picture(shade=shade))
    gone = world.now(shift).photo_ids[1]
    world.m.photos.collection.delete_one({"_id": gone})

    with zipfile.ZipFile(io.BytesIO(evidence.evidence_pack(world.m, world.organiser, shift.id))) as pack:
        assert pack.namelist() == ["attendance.xlsx", "photo-01.jpg"]
        sheet = load_workbook(io.BytesIO(pack.read("attendance.xlsx"))).active
    assert sheet is not None
    rows = list(sheet.iter_rows(values_only=True))
    assert (rows[1][1], rows[4][0]) == ("银龄志愿服务队", "姓名")
    assert [(row[0], row[5]) for row in rows[5:]] == [
        ("=1+1", 120),
        ("@王大爷", None),
        ("+李", None),
        ("合计", 120),
    ]
    assert "f" not in {cell.data_type for row in sheet.iter_rows() for cell in row}


def test_the_sheet_of_who_is_still_there_and_of_an_organisation_that_is_gone(world: ProjectWorld) -> None:
    shift = world.shift()
    world.world.clock.at = shift.starts_at
    presence.tell_in(world.m, world.organiser, shift.id, TellIn(people=(Arrival(name="王大爷"),)))
    world.m.parties.collection.delete_one({"_id": PARTY})
    sheet = load_workbook(io.BytesIO(evidence.attendance_sheet(world.m, world.organiser, shift.id))).active
    assert sheet is not None
    assert [row[0] for row in sheet.iter_rows(values_only=True)][-3:] == ["姓名", "王大爷", "合计"]


def test_no_text_becomes_a_formula_whatever_it_begins_with() -> None:
    wild = ["=HYPERLINK(1)", "+1", "-1", "@SUM(A1)", "", None, 7]
    sheet = load_workbook(io.BytesIO(sheet_bytes("a/b:[c]", [["x"]], [wild]))).active
    assert sheet is not None
    assert sheet.title == "abc"
    assert "f" not in {cell.data_type for cell in sheet[2]}
    assert [cell.value for cell in sheet[2]] == [*wild[:4], None, None, 7]
    assert load_workbook(io.BytesIO(sheet_bytes("[]", [["x"]], []))).active.title == "Sheet"  # type: ignore[union-attr]  # -- one sheet
