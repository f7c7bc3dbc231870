"""The pages around telling: the inbox searched, slips printed, and how the channels do."""

from datetime import timedelta
from pathlib import Path

import pytest

from services.notify.domain.channels import Channel
from services.notify.domain.deliveries import Delivery, DeliveryState
from services.notify.domain.notices import Facts, NoticeKind, Subject, SubjectType
from shared.identity.roles import Role
from shared.kernel.clock import SetClock
from tests.web.platform_app import HOME, PlatformApp, a_platform

SLIPS = "/desk/deliveries/slips"


@pytest.fixture
def site(databases: str, tmp_path: Path, clock: SetClock) -> PlatformApp:
    return a_platform(tmp_path / "data", clock)


def test_the_inbox_is_searched_by_words_topic_and_days(site: PlatformApp) -> None:
    staff, reader, volunteer = (
        site.holding(Role.COMMUNITY_STAFF),
        site.person("李桂芳"),
        site.volunteer("PHONE_CARE"),
    )
    need = staff.did("/matching/v1/needs", site.need(resident_id=reader.id))
    site.settle()
    volunteer.did(f"/matching/v1/needs/{need['id']}/accept")
    site.settle()
    browser = site.browsing().signed_in(reader.phone)
    assert "有人接单了" in browser.get("/notices").text
    assert "有人接单了" in browser.get("/notices?q=接单&topic=REQUESTS").text
    nothing = browser.get("/notices?q=理发&from_on=2026-11-01&until_on=2026-12-01").text
    assert "没有找到" in nothing
    assert 'value="理发"' in nothing
    assert "有人接单了" not in browser.get("/notices?until_on=2026-11-01").text
    found = reader.did("/notify/v1/notices?topic=REQUESTS&q=someone", method="GET")["items"]
    assert isinstance(found, list)
    assert [each["kind"] for each in found] == ["helper-found"]
    assert reader.ask("GET", "/api/notify/v1/notices?topic=NONE").status_code == 422


def a_visit(site: PlatformApp, id_: str, member_id: str) -> None:
    """Keep something that must be told in person."""
    now = site.clock.now()
    site.platform.notify.deliveries.add(
        Delivery(
            id=id_,
            notice_id=f"notice-{id_}",
            member_id=member_id,
            channel=Channel.VISIT,
            kind=NoticeKind.HELPER_FOUND,
            subject=Subject(type=SubjectType.NEED, id="need"),
            facts=Facts(need_id="need"),
            community_code=HOME,
            state=DeliveryState.WAITING,
            said_at=now,
            due_at=now,
            expires_at=now + timedelta(days=1),
        )
    )


def resident(site: PlatformApp, name: str, phone: str | None) -> str:
    staff = site.holding(Role.COMMUNITY_STAFF)
    body = {"community_code": HOME, "name": name, "address": "二号楼"}
    made = staff.did("/identity/v1/residents", {**body, **({"phone": phone} if phone else {})})
    return str(made["id"])


def test_a_grid_worker_prints_slips_for_some_and_rings_others_and_the_reading_is_logged(
    site: PlatformApp,
) -> None:
    without, with_phone = resident(site, "何奶奶", None), resident(site, "方爷爷", "02838100000")
    grid_worker = site.holding(Role.GRID_WORKER)
    browser = site.browsing().signed_in(grid_worker.phone)
    assert "没有要转告的" in browser.get(SLIPS).text
    a_visit(site, "aaaa-1", without)
    a_visit(site, "bbbb-2", with_phone)
    assert SLIPS in browser.get("/desk/deliveries").text
    page = browser.get(SLIPS).text
    assert "何奶奶" in page.split('class="slips"')[1]
    assert "AAAA" in page.split('class="slips"')[1]
    assert "+862838100000" in page.split('class="slips"')[0]
    assert "方爷爷" not in page.split('class="slips"')[1]
    reads = site.platform.identity.readings.of(without)
    assert [each.why for each in reads.items] == ["notice-told-in-person"]
    assert site.browsing().signed_in(site.person().phone).get(SLIPS).status_code == 403


def test_an_operator_sees_how_the_channels_do_and_nobody_else_does(site: PlatformApp) -> None:
    browser = site.browsing().signed_in(site.holding(Role.OPERATOR, "ALL").phone)
    assert "只有通知页" in browser.get("/operating/channels").text
    assert "/operating/channels" in browser.get("/staff").text
    assert browser.send("/operating/channels/SMS/again").status_code == 303
    assert browser.send("/operating/channels/NONE/again").location == "/"
    staff = site.browsing().signed_in(site.holding(Role.COMMUNITY_STAFF).phone)
    assert staff.get("/operating/channels").status_code == 403
