"""A program sends a sheet in, follows it, agrees, and takes the bad rows back."""

import io
from pathlib import Path

import pytest
from werkzeug.datastructures import Headers
from werkzeug.test import TestResponse

from services.matching.application.importing.runs import work_on_sheets
from shared.identity.roles import Role
from shared.kernel.clock import SetClock
from tests.web.platform_app import HOME, Person, PlatformApp, a_platform, code_of

IMPORTS = "/api/matching/v1/imports"
SHEET = f"社区代码,姓名,电话\n{HOME},何奶奶,\n{HOME},,\n".encode()


@pytest.fixture
def site(databases: str, tmp_path: Path, clock: SetClock) -> PlatformApp:
    return a_platform(tmp_path / "data", clock)


def sent(person: Person, content: bytes = SHEET, key: str = "", **fields: str) -> TestResponse:
    """Return the answer to a sheet sent in as a form of several parts."""
    headers = Headers({"Authorization": f"Bearer {person.token}"})
    if key:
        headers["Idempotency-Key"] = key
    form = {"kind": "members", **fields, "sheet": (io.BytesIO(content), "名册.csv")}
    return person.client.post(IMPORTS, data=form, headers=headers)


def worked(site: PlatformApp, person: Person, run: str) -> dict[str, object]:
    """Return how a sheet stands once the platform has worked on it."""
    work_on_sheets(site.platform.matching, site.clock.now())
    return person.did(f"/matching/v1/imports/{run}", method="GET")


def test_a_sheet_is_checked_agreed_to_and_its_bad_rows_come_back(site: PlatformApp) -> None:
    staff, other = site.holding(Role.COMMUNITY_STAFF), site.holding(Role.COMMUNITY_STAFF)
    first, again = sent(staff, key="k1"), sent(staff, key="k1")
    assert (first.status_code, again.json) == (201, first.json)
    here = str(first.location)
    run = str((first.json or {})["id"])
    assert here.endswith(f"{IMPORTS}/{run}")
    checked = worked(site, staff, run)
    assert [checked[each] for each in ("state", "rows_done", "added", "faulty")] == ["CHECKED", 2, 1, 1]
    assert staff.did(f"/matching/v1/imports/{run}/start")["state"] == "IMPORTING"
    assert worked(site, staff, run)["state"] == "DONE"
    back = staff.ask("GET", f"{IMPORTS}/{run}/to-mend.csv")
    assert (back.mimetype, back.data.decode("utf-8-sig").count("\r\n")) == ("text/csv", 2)
    assert other.ask("GET", f"{IMPORTS}/{run}").status_code == 404
    assert other.ask("GET", f"{IMPORTS}/{run}/to-mend.csv").status_code == 404
    listed = [each.did("/matching/v1/imports", method="GET")["items"] for each in (staff, other)]
    assert [len(each) for each in listed if isinstance(each, list)] == [1, 0]
    site.settle()
    notices = staff.did("/notify/v1/notices", method="GET")["items"]
    assert isinstance(notices, list)
    assert {each["kind"] for each in notices} == {"import-checked", "import-to-mend"}


def test_without_a_dry_run_good_rows_go_in_at_once_and_a_checked_sheet_can_be_let_be(
    site: PlatformApp,
) -> None:
    staff = site.holding(Role.COMMUNITY_STAFF)
    at_once = str((sent(staff, dry_run="false").json or {})["id"])
    assert worked(site, staff, at_once)["state"] == "DONE"
    run = str((sent(staff).json or {})["id"])
    assert staff.did(f"/matching/v1/imports/{run}/discard")["state"] == "DISCARDED"
    assert staff.ask("POST", f"{IMPORTS}/{run}/start").status_code == 409


def test_what_is_no_sheet_is_refused_with_the_reason(site: PlatformApp) -> None:
    staff, resident = site.holding(Role.COMMUNITY_STAFF), site.person()
    typed = {"Content-Type": "multipart/form-data; boundary=x"}
    refused = [
        staff.ask("POST", IMPORTS, {"kind": "members"}),
        staff.ask("POST", IMPORTS, raw=b"no form", headers=typed),
        sent(staff, kind="horses"),
        sent(staff, dry_run="perhaps"),
        sent(staff, surprise="1"),
        sent(staff, b"%PDF-1.7"),
        sent(staff, b"x" * (8 * 1024 * 1024 + 1)),
        sent(staff, b"x" * (9 * 1024 * 1024)),
        sent(resident),
    ]
    assert [each.status_code for each in refused] == [415, 422, 422, 422, 422, 422, 422, 413, 403]
    assert "members" in refused[2].text
    assert sent(staff, key="k").status_code == 201
    assert code_of(sent(staff, SHEET + SHEET, key="k")) == "idempotency-key-reused"
