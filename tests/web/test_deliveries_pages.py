"""The desk's list of deliveries, the page behind a letter's link, and receipts at the door."""

from datetime import timedelta
from pathlib import Path

import pytest

from services.notify.application.links import stop_token
from services.notify.application.preferences import preferences_of
from services.notify.domain.channels import Channel, Topic
from services.notify.domain.deliveries import Delivery, DeliveryState
from services.notify.domain.notices import Facts, NoticeKind, Subject, SubjectType
from shared.identity.roles import Role
from shared.kernel.clock import SetClock
from tests.web.platform_app import HOME, Browsing, PlatformApp, a_platform, code_of

PAGE = "/desk/deliveries"


@pytest.fixture
def site(databases: str, tmp_path: Path, clock: SetClock) -> PlatformApp:
    return a_platform(tmp_path / "data", clock)


def at_desk(site: PlatformApp, role: Role = Role.COMMUNITY_STAFF) -> Browsing:
    return site.browsing().signed_in(site.holding(role).phone)


def a_delivery(site: PlatformApp, id_: str, channel: Channel, state: DeliveryState) -> Delivery:
    now = site.clock.now()
    made = Delivery(
        id=id_,
        notice_id=f"notice-{id_}",
        member_id=site.person("李桂珍").id,
        channel=channel,
        kind=NoticeKind.HELPER_FOUND,
        subject=Subject(type=SubjectType.NEED, id="need"),
        facts=Facts(need_id="need"),
        community_code=HOME,
        state=state,
        reason="no-consent" if state is DeliveryState.FAILED else None,
        tries=1,
        said_at=now,
        due_at=now,
        expires_at=now + timedelta(days=1),
    )
    return site.platform.notify.deliveries.add(made)


def test_a_grid_worker_sees_who_must_be_told_and_says_that_it_is_done(site: PlatformApp) -> None:
    waiting = a_delivery(site, "one", Channel.VISIT, DeliveryState.WAITING)
    browser = at_desk(site, Role.GRID_WORKER)
    assert "李桂珍" in browser.get(PAGE).text
    assert browser.send(f"{PAGE}/{waiting.id}/told").status_code == 303
    assert "李桂珍" not in browser.get(PAGE).text
    assert site.platform.notify.deliveries.get(waiting.id).state is DeliveryState.RECEIVED


def test_staff_see_why_it_failed_and_send_it_again(site: PlatformApp) -> None:
    failed = a_delivery(site, "one", Channel.WECHAT, DeliveryState.FAILED)
    browser = at_desk(site)
    page = browser.get(f"{PAGE}?shelf=FAILED").text
    assert "本人没有同意收微信通知" in page
    browser.send(f"{PAGE}/{failed.id}/again")
    assert site.platform.notify.deliveries.get(failed.id).state is DeliveryState.WAITING
    assert "李桂珍" in browser.get(f"{PAGE}?shelf=WAITING").text


def test_a_grid_worker_is_not_offered_to_send_again(site: PlatformApp) -> None:
    failed = a_delivery(site, "one", Channel.WECHAT, DeliveryState.FAILED)
    browser = at_desk(site, Role.GRID_WORKER)
    assert "/again" not in browser.get(f"{PAGE}?shelf=FAILED").text
    assert browser.send(f"{PAGE}/{failed.id}/again").status_code == 403


def test_an_empty_shelf_says_what_will_be_there(site: PlatformApp) -> None:
    for shelf in ("IN_PERSON", "FAILED", "WAITING", "SENT", "EXPIRED"):
        assert "这里没有要看的" in at_desk(site).get(f"{PAGE}?shelf={shelf}").text


def test_the_link_of_a_letter_asks_once_and_needs_no_sign_in(site: PlatformApp) -> None:
    person = site.person()
    token = stop_token(site.platform.notify.reach, person.id, Topic.MINUTES)
    browser = site.browsing()
    assert f"/notices/stop/{token}" in browser.get(f"/api/notify/v1/stop/{token}").text
    assert preferences_of(site.platform.notify, person.id).inbox_only == ()
    assert browser.send(f"/notices/stop/{token}").status_code == 303
    assert preferences_of(site.platform.notify, person.id).inbox_only == (Topic.MINUTES,)


def test_a_mail_programs_one_click_needs_no_page(site: PlatformApp) -> None:
    person = site.person()
    token = stop_token(site.platform.notify.reach, person.id, Topic.ASKED)
    answer = site.nobody().client.post(f"/api/notify/v1/stop/{token}", data={"List-Unsubscribe": "One-Click"})
    assert (answer.status_code, answer.json) == (200, {"topic": "ASKED"})
    assert preferences_of(site.platform.notify, person.id).inbox_only == (Topic.ASKED,)
    assert site.nobody().ask("POST", "/api/notify/v1/stop/forged").status_code == 404


def test_a_receipt_without_a_gateway_is_refused(site: PlatformApp) -> None:
    receipt = {"id": "one", "outcome": "RECEIVED", "signature": "hmac-sha256=" + "0" * 64}
    answer = site.nobody().ask("POST", "/api/notify/v1/receipts", receipt)
    assert (answer.status_code, code_of(answer)) == (403, "unsigned-receipt")


def test_the_log_is_looked_through_by_person_topic_channel_and_days(site: PlatformApp) -> None:
    kept = a_delivery(site, "one", Channel.WECHAT, DeliveryState.FAILED)
    browser = at_desk(site)

    def shown(asked: str) -> bool:
        return f"delivery-{kept.id}" in browser.get(f"{PAGE}?shelf=FAILED&{asked}").text

    day = site.clock.now().date()
    before, after = day - timedelta(days=1), day + timedelta(days=1)
    for fits in ("who=桂珍", "topic=REQUESTS", "channel=WECHAT", f"from_on={day}&until_on={after}", ""):
        assert shown(fits), fits
    for other in ("who=王", "topic=ASKED", "channel=SMS", f"from_on={after}", f"until_on={before}"):
        assert not shown(other), other
    nothing = browser.get(f"{PAGE}?shelf=FAILED&who=王&channel=SMS").text
    assert "没有找到" in nothing
    assert "shelf=SENT" in nothing
    assert "who=%E7%8E%8B&amp;channel=SMS" in nothing
    assert browser.get(f"{PAGE}?shelf=FAILED&channel=PIGEON").status_code == 422
