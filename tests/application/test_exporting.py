"""What leaves for other systems: the right rows under the right names, by who may, and never without a trace."""

import json
from datetime import date, timedelta
from pathlib import Path

import pytest
from openpyxl import load_workbook

from services.matching.adapters.exports import CannotWrite, Format, write_rows
from services.matching.adapters.tables import lines_of
from services.matching.application.exporting import services
from services.matching.application.exporting.exporting import can_export, export
from services.matching.application.exporting.mappings import MappingUnreadable, columns_of
from services.matching.application.exporting.on_pages import rows_meant
from services.matching.application.register.commands import AddDocument
from services.matching.application.register.papers import add_document
from services.matching.domain.exporting.asked import Asked, ExportRun
from shared.identity.actor import Actor
from shared.identity.member import DocumentType, MemberStatus
from shared.identity.readings import ReadData
from shared.identity.roles import Grant, Role, Scope, ScopeKind
from shared.kernel.clock import SetClock
from shared.kernel.errors import BadInput, Forbidden
from shared.kernel.ids import RandomIds
from tests.application.importing_world import brought_in, counts
from tests.application.matching_world import HERE, THERE
from tests.application.project_world import ProjectWorld, a_project_world, here

MEMBERS = f"社区代码,姓名,电话,住址\n{HERE},王桂英,13900001111,一号楼\n{HERE},刘福,,-二号楼\n"
HOURS = (
    "志愿者编号,姓名,社区代码,服务类型,服务开始时间,服务时长分钟,服务组织,补录原因\n"
    "{number},{name},{code},HOME_VISIT,2020-05-01 09:00,90,银龄队,旧系统\n"
)


@pytest.fixture
def world(databases: str, clock: SetClock, ids: RandomIds) -> ProjectWorld:
    return a_project_world(clock, ids)


def taken(
    world: ProjectWorld,
    actor: Actor,
    kind: str,
    file: Path,
    *,
    mapping: str = "linli",
    form: Format = Format.CSV,
    **fields: object,
) -> ExportRun:
    columns = columns_of(kind, mapping)
    asked = Asked(kind=kind, community_code=HERE, fields=tuple(columns), **fields)  # type: ignore[arg-type]  # -- fields by name
    return export(world.m, actor, asked, columns, file=file, form=form)


def test_members_read_back_are_all_known(world: ProjectWorld, tmp_path: Path) -> None:
    staff = world.community
    brought_in(world.m, staff, "members", MEMBERS)
    run = taken(world, staff, "members", file := tmp_path / "out.csv")
    rows = [line.cells for line in lines_of(file)]
    back = "\n".join(",".join(row) for row in rows if row[1] in ("姓名", "王桂英", "刘福"))

    assert rows[0] == ("社区代码", "姓名", "电话", "住址")
    assert counts(brought_in(world.m, staff, "members", back)) == (0, 2, 0)
    assert run.rows == len(rows) - 1
    assert file.read_bytes().startswith(b"\xef\xbb\xbf")
    assert file.stat().st_mode & 0o077 == 0
    assert "'-二号楼" in file.read_text(encoding="utf-8-sig")


def test_each_person_sees_that_their_file_left_and_a_line_stays(world: ProjectWorld, tmp_path: Path) -> None:
    helper = world.world.member("赵一")
    run = taken(world, world.community, "members", tmp_path / "out.csv", mapping="national")
    (reading,) = world.m.identity.readings.of(helper.member_id).items
    (line,) = world.m.export_runs.page({"community_code": HERE}).items

    assert (reading.what, reading.why, reading.reader_id) == (
        ReadData.FILE,
        "export",
        world.community.member_id,
    )
    assert line == run
    assert (line.exported_by, line.asked.kind) == (world.community.member_id, "members")


def test_only_staff_of_the_community_export(world: ProjectWorld, tmp_path: Path) -> None:
    scope = Scope(kind=ScopeKind.COMMUNITY, code=HERE)
    grid = world.world.member(grants=(Grant(role=Role.GRID_WORKER, scope=scope),))
    for actor in (grid, world.world.staff(THERE), world.organiser, world.world.member()):
        assert not can_export(actor, HERE)
        with pytest.raises(Forbidden):
            taken(world, actor, "members", tmp_path / "out.csv")
    assert can_export(world.community, HERE)
    assert list(tmp_path.iterdir()) == []
    assert world.m.export_runs.page({"community_code": HERE}).items == ()


def test_whole_document_numbers_leave_only_where_the_mapping_asks_and_the_holder_sees_it(
    world: ProjectWorld, tmp_path: Path
) -> None:
    helper = world.world.member("赵一", document=None)
    number = "110101199003074477"
    add_document(world.m.identity, helper, AddDocument(type=DocumentType.MAINLAND_ID, number=number))
    whole = tmp_path / "mapping.json"
    whole.write_text(
        json.dumps({"members": {"name": "姓名", "document_number": "证件号码"}}), encoding="utf-8"
    )

    world.world.change(world.organiser, document=None)
    world.world.change(world.community, document=None)
    taken(world, world.community, "members", masked := tmp_path / "masked.csv", mapping="national")
    taken(world, world.community, "members", full := tmp_path / "full.csv", mapping=str(whole))

    assert number not in masked.read_text(encoding="utf-8-sig")
    assert f"赵一,{number}" in full.read_text(encoding="utf-8-sig")
    seen = {each.what for each in world.m.identity.readings.of(helper.member_id).items}
    assert seen == {ReadData.FILE, ReadData.DOCUMENT}


def test_who_closed_the_account_stays_out(world: ProjectWorld, tmp_path: Path) -> None:
    gone = world.world.member("钱二")
    world.world.change(gone, status=MemberStatus.CLOSED)
    taken(world, world.community, "members", file := tmp_path / "out.csv")
    assert "钱二" not in file.read_text(encoding="utf-8-sig")


def test_every_kind_of_confirmed_service_leaves_once(world: ProjectWorld, tmp_path: Path) -> None:
    w = world.world
    helper, need = w.volunteer(), w.need()
    w.confirmed(helper, need, w.actor(need.resident_id))
    shift, other = world.shift(), w.member("孙三")
    world.present(world.organiser, shift, *here(other))
    world.agreed(world.organiser, shift, 120)
    number = world.m.people.get(helper.member_id).volunteer_number
    sheet = HOURS.format(number=number, name="赵志", code=HERE)
    assert counts(brought_in(world.m, world.community, "hours", sheet)) == (1, 0, 0)
    w.settle()

    run = taken(world, world.community, "records", file := tmp_path / "out.json", form=Format.JSON)
    rows = json.loads(file.read_text(encoding="utf-8"))

    assert run.rows == 3
    assert sorted((each["姓名"], each["服务时长分钟"], each["确认人身份"]) for each in rows) == [
        ("孙三", 120, "组织工作人员"),
        ("赵志", 45, "服务对象"),
        ("赵志", 90, "组织方补录"),
    ]
    assert "一号楼" not in file.read_text(encoding="utf-8")
    only_old = {"from_on": date(2020, 5, 1), "to_on": date(2020, 5, 1)}
    old = taken(
        world,
        world.community,
        "hours",
        tmp_path / "old.json",
        mapping="national",
        form=Format.JSON,
        **only_old,
    )
    assert old.rows == 1
    assert json.loads((tmp_path / "old.json").read_text(encoding="utf-8"))[0]["服务时间(小时)"] == "1.5"


def test_what_fills_more_than_a_page_leaves_whole_and_is_counted_so(
    world: ProjectWorld, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in ("孙三", "孙四"):
        shift = world.shift()
        world.present(world.organiser, shift, *here(world.world.member(name)))
        world.agreed(world.organiser, shift, 120)
    world.world.settle()
    monkeypatch.setattr(services, "MOST_ON_A_PAGE", 1)

    run = taken(world, world.community, "hours", file := tmp_path / "out.json", form=Format.JSON)
    assert (run.rows, rows_meant(world.m, world.community, run.asked)) == (2, 2)
    assert sorted(each["姓名"] for each in json.loads(file.read_text(encoding="utf-8"))) == ["孙三", "孙四"]


def test_no_day_without_service_writes_an_empty_list(world: ProjectWorld, tmp_path: Path) -> None:
    later = world.clock.now().date() + timedelta(days=9)
    run = taken(
        world, world.community, "members", file := tmp_path / "out.json", form=Format.JSON, from_on=later
    )
    assert (run.rows, json.loads(file.read_text(encoding="utf-8"))) == (0, [])


def test_nothing_in_a_spreadsheet_is_a_formula(tmp_path: Path) -> None:
    rows: list[list[str | int]] = [["=1+1", 2], ["@x", 3], ["+8613900001111", 4]]
    file = tmp_path / "out.xlsx"
    assert write_rows(file, Format.XLSX, ["=a", "b"], rows) == 3
    cells = list(load_workbook(file).worksheets[0].iter_rows())
    assert [[cell.value for cell in row] for row in cells] == [["=a", "b"], *rows]
    assert {row[0].data_type for row in cells} == {"s"}


def test_a_file_that_breaks_off_leaves_the_one_before_as_it_was(tmp_path: Path) -> None:
    file = tmp_path / "out.csv"
    file.write_text("before", encoding="utf-8")

    def broken() -> object:
        yield ["one"]
        raise OSError

    with pytest.raises(CannotWrite):
        write_rows(file, Format.CSV, ["a"], broken())  # type: ignore[arg-type]  # -- a generator that fails
    with pytest.raises(CannotWrite):
        write_rows(tmp_path / "none" / "out.csv", Format.CSV, ["a"], [])
    assert (file.read_text(encoding="utf-8"), len(list(tmp_path.iterdir()))) == ("before", 1)


@pytest.mark.parametrize(
    "text",
    [
        '{"records": {"name": "姓名"}}',
        '{"members": {"shoe_size": "鞋码"}}',
        '{"members": {"name": "姓名", "phone": "姓名"}}',
        '{"members": {"name": ""}}',
    ],
)
def test_a_mapping_that_cannot_be_is_refused(tmp_path: Path, text: str) -> None:
    file = tmp_path / "mapping.json"
    file.write_text(text, encoding="utf-8")
    with pytest.raises(BadInput):
        columns_of("members", str(file))


@pytest.mark.parametrize("text", [None, "[]", "{"])
def test_a_mapping_that_cannot_be_read_is_said_to_be_so(tmp_path: Path, text: str | None) -> None:
    file = tmp_path / "mapping.json"
    if text is not None:
        file.write_text(text, encoding="utf-8")
    with pytest.raises(MappingUnreadable):
        columns_of("members", str(file))


@pytest.mark.parametrize("mapping", ["linli", "national", "provincial"])
@pytest.mark.parametrize("kind", ["members", "records", "hours"])
def test_the_mappings_that_come_with_the_platform_name_known_fields(mapping: str, kind: str) -> None:
    assert columns_of(kind, mapping)
