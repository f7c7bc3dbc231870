"""Staff choose what leaves, see how many rows and who will know, take the file, and the line of it stays."""

import io
import json

import pytest
from openpyxl import load_workbook

from services.matching.application.exporting import on_pages
from shared.identity.readings import ReadData
from shared.identity.roles import Role
from shared.kernel.clock import SetClock
from shared.kernel.ids import RandomIds
from tests.application.register_world import FAR, HOME
from tests.web.coordination_site import STAFF, CoordinationSite, a_coordination_site
from tests.web.project_site import VOLUNTEER
from tests.web.register_site import OTHER, Visitor

NAMED = f"工作者staff-{STAFF}"


@pytest.fixture
def site(databases: str, clock: SetClock, ids: RandomIds) -> CoordinationSite:
    return a_coordination_site(clock, ids)


def form(**other: object) -> dict[str, object]:
    return {
        "community_code": HOME,
        "kind": "members",
        "mapping": "national",
        "written_as": "json",
        **other,
    }


def taken(visitor: Visitor, **other: object) -> bytes:
    answer = visitor.send("/exports/file", **form(**other))
    assert (answer.status_code, answer.headers["Cache-Control"]) == (200, "no-store"), answer.text
    return bytes(answer.data)


def test_nothing_leaves_before_the_number_of_rows_was_seen(site: CoordinationSite) -> None:
    visitor = site.at_desk()
    someone = site.member("volunteer", phone=VOLUNTEER, name="钱一")
    assert f'href="/exports?community={HOME}"' in visitor.page("/people")
    assert "Nothing was exported yet" in visitor.page("/exports")

    looked = visitor.send("/exports", **form())
    assert looked.status_code == 200
    assert "Export and download 2 rows" in looked.text
    assert "Each person in the file sees this export" in looked.text
    assert site.identity.readings.of(someone.id).items == ()
    assert "Nothing was exported yet" in visitor.page("/exports")

    assert sorted(each["姓名"] for each in json.loads(taken(visitor))) == sorted([NAMED, "钱一"])
    (reading,) = site.identity.readings.of(someone.id).items
    assert (reading.what, reading.why) == (ReadData.FILE, "export")
    shown = visitor.page("/exports")
    assert (NAMED in shown, "Nothing was exported yet" in shown) == (True, False)


@pytest.mark.parametrize("kind", ["members", "records", "hours"])
def test_each_kind_leaves_in_each_form_of_file(site: CoordinationSite, kind: str) -> None:
    visitor = site.at_desk()
    rows = 1 if kind == "members" else 0
    sheet = load_workbook(io.BytesIO(taken(visitor, kind=kind, written_as="xlsx"))).worksheets[0]
    assert sheet.max_row == 1 + rows
    assert taken(visitor, kind=kind, written_as="csv").count(b"\r\n") == 1 + rows
    assert len(json.loads(taken(visitor, kind=kind, mapping="provincial"))) == rows


def test_days_without_anybody_have_nothing_to_export(site: CoordinationSite) -> None:
    answer = site.at_desk().send("/exports", **form(from_on="1999-01-01", to_on="1999-12-31"))
    assert "There is nothing to export" in answer.text
    assert "1999-01-01 – 1999-12-31" in answer.text


@pytest.mark.parametrize(
    ("wrong", "says"),
    [
        ({"kind": "everything"}, "Please choose what is exported"),
        ({"mapping": "/etc/passwd"}, "Please choose the names of the columns"),
        ({"from_on": "2026-02-02", "to_on": "2026-02-01"}, "The last day is before the first"),
        ({"written_as": "pdf"}, "Please check"),
        ({"community_code": "000000000000"}, "000000000000"),
    ],
)
def test_what_cannot_be_is_sent_back_with_what_was_chosen(
    site: CoordinationSite, wrong: dict[str, object], says: str
) -> None:
    visitor = site.at_desk()
    for path in ("/exports", "/exports/file"):
        answer = visitor.send(path, **form(**wrong))
        assert answer.status_code == 422, path
        assert says in answer.text, path
    assert site.matching.export_runs.page({"community_code": HOME}).items == ()


def test_a_page_gives_out_only_so_many_rows(site: CoordinationSite, monkeypatch: pytest.MonkeyPatch) -> None:
    visitor = site.at_desk()
    site.member("volunteer", phone=VOLUNTEER, name="钱一")
    monkeypatch.setattr(on_pages, "MOST_ROWS", 1)
    for path in ("/exports", "/exports/file"):
        answer = visitor.send(path, **form())
        assert (answer.status_code, "choose fewer days" in answer.text) == (422, True)
    assert site.matching.export_runs.page({"community_code": HOME}).items == ()


def test_staff_of_one_community_export_nothing_of_another(site: CoordinationSite) -> None:
    far, grid = site.at_desk(OTHER, scope=FAR), site.at_desk("13900000044", role=Role.GRID_WORKER)
    site.member("volunteer", phone=VOLUNTEER, name="钱一")
    for path in ("/exports", "/exports/file"):
        assert far.send(path, **form()).status_code == 403
        assert grid.send(path, **form()).status_code == 403
    assert grid.get("/exports").status_code == 403
    assert "/exports" not in grid.page("/people")
    assert HOME not in far.page(f"/exports?community={HOME}")
    assert site.matching.export_runs.page({"community_code": HOME}).items == ()


def test_staff_of_several_communities_choose_one(site: CoordinationSite) -> None:
    visitor = site.at_desk(scope="ALL")
    assert f'value="{HOME}"' in visitor.page("/exports")
    assert f'value="{FAR}"' in visitor.page(f"/exports?community={FAR}")
    name = site.identity.communities.get(FAR).name
    assert f'value="{FAR}"' in visitor.page(f"/exports?community_words={name}")


def test_who_audits_the_area_sees_who_exported_what_and_no_row(site: CoordinationSite) -> None:
    visitor = site.at_desk()
    auditor = site.at_desk(OTHER, role=Role.AUDITOR, scope=HOME[:6])
    elsewhere = site.at_desk("13900000044", role=Role.AUDITOR, scope=FAR[:6])
    site.member("volunteer", phone=VOLUNTEER, name="钱一")
    assert "Nothing was exported yet" in auditor.page("/exports/record")
    taken(visitor)
    shown = auditor.page("/exports/record")
    assert (NAMED in shown, "钱一" in shown) == (True, False)
    assert NAMED not in elsewhere.page("/exports/record")
    assert visitor.get("/exports/record").status_code == 403
    assert auditor.send("/exports/file", **form()).status_code == 403


def test_a_community_names_the_columns_itself(site: CoordinationSite) -> None:
    visitor = site.at_desk()
    names = f"/exports/names?community={HOME}"
    assert "members,name,姓名" in visitor.page(names)
    assert "The community&#39;s own" not in visitor.page("/exports")
    assert "write them first" in visitor.send("/exports/file", **form(mapping="own")).text
    wrong = visitor.send("/exports/names", community_code=HOME, rows="成员,name,志愿者\nmembers,height,身高")
    assert (wrong.status_code, "Row 2: There is no field height" in wrong.text) == (422, True)
    kept = visitor.send(
        "/exports/names", community_code=HOME, rows="成员，name，志愿者\nmembers,community_code,区划"
    )
    assert kept.location == f"/exports?community={HOME}"
    assert "own (provisional)" in visitor.page("/exports")
    assert json.loads(taken(visitor, mapping="own")) == [{"志愿者": NAMED, "区划": HOME}]
    sheet = (io.BytesIO("类别,字段,列名\nhours,minutes,分钟".encode("gbk")), "列名.csv")
    visitor.send("/exports/names", community_code=HOME, provisional="no", sheet=sheet)
    shown = visitor.page(names)
    assert ("hours,minutes,分钟" in shown, "members,name" in shown, NAMED in shown) == (True, False, True)
    assert "own (provisional)" not in visitor.page("/exports")
    assert visitor.send("/exports", **form(mapping="own")).status_code == 422
    far = site.at_desk(OTHER, scope=FAR)
    assert far.get(names).status_code == 403
    assert far.send("/exports/names/forget", community_code=HOME).status_code == 403
    for _ in range(2):
        assert visitor.send("/exports/names/forget", community_code=HOME).location == names
    assert "members,name,姓名" in visitor.page(names)
    assert "The community&#39;s own" not in visitor.page("/exports")
    assert far.send("/exports/names", community_code=HOME, rows="members,name,x").status_code == 403
