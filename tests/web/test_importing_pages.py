"""Staff send a sheet in, see what would happen, agree, and take back the rows to mend."""

import io

import pytest

from services.matching.application.importing.runs import work_on_sheets
from shared.identity.roles import Role
from shared.kernel.clock import SetClock
from shared.kernel.ids import RandomIds
from tests.application.register_world import FAR, HOME
from tests.web.coordination_site import CoordinationSite, a_coordination_site, number_of
from tests.web.project_site import VOLUNTEER
from tests.web.register_site import OTHER, Visitor

SHEET = f"社区代码,姓名,电话\n{HOME},何奶奶,\n{HOME},,\n{HOME},张三,12\n"


@pytest.fixture
def site(databases: str, clock: SetClock, ids: RandomIds) -> CoordinationSite:
    return a_coordination_site(clock, ids)


def send(visitor: Visitor, text: str = SHEET, kind: str = "members", **typed: object) -> str:
    answer = visitor.send("/imports", kind=kind, sheet=(io.BytesIO(text.encode("gbk")), "名册.csv"), **typed)
    assert answer.status_code == 303, answer.text
    return number_of(answer.location)


def test_a_sheet_is_sent_in_looked_at_agreed_to_and_its_bad_rows_come_back(site: CoordinationSite) -> None:
    visitor = site.at_desk()
    assert "No sheet was imported yet" in visitor.page("/imports")
    assert 'href="/imports"' in visitor.page("/people")
    run_id = send(visitor, once="one")
    assert send(visitor, once="one") == run_id
    here = f"/imports/{run_id}"
    assert 'http-equiv="refresh"' in visitor.page(here)
    work_on_sheets(site.matching, site.world.now())
    checked = visitor.page(here)
    assert 'http-equiv="refresh"' not in checked
    assert "Import 1 rows" in checked
    assert "第 3 行 · row 3" in checked
    visitor.send(f"{here}/start")
    work_on_sheets(site.matching, site.world.now())
    assert "Download the 2 rows to mend" in visitor.page(here)
    back = visitor.get(f"{here}/to-mend.csv")
    assert (back.mimetype, back.data.decode("utf-8-sig").count("\r\n")) == ("text/csv", 3)
    assert [
        each.name for each in site.identity.members.where({"community_code": HOME}) if each.recorded_by
    ] == ["何奶奶"]
    assert "名册.csv" in visitor.page("/imports")
    other = site.at_desk(OTHER)
    assert [other.get(each).status_code for each in (here, f"{here}/to-mend.csv")] == [404, 404]
    assert "名册.csv" not in other.page("/imports")


def test_who_served_sees_what_was_taken_over_and_who_entered_it(site: CoordinationSite) -> None:
    visitor = site.at_desk()
    number = site.member("volunteer", phone=VOLUNTEER, name="钱一").volunteer_number
    own = site.signed_in(VOLUNTEER)
    assert "Nothing was taken over" in own.page("/me/earlier-services")
    header = "志愿者编号,姓名,社区代码,服务类型,服务开始时间,服务时长,记录性质,服务内容,服务组织,原系统编号,补录原因\n"
    row = f"{number},钱一,{HOME},PHONE_CARE,2025-05-01 09:00,1.5,履职,问安二十户,东门志愿队,B-7,原系统停用\n"
    here = f"/imports/{send(visitor, header + row, 'hours')}"
    work_on_sheets(site.matching, site.world.now())
    visitor.send(f"{here}/start")
    work_on_sheets(site.matching, site.world.now())
    shown = own.page("/me/earlier-services")
    for says in ("东门志愿队", "its number B-7", "because: 原系统停用", "问安二十户", "earns no credits"):
        assert says in shown, says
    assert "东门志愿队" not in visitor.page("/me/earlier-services")


def test_who_audits_the_area_sees_who_imported_what_and_no_row(site: CoordinationSite) -> None:
    visitor = site.at_desk()
    auditor = site.at_desk(OTHER, role=Role.AUDITOR, scope=HOME[:6])
    elsewhere = site.at_desk("13900000044", role=Role.AUDITOR, scope=FAR[:6])
    assert "No sheet was imported yet" in auditor.page("/imports/record")
    send(visitor)
    work_on_sheets(site.matching, site.world.now())
    shown = auditor.page("/imports/record")
    assert ("工作者staff-13900000001" in shown, "名册" in shown, "何奶奶" in shown) == (True, False, False)
    assert "工作者staff-13900000001" not in elsewhere.page("/imports/record")
    assert visitor.get("/imports/record").status_code == 403


def test_what_is_no_sheet_is_sent_back_with_the_reason(site: CoordinationSite) -> None:
    visitor = site.at_desk()
    wrong = [
        visitor.send("/imports", kind="members"),
        visitor.send("/imports", sheet=(io.BytesIO(SHEET.encode()), "a.csv")),
        visitor.send("/imports", kind="members", sheet=(io.BytesIO(b"%PDF-1.7"), "a.csv")),
        visitor.send("/imports", kind="members", sheet=(io.BytesIO("姓名,身高\na,b\n".encode()), "a.csv")),
        visitor.send("/imports", kind="members", sheet=(io.BytesIO(b"x" * (8 * 1024 * 1024 + 1)), "a.csv")),
    ]
    assert [each.status_code for each in wrong] == [422] * 5
    for answer, says in zip(
        wrong, ("choose a file", "choose what", "save it as XLSX", "身高", "8 MB at most, split"), strict=True
    ):
        assert says in answer.text, says
    assert visitor.send("/imports", sheet=(io.BytesIO(b"x" * 9 * 1024 * 1024), "a.csv")).status_code == 413


def test_a_sheet_can_be_let_be(site: CoordinationSite) -> None:
    visitor = site.at_desk()
    run_id = send(visitor)
    assert visitor.send(f"/imports/{run_id}/start").status_code == 409
    assert visitor.send(f"/imports/{run_id}/discard").location == "/imports"
    assert "was discarded" in visitor.page(f"/imports/{run_id}")


def test_each_is_offered_what_they_may_import_and_gets_the_empty_sheets(site: CoordinationSite) -> None:
    staff, grid = site.at_desk(), site.at_desk(OTHER, role=Role.GRID_WORKER)
    for kind, may in (("members", True), ("needs", True), ("hours", False), ("parties", False)):
        path = f"/imports/templates/{kind}.csv"
        assert path in staff.page("/imports")
        assert (path in grid.page("/imports")) is may
        assert staff.get(path).mimetype == "text/csv"
    assert staff.get("/imports/templates/nothing.csv").status_code == 404
    refused = grid.send("/imports", kind="hours", sheet=(io.BytesIO(SHEET.encode()), "a.csv"))
    assert refused.status_code == 403
