import re
from datetime import date

import pytest

from shared.identity.member import IdentityLevel
from shared.identity.special_days import NO_SPECIAL_DAYS, Absence, SpecialDays
from shared.kernel.clock import SetClock
from shared.kernel.ids import RandomIds
from tests.application.register_world import HOME, PASSWORD
from tests.web.register_site import OTHER, PHONE, Site, a_site


@pytest.fixture
def site(databases: str, clock: SetClock, ids: RandomIds) -> Site:
    return a_site(clock, ids)


def test_document_is_asked_with_its_reason_and_leads_on(site: Site) -> None:
    site.member("m1", phone=PHONE)
    visitor = site.signed_in(PHONE)
    page = visitor.page("/me/identity?next=/needs/n1")
    assert "Why do we ask now?" in page
    assert 'name="next" value="/needs/n1"' in page
    answer = visitor.send("/me/identity", type="MAINLAND_ID", number="11010519491231002X", next="/needs/n1")
    assert answer.location == "/needs/n1"
    assert site.identity.people.get("m1").identity_level is IdentityLevel.SELF_DECLARED
    assert "11010519491231002X" not in visitor.page("/me/identity")


def test_document_of_a_minor_asks_for_the_guardian_and_keeps_the_number(site: Site) -> None:
    site.member("m1", phone=PHONE)
    visitor = site.signed_in(PHONE)
    typed = {"type": "PASSPORT", "number": "E12345678", "birth_date": "2011-05-31"}
    refused = visitor.send("/me/identity", **typed)
    assert refused.status_code == 422
    assert '<legend class="choices__legend">Guardian</legend>' in refused.text
    assert 'value="E12345678"' in refused.text
    guardian = {"guardian_name": "李家长", "guardian_phone": OTHER, "guardian_consent": "yes"}
    assert visitor.send("/me/identity", **typed, **guardian).location == "/me"
    assert site.identity.people.get("m1").guardian_consented


def test_wrong_document_is_shown_again_with_its_fault(site: Site) -> None:
    site.member("m1", phone=PHONE)
    answer = site.signed_in(PHONE).send("/me/identity", type="MAINLAND_ID", number="110105194912310021")
    assert answer.status_code == 422
    assert "The check digit is wrong" in answer.text


def test_ticks_and_exact_hours_make_one_week(site: Site) -> None:
    site.member("m1", phone=PHONE)
    visitor = site.signed_in(PHONE)
    visitor.send("/me/availability", times=["1.morning", "1.noon"], radius_metres="3000")
    visitor.send("/me/availability/add", weekday="3", starts="15:30", ends="17:00")
    assert hours(site) == [(1, 480, 840), (3, 930, 1020)]
    visitor.send("/me/availability", times=["1.morning"], radius_metres="3000")
    assert hours(site) == [(1, 480, 720), (3, 930, 1020)]
    visitor.send("/me/availability/remove", weekday="3", starts="15:30", ends="17:00")
    assert hours(site) == [(1, 480, 720)]
    assert site.identity.people.get("m1").radius_metres == 3000


def test_limits_are_chosen_beside_the_week_and_hours_added_leave_them(site: Site) -> None:
    site.member("m1", phone=PHONE)
    visitor = site.signed_in(PHONE)
    visitor.send(
        "/me/availability", times=["1.morning"], radius_metres="3000", most_a_day="2", most_a_week="5"
    )
    visitor.send("/me/availability/add", weekday="3", starts="15:30", ends="17:00")
    kept = site.identity.people.get("m1")
    assert (kept.most_a_day, kept.most_a_week) == (2, 5)
    assert re.findall(r'value="(\d+)" selected', visitor.page("/me/availability"))[:2] == ["2", "5"]


def hours(site: Site) -> list[tuple[int, int, int]]:
    week = site.identity.people.get("m1").availability
    return [(each.weekday, each.from_minute, each.to_minute) for each in week]


def test_hours_that_end_before_they_begin_are_shown_again(site: Site) -> None:
    site.member("m1", phone=PHONE)
    answer = site.signed_in(PHONE).send("/me/availability/add", weekday="3", starts="17:00", ends="15:30")
    assert answer.status_code == 422
    assert 'value="17:00"' in answer.text
    assert hours(site) == []


def test_days_away_and_extra_times_are_added_shown_and_removed(site: Site) -> None:
    site.member("m1", phone=PHONE)
    visitor = site.signed_in(PHONE)
    assert visitor.page("/me/availability").count("None yet.") == 2
    visitor.send("/me/availability/away", first_on="2026-12-01", last_on="2026-12-07")
    visitor.send("/me/availability/away", first_on="2026-12-24", last_on="")
    visitor.send("/me/availability/extra", on="2026-12-12", extra_starts="09:00", extra_ends="12:00")
    page = visitor.page("/me/availability")
    assert ("09:00–12:00" in page, page.count("/me/availability/away/remove"), "None yet." in page) == (
        True,
        2,
        False,
    )
    visitor.send("/me/availability/away/remove", first_on="2026-12-24", last_on="2026-12-24")
    visitor.send("/me/availability/extra/remove", on="2026-12-12", extra_starts="09:00", extra_ends="12:00")
    assert site.identity.people.get("m1").special_days == SpecialDays(
        absences=(Absence(first_on=date(2026, 12, 1), last_on=date(2026, 12, 7)),)
    )


def test_special_days_that_cannot_be_are_shown_again_at_their_field(site: Site) -> None:
    site.member("m1", phone=PHONE)
    visitor = site.signed_in(PHONE)
    visitor.send("/me/availability", times=["1.morning"], radius_metres="3000")
    away = visitor.send("/me/availability/away", first_on="2026-12-07", last_on="2026-12-01")
    hours = visitor.send("/me/availability/extra", on="2026-12-12", extra_starts="12:00", extra_ends="09:00")
    gone = visitor.send("/me/availability/extra", on="2026-11-01", extra_starts="09:00", extra_ends="12:00")
    assert [each.status_code for each in (away, hours, gone)] == [422, 422, 422]
    assert ('href="#field-last_on"' in away.text, 'value="2026-12-07"' in away.text) == (True, True)
    assert 'href="#field-extra_ends"' in hours.text
    unkept = visitor.send("/me/availability", times=["2.noon"], radius_metres="1")
    assert [ticked(each.text) for each in (hours, unkept)] == [["1.morning"], ["2.noon"]]
    assert "This day is over already" in gone.text
    assert site.identity.people.get("m1").special_days == NO_SPECIAL_DAYS


def ticked(page: str) -> list[str]:
    return re.findall(r'value="([1-7]\.[a-z]+)" checked', page)


def test_wishes_are_one_offer_that_follows_what_is_ticked(site: Site) -> None:
    site.member("m1", phone=PHONE)
    visitor = site.signed_in(PHONE)
    visitor.send("/me/skills", kinds=["ERRAND"], skills=["DRIVING"], certificates=["NURSE"], once="a")
    visitor.send(
        "/me/skills", kinds=["HAIRCUT"], skills=["DRIVING", "ARTS"], certificates=["NURSE"], once="b"
    )
    offers = site.matching.offers.page({"member_id": "m1"}).items
    assert [(each.service_kinds, each.state.value) for each in offers] == [(("HAIRCUT",), "OPEN")]
    assert site.identity.people.get("m1").skills == ("DRIVING", "ARTS")
    visitor.send("/me/skills", once="c")
    assert [each.state.value for each in site.matching.offers.page({"member_id": "m1"}).items] == ["PAUSED"]
    assert site.identity.people.get("m1").skills == ()


def test_delegate_is_named_by_phone_and_ended(site: Site) -> None:
    site.member("m1", phone=PHONE)
    site.member("m2", phone=OTHER, name="陈家人")
    visitor = site.signed_in(PHONE)
    refused = visitor.send("/me/delegates", phone=OTHER, relation="女儿")
    assert refused.status_code == 422
    assert 'value="女儿"' in refused.text
    visitor.send("/me/delegates", phone=OTHER, relation="女儿", consent="yes")
    assert "陈家人" in visitor.page("/me/delegates")
    assert "王小明" in site.signed_in(OTHER).page("/me/delegates")
    visitor.send("/me/delegates/remove", member_id="m2")
    assert site.identity.people.delegates_of("m1") == ()


def test_preferences_hold_on_every_device(site: Site) -> None:
    site.member("m1", phone=PHONE)
    visitor = site.signed_in(PHONE)
    asked = {"language": "zh", "elderly_mode": "on", "ranked_plainly": "on"}
    assert visitor.send("/me/preferences", **asked).location == "/me"
    assert site.identity.people.get("m1").ranked_plainly
    assert 'lang="zh-CN" class="elder"' in visitor.page("/me")
    assert 'lang="zh-CN" class="elder"' in site.signed_in(PHONE).page("/me")


def test_password_is_changed_with_the_present_one(site: Site) -> None:
    site.member("m1", phone=PHONE)
    visitor = site.signed_in(PHONE)
    refused = visitor.send("/me/password", present="wrong-one", new="fresh-heron-2048")
    assert refused.status_code == 422
    assert "The present password is not right" in refused.text
    assert visitor.send("/me/password", present=PASSWORD, new="fresh-heron-2048").location == "/me"
    assert site.visitor().send("/sign-in", phone=PHONE, password="fresh-heron-2048").location == "/start"


def test_details_of_a_bearer_of_a_document_keep_the_name(site: Site) -> None:
    site.member("m1", phone=PHONE)
    visitor = site.signed_in(PHONE)
    assert (
        visitor.send("/me/details", name="王大明", community_code=HOME, address="3-2-501").location == "/me"
    )
    visitor.send("/me/identity", type="MAINLAND_ID", number="11010519491231002X")
    refused = visitor.send("/me/details", name="王中明", community_code=HOME)
    assert refused.status_code == 422
    assert 'value="王中明"' in refused.text
    assert site.identity.people.get("m1").name == "王大明"
