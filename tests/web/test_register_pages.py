import re

import pytest

from shared.identity.consent import CONSENT_VERSION
from shared.identity.member import IdentityLevel
from shared.identity.roles import Role
from shared.kernel.clock import SetClock
from shared.kernel.ids import RandomIds
from tests.application.register_world import FAR, HOME, PASSWORD
from tests.web.register_site import Site, Visitor, a_site

PHONE = "13900000001"
STAFF = "13900000002"
OTHER = "13900000003"


@pytest.fixture
def site(databases: str, clock: SetClock, ids: RandomIds) -> Site:
    return a_site(clock, ids)


def sent_sign_up(visitor: Visitor, **typed: object) -> object:
    return visitor.send("/sign-up", **{**a_form(), **typed})


def a_form() -> dict[str, object]:
    return {
        "community_code": HOME,
        "name": "李新来",
        "phone": PHONE,
        "password": PASSWORD,
        "consent_version": CONSENT_VERSION,
        "consent": "yes",
    }


def test_code_at_the_gate_presets_the_community(site: Site) -> None:
    page = site.visitor().page(f"/sign-up?community={HOME}")
    assert f'name="community_code" value="{HOME}"' in page
    assert "大北街社区" in page
    assert CONSENT_VERSION in page


def test_first_minute_leads_from_the_form_through_two_choices_to_needs_nearby(site: Site) -> None:
    visitor = site.visitor()
    joined = visitor.send("/sign-up", **a_form())
    assert (joined.status_code, joined.location) == (303, "/sign-up/choices")
    assert "Welcome, 李新来" in visitor.page("/sign-up/choices")
    chosen = visitor.send("/sign-up/choices", kinds=["ERRAND", "PHONE_CARE"], times=["weekend-day"])
    assert (chosen.status_code, chosen.location) == (303, "/find")
    member = site.identity.members.where({"phone": "+8613900000001"})[0]
    assert [(each.weekday, each.from_minute, each.to_minute) for each in member.availability] == [
        (6, 480, 1080),
        (7, 480, 1080),
    ]
    offers = site.matching.offers.page({"member_id": member.id}).items
    assert [each.service_kinds for each in offers] == [("ERRAND", "PHONE_CARE")]


def test_choices_may_be_skipped(site: Site) -> None:
    visitor = site.visitor()
    visitor.send("/sign-up", **a_form())
    assert visitor.send("/sign-up/choices").location == "/find"


def test_community_is_found_by_what_was_typed_without_a_script(site: Site) -> None:
    typed = {**a_form(), "community_code": "", "community_code_words": "大北街"}
    assert site.visitor().send("/sign-up", **typed).location == "/sign-up/choices"


def test_several_communities_are_shown_to_choose_from(site: Site) -> None:
    typed = {**a_form(), "community_code": "", "community_code_words": "东坡"}
    answer = site.visitor().send("/sign-up", **typed)
    assert answer.status_code == 422
    assert "大北街社区" in answer.text
    assert "下西街社区" in answer.text
    assert 'value="李新来"' in answer.text


@pytest.mark.parametrize(
    ("name", "typed"),
    [
        ("phone", "12"),
        ("password", "12345678"),
        ("name", ""),
        ("consent", ""),
        ("consent_version", "2001-01"),
    ],
)
def test_wrong_sign_up_is_shown_again_with_what_was_typed_but_the_password(
    site: Site, name: str, typed: str
) -> None:
    answer = site.visitor().send("/sign-up", **{**a_form(), name: typed})
    assert answer.status_code == 422
    assert "Please check these" in answer.text
    assert f'value="{HOME}"' in answer.text
    assert PASSWORD not in answer.text
    assert site.identity.members.where({"phone": "+8613900000001"}) == []


def test_phone_in_use_offers_to_sign_in(site: Site) -> None:
    site.member("m1", phone=PHONE)
    answer = site.visitor().send("/sign-up", **a_form())
    assert answer.status_code == 409
    assert 'href="/sign-in"' in answer.text


def test_form_sent_twice_makes_one_account(site: Site) -> None:
    visitor = site.visitor()
    visitor.get("/sign-up")
    before = visitor.client.get_cookie("linli")
    assert before is not None
    for _ in range(2):
        visitor.client.set_cookie("linli", before.value)
        assert visitor.send("/sign-up", **a_form(), once="x1").location == "/sign-up/choices"
    assert len(site.identity.members.where({"phone": "+8613900000001"})) == 1


def test_signing_in_gives_a_session_that_lasts_and_a_fresh_page_secret(site: Site) -> None:
    site.member("m1", phone=PHONE)
    visitor = site.visitor()
    visitor.get("/sign-in")
    before = visitor.secret
    answer = visitor.send("/sign-in", phone=PHONE, password=PASSWORD)
    assert (answer.status_code, answer.location) == (303, "/start")
    assert visitor.secret != before
    assert "Expires=" in answer.headers["Set-Cookie"]
    assert visitor.get("/start").location == "/today"


@pytest.mark.parametrize(
    ("role", "page"),
    [
        (Role.COMMUNITY_STAFF, "/desk"),
        (Role.GRID_WORKER, "/desk"),
        (Role.SOCIAL_WORKER, "/desk"),
        (Role.AUDITOR, "/audit"),
        (Role.OVERSEER, "/audit"),
    ],
)
def test_each_role_starts_at_its_own_page(site: Site, role: Role, page: str) -> None:
    site.staff("s1", phone=STAFF, role=role)
    assert site.signed_in(STAFF).get("/start").location == page


def test_wrong_password_shows_the_form_again_and_signs_nobody_in(site: Site) -> None:
    site.member("m1", phone=PHONE)
    visitor = site.visitor()
    answer = visitor.send("/sign-in", phone=PHONE, password="wrong-one", next="/me")
    assert answer.status_code == 401
    assert "The phone or the password is not right" in answer.text
    assert f'value="{PHONE}"' in answer.text
    assert 'name="next" value="/me"' in answer.text
    assert "wrong-one" not in answer.text
    assert visitor.token == ""


@pytest.mark.parametrize(
    ("given", "taken"),
    [
        ("/me/delegates", "/me/delegates"),
        ("https://elsewhere.example/", "/start"),
        ("//elsewhere.example/", "/start"),
        ("/\\elsewhere.example", "/start"),
        ("javascript:alert(1)", "/start"),
    ],
)
def test_signing_in_leads_on_within_the_site_only(site: Site, given: str, taken: str) -> None:
    site.member("m1", phone=PHONE)
    answer = site.visitor().send("/sign-in", phone=PHONE, password=PASSWORD, next=given)
    assert answer.location == taken


def test_form_without_the_page_secret_is_refused(site: Site) -> None:
    site.member("m1", phone=PHONE)
    visitor = site.signed_in(PHONE)
    answer = visitor.client.post("/me/details", data={"name": "别人", "community_code": HOME})
    assert answer.status_code == 403
    assert site.identity.people.get("m1").name == "王小明"


def test_signing_out_ends_the_session_of_this_device_only(site: Site) -> None:
    site.member("m1", phone=PHONE)
    here, there = site.signed_in(PHONE), site.signed_in(PHONE)
    assert here.send("/sign-out").location == "/"
    assert here.get("/me").location == "/sign-in?next=/me"
    assert there.get("/me").status_code == 200


def test_signing_out_everywhere_ends_every_session(site: Site) -> None:
    site.member("m1", phone=PHONE)
    here, there = site.signed_in(PHONE), site.signed_in(PHONE)
    assert here.send("/sign-out/everywhere").location == "/sign-in"
    assert there.get("/me").location == "/sign-in?next=/me"


SIGNED_IN_PAGES = (
    "/me",
    "/me/details",
    "/me/identity",
    "/me/availability",
    "/me/skills",
    "/me/delegates",
    "/me/readings",
    "/me/password",
    "/me/preferences",
    "/sign-up/choices",
)


@pytest.mark.parametrize("path", SIGNED_IN_PAGES)
def test_pages_of_oneself_ask_strangers_to_sign_in_and_come_back(site: Site, path: str) -> None:
    assert site.visitor().get(path).location == f"/sign-in?next={path}"


@pytest.mark.parametrize("path", [*SIGNED_IN_PAGES, "/", "/help", "/privacy"])
def test_every_page_speaks_both_languages_with_one_heading_and_no_inline_code(site: Site, path: str) -> None:
    site.member("m1", phone=PHONE)
    visitor = site.signed_in(PHONE)
    for language in ("zh", "en"):
        with visitor.client.session_transaction() as session:
            session["language"] = language
        page = visitor.page(path)
        assert len(re.findall(r"<h1\b", page)) == 1
        assert re.findall(r"<script(?![^>]*\bsrc=)|<style|\sstyle=|\son[a-z]+=", page) == []
        assert re.search(r"<title>[^<·]+ · ", page)


@pytest.mark.parametrize("path", ["/", "/sign-up", "/sign-in", "/help", "/privacy", "/?q=大北街", "/?q=没有"])
def test_public_pages_open_to_strangers(site: Site, path: str) -> None:
    assert site.visitor().get(path).status_code == 200


def test_home_finds_a_community_and_leads_to_joining_it(site: Site) -> None:
    assert f'href="/sign-up?community={HOME}"' in site.visitor().page("/?q=大北街")


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


def hours(site: Site) -> list[tuple[int, int, int]]:
    week = site.identity.people.get("m1").availability
    return [(each.weekday, each.from_minute, each.to_minute) for each in week]


def test_hours_that_end_before_they_begin_are_shown_again(site: Site) -> None:
    site.member("m1", phone=PHONE)
    answer = site.signed_in(PHONE).send("/me/availability/add", weekday="3", starts="17:00", ends="15:30")
    assert answer.status_code == 422
    assert 'value="17:00"' in answer.text
    assert hours(site) == []


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
    assert visitor.send("/me/preferences", language="zh", elderly_mode="on").location == "/me"
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


def test_people_are_found_by_phone_and_by_name_within_the_scope(site: Site) -> None:
    site.staff("s1", phone=STAFF)
    site.member("m1", phone=PHONE)
    site.member("m2", phone=OTHER, name="远方人", community=FAR)
    visitor = site.signed_in(STAFF)
    assert 'href="/people/m1"' in visitor.page(f"/people?q={PHONE}")
    assert 'href="/people/m1"' in visitor.page("/people?q=小明")
    for typed in (OTHER, "远方", f"&community={FAR}"):
        assert "远方人" not in visitor.page(f"/people?q={typed}")


def test_file_is_opened_by_staff_of_the_area_and_the_person_sees_it(site: Site) -> None:
    site.staff("s1", phone=STAFF)
    site.member("m1", phone=PHONE)
    visitor = site.signed_in(STAFF)
    assert "139 0000 0001" in visitor.page("/people/m1")
    seen = site.signed_in(PHONE).page("/me/readings")
    assert "工作者s1" in seen
    assert "Personal file" in seen


def test_file_of_another_area_is_not_there_and_residents_may_open_none(site: Site) -> None:
    site.staff("s1", phone=STAFF)
    site.member("m1", phone=PHONE, community=FAR)
    site.member("m2", phone=OTHER)
    assert site.signed_in(STAFF).get("/people/m1").status_code == 404
    for path in ("/people", "/people/m1", "/people/new", "/people/m1/document", "/staff", "/staff/s1"):
        assert site.signed_in(OTHER).get(path).status_code == 403
    assert site.signed_in(PHONE).page("/me/readings").count("Personal file") == 0


def test_resident_without_a_phone_is_recorded_once(site: Site) -> None:
    site.staff("s1", phone=STAFF)
    visitor = site.signed_in(STAFF)
    typed = {"community_code": HOME, "name": "赵奶奶", "address": "3-2-501", "once": "r1"}
    first, second = visitor.send("/people/new", **typed), visitor.send("/people/new", **typed)
    assert first.status_code == 303
    assert first.location == second.location
    page = visitor.page(str(first.location))
    assert "赵奶奶" in page
    assert "No phone" in page


def test_resident_is_recorded_though_the_delegate_is_nobody(site: Site) -> None:
    site.staff("s1", phone=STAFF)
    visitor = site.signed_in(STAFF)
    typed = {"community_code": HOME, "name": "赵奶奶", "delegate_phone": OTHER, "delegate_consent": "yes"}
    answer = visitor.send("/people/new", **typed)
    assert "The resident is recorded, but the delegate is not" in visitor.page(str(answer.location))


def test_resident_in_the_register_is_offered_instead_of_a_second_file(site: Site) -> None:
    site.staff("s1", phone=STAFF)
    site.member("m1", phone=PHONE)
    answer = site.signed_in(STAFF).send("/people/new", community_code=HOME, name="王小明", phone=PHONE)
    assert answer.status_code == 409
    assert 'href="/people/m1"' in answer.text


def test_document_is_compared_with_the_original(site: Site) -> None:
    site.staff("s1", phone=STAFF)
    site.member("m1", phone=PHONE)
    site.signed_in(PHONE).send("/me/identity", type="MAINLAND_ID", number="11010519491231002X")
    visitor = site.signed_in(STAFF)
    assert "11010519491231002X" not in visitor.page("/people/m1")
    assert "11010519491231002X" in visitor.page("/people/m1/document")
    assert visitor.send("/people/m1/document-seen").location == "/people/m1"
    assert site.identity.people.get("m1").identity_level is IdentityLevel.SEEN_BY_STAFF
    assert "Document number" in site.signed_in(PHONE).page("/me/readings")


def test_role_is_given_suspended_restored_and_handed_over(site: Site) -> None:
    site.staff("s1", phone=STAFF, scope="511402")
    site.member("m1", phone=PHONE)
    site.member("m2", phone=OTHER, name="接任者")
    visitor = site.signed_in(STAFF)
    given = {"role": "GRID_WORKER", "scope": f"{HOME}-3"}
    assert visitor.send("/staff/new", phone=PHONE, **given).location == "/staff/m1"
    assert 'href="/staff/m1"' in visitor.page("/staff")
    visitor.send("/staff/m1/suspend", **given)
    assert site.identity.people.get("m1").grants == ()
    visitor.send("/staff/m1/restore", **given)
    assert len(site.identity.people.get("m1").grants) == 1
    refused = visitor.send("/staff/m1/hand-over", phone="13900000099", **given)
    assert refused.status_code == 422
    assert "The successor must have an account" in refused.text
    assert visitor.send("/staff/m1/hand-over", phone=OTHER, **given).location == "/staff/m2"
    assert site.identity.people.get("m1").grants == ()
    assert [each.role for each in site.identity.people.get("m2").grants] == [Role.GRID_WORKER]


def test_nobody_gives_a_role_beyond_their_own(site: Site) -> None:
    site.staff("s1", phone=STAFF)
    site.member("m1", phone=PHONE)
    visitor = site.signed_in(STAFF)
    assert visitor.send("/staff/new", phone=PHONE, role="OVERSEER", scope="all").status_code == 403
    assert visitor.send("/staff/new", phone=PHONE, role="GRID_WORKER", scope=FAR).status_code == 403
    assert site.identity.people.get("m1").grants == ()
