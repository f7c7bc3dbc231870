"""Asking for help: the whole way through the pages, and what happens when something typed is wrong."""

from datetime import datetime

import pytest

from services.matching.domain.need import NeedState, PostedAs
from services.matching.entrypoints.asking_pages.times import slot_of
from shared.kernel.clock import CHINA, SetClock
from shared.kernel.ids import RandomIds
from tests.web.coordination_site import (
    ELDER,
    SON,
    CoordinationSite,
    a_coordination_site,
    number_of,
)
from tests.web.register_site import calls_for

AT_TEN = "2026-11-23T10:00"


@pytest.fixture
def site(databases: str, clock: SetClock, ids: RandomIds) -> CoordinationSite:
    return a_coordination_site(clock, ids)


def china(day: int, hour: int, minute: int = 0) -> datetime:
    return datetime(2026, 11, day, hour, minute, tzinfo=CHINA)


def test_someone_new_is_told_how_to_ask(site: CoordinationSite) -> None:
    site.elder()
    page = site.signed_in(ELDER).page("/requests")
    assert "No request is under way" in page
    assert 'href="/needs/new"' in page


def test_a_kind_and_a_time_are_all_it_takes(site: CoordinationSite) -> None:
    elder = site.elder()
    visitor = site.signed_in(ELDER)
    form = visitor.page("/needs/new")
    assert "Someone to come to hospital" in form
    assert 'value="二号楼 301"' in form

    answer = visitor.send("/needs/new", service_kind="CLINIC_ESCORT", slot=AT_TEN)

    need = site.need(number_of(answer.location))
    assert (need.resident_id, need.posted_as, need.state) == (
        elder.id,
        PostedAs.SELF,
        NeedState.AWAITING_REVIEW,
    )
    assert (need.starts_at, need.expected_minutes) == (china(23, 10), 180)
    assert need.title == "Someone to come to hospital"
    assert "the community looks at it first" in visitor.page(f"/needs/{need.id}")
    assert need.title in visitor.page("/requests")


def test_the_whole_way_from_asking_to_who_comes(site: CoordinationSite) -> None:
    elder, helper = site.elder(), site.volunteer("ERRAND")
    visitor, staff = site.signed_in(ELDER), site.at_desk()
    asked = visitor.send("/needs/new", service_kind="ERRAND", slot=AT_TEN, title="买一袋米", minutes="45")
    need_id = number_of(asked.location)
    assert "买一袋米" in staff.page("/desk")

    staff.send(f"/desk/needs/{need_id}/approve")
    site.world.settle()
    assert helper.member_id in site.world.asked(site.need(need_id))
    site.world.accepted(helper, site.need(need_id))
    site.world.settle()

    page = visitor.page("/requests")
    assert "赵志愿者" in page
    assert "Accepted" in page
    assert site.need(need_id).resident_id == elder.id


def test_a_delegate_asks_for_the_resident_and_sees_their_requests(site: CoordinationSite) -> None:
    elder = site.elder()
    site.son_of(elder)
    visitor = site.signed_in(SON)
    assert "李桂珍" in visitor.page(f"/needs/new?resident_id={elder.id}")

    answer = visitor.send("/needs/new", resident_id=elder.id, service_kind="ERRAND", slot=AT_TEN)

    need = site.need(number_of(answer.location))
    assert (need.resident_id, need.posted_as) == (elder.id, PostedAs.DELEGATE)
    assert need.title in visitor.page("/requests")
    assert need.title not in visitor.page("/requests?who=son")


def test_nobody_asks_for_a_stranger_or_reads_their_requests(site: CoordinationSite) -> None:
    elder = site.elder()
    site.member("other", phone=SON)
    visitor = site.signed_in(SON)
    sent = visitor.send("/needs/new", resident_id=elder.id, service_kind="ERRAND", slot=AT_TEN)
    assert sent.status_code == 403
    assert visitor.get(f"/requests?who={elder.id}").status_code == 403
    need = site.asked(elder)
    assert visitor.get(f"/needs/new?like={need.id}").status_code == 403
    assert visitor.get(f"/needs/{need.id}/edit").status_code == 403


def test_an_exact_day_and_time_count_in_place_of_the_card(site: CoordinationSite) -> None:
    site.elder()
    answer = site.signed_in(ELDER).send(
        "/needs/new", service_kind="ERRAND", slot=AT_TEN, day="2026-11-25", at="15:30", minutes="60"
    )
    need = site.need(number_of(answer.location))
    assert (need.starts_at, need.ends_at) == (china(25, 15, 30), china(25, 16, 30))


@pytest.mark.parametrize(
    ("typed", "says"),
    [
        ({"service_kind": ""}, "Please choose what is needed"),
        ({"service_kind": "NO_SUCH"}, "Please choose what is needed"),
        ({"slot": ""}, "Please choose when somebody should come"),
        ({"slot": "2026-11-20T10:00"}, "The start has passed"),
        ({"day": "2026-02-30"}, "There is no such day or time"),
        ({"at": "25:00"}, "There is no such day or time"),
        ({"slot": "2027-11-23T10:00"}, "A need must lie within the coming 90 days"),
        ({"slot": "soon"}, "Please check"),
        ({"minutes": "0"}, "Please check"),
        ({"title": "x"}, "Please write two characters or more"),
    ],
)
def test_wrong_input_is_said_in_place_and_what_was_typed_is_kept(
    site: CoordinationSite, typed: dict[str, str], says: str
) -> None:
    site.elder()
    form = {"service_kind": "ERRAND", "slot": AT_TEN, "details": "三楼没有电梯", **typed}
    answer = site.signed_in(ELDER).send("/needs/new", **form)
    assert answer.status_code == 422
    assert says in answer.text
    assert "三楼没有电梯" in answer.text
    assert site.matching.needs.page({"resident_id": "elder"}).items == ()


def test_the_same_form_sent_twice_is_one_request(site: CoordinationSite) -> None:
    site.elder()
    visitor = site.signed_in(ELDER)
    sent = [
        visitor.send("/needs/new", service_kind="ERRAND", slot=AT_TEN, once="this form").location
        for _ in range(2)
    ]
    assert sent[0] == sent[1]
    assert len(site.matching.needs.page({"resident_id": "elder"}).items) == 1


def test_a_form_from_elsewhere_is_refused(site: CoordinationSite) -> None:
    site.elder()
    visitor = site.signed_in(ELDER)
    answer = visitor.client.post("/needs/new", data={"service_kind": "ERRAND", "slot": AT_TEN})
    assert answer.status_code == 403
    assert site.matching.needs.page({"resident_id": "elder"}).items == ()


def test_the_same_as_last_time_is_offered_and_filled_in(site: CoordinationSite) -> None:
    elder = site.elder()
    need = site.asked(elder, title="陪老人说说话", expected_minutes=45)
    visitor = site.signed_in(ELDER)
    assert f"/needs/new?like={need.id}" in visitor.page("/needs/new")
    again = visitor.page(f"/needs/new?like={need.id}")
    assert 'value="陪老人说说话"' in again
    assert f'value="{slot_of(need.starts_at)}" checked' in again


def test_a_request_is_changed_and_looked_at_again(site: CoordinationSite) -> None:
    elder = site.elder()
    need = site.asked(elder)
    visitor, staff = site.signed_in(ELDER), site.at_desk()
    staff.send(f"/desk/needs/{need.id}/approve")
    assert "the community looks at it again" in visitor.page(f"/needs/{need.id}/edit")

    answer = visitor.send(
        f"/needs/{need.id}/edit",
        whole="yes",
        title="陪我走走",
        slot="2026-11-24T09:00",
        minutes="60",
        details="慢一点",
    )

    assert answer.location == f"/needs/{need.id}"
    changed = site.need(need.id)
    assert (changed.title, changed.starts_at, changed.expected_minutes, changed.details) == (
        "陪我走走",
        china(24, 9),
        60,
        "慢一点",
    )
    assert changed.state is NeedState.AWAITING_REVIEW


def test_a_form_that_changes_nothing_changes_nothing(site: CoordinationSite) -> None:
    need = site.asked(site.elder(), starts_at=site.world.now(hours=1, seconds=20))
    visitor = site.signed_in(ELDER)
    visitor.send(
        f"/needs/{need.id}/edit",
        whole="yes",
        title=need.title,
        slot=slot_of(need.starts_at),
        minutes=str(need.expected_minutes),
    )
    assert site.need(need.id).version == need.version


@pytest.mark.parametrize(
    ("typed", "says"),
    [({"title": ""}, "Please say what is needed"), ({"slot": "2026-11-20T10:00"}, "The start has passed")],
)
def test_a_wrong_change_is_said_in_place(site: CoordinationSite, typed: dict[str, str], says: str) -> None:
    need = site.asked(site.elder())
    form = {"whole": "yes", "title": "陪我走走", "slot": AT_TEN, "details": "慢一点", **typed}
    answer = site.signed_in(ELDER).send(f"/needs/{need.id}/edit", **form)
    assert answer.status_code == 422
    assert says in answer.text
    assert "慢一点" in answer.text
    assert site.need(need.id).version == need.version


def test_once_somebody_comes_only_the_details_may_change(site: CoordinationSite) -> None:
    elder, helper = site.elder(), site.volunteer("HOME_VISIT")
    need = site.asked(elder)
    site.at_desk().send(f"/desk/needs/{need.id}/approve")
    site.world.accepted(helper, site.need(need.id))
    visitor = site.signed_in(ELDER)
    page = visitor.page(f"/needs/{need.id}/edit")
    assert "Somebody has said yes already" in page
    assert 'name="title"' not in page

    visitor.send(f"/needs/{need.id}/edit", details="门铃坏了，请敲门")
    assert site.need(need.id).details == "门铃坏了，请敲门"
    refused = visitor.send(f"/needs/{need.id}/edit", whole="yes", title="陪我走走", slot=AT_TEN)
    assert refused.status_code == 409


def test_a_closed_request_is_changed_no_more(site: CoordinationSite) -> None:
    need = site.asked(site.elder())
    visitor = site.signed_in(ELDER)
    visitor.send(f"/needs/{need.id}/withdraw")
    assert visitor.get(f"/needs/{need.id}/edit").status_code == 409


def test_requests_are_paged_and_as_cheap_for_many_as_for_one(site: CoordinationSite) -> None:
    elder = site.elder()
    visitor = site.signed_in(ELDER)
    site.asked(elder)
    visitor.page("/requests")
    for_one = calls_for(visitor, "/requests")
    for number in range(2):
        site.world.clock.advance(seconds=1)
        site.asked(elder, title=f"第 {number} 次")
    assert calls_for(visitor, "/requests") == for_one
    for number in range(20):
        site.world.clock.advance(seconds=1)
        site.asked(elder, title=f"再问 {number} 次")
    first = visitor.page("/requests")
    assert "after=" in first
    following = first.split('rel="next" href="')[1].split('"')[0].replace("&amp;", "&")
    assert "第 0 次" in visitor.page(following)


def test_pages_speak_chinese_by_default(site: CoordinationSite) -> None:
    site.elder()
    visitor = site.signed_in(ELDER)
    visitor.send("/choose", language="zh", next="/requests")
    for path, words in (("/requests", "我要求助"), ("/needs/new", "陪我去看病")):
        assert words in visitor.client.get(path).text
