import re

import pytest

from shared.identity.consent import CONSENT_VERSION
from shared.identity.roles import Role
from shared.kernel.clock import SetClock
from shared.kernel.ids import RandomIds
from tests.application.register_world import HOME, PASSWORD
from tests.web.register_site import PHONE, STAFF, Site, a_site


@pytest.fixture
def site(databases: str, clock: SetClock, ids: RandomIds) -> Site:
    return a_site(clock, ids)


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


def test_wrong_sign_up_is_shown_again_with_what_was_typed_but_the_password(site: Site) -> None:
    visitor = site.visitor()
    wrong = {
        "phone": "12",
        "password": "12345678",
        "name": "",
        "consent": "",
        "consent_version": "2001-01",
    }
    for name, typed in wrong.items():
        answer = visitor.send("/sign-up", **{**a_form(), name: typed})
        assert answer.status_code == 422
        assert f'<a href="#field-{name}">' in answer.text
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


def test_each_role_starts_at_its_own_page(site: Site) -> None:
    pages = {
        Role.COMMUNITY_STAFF: "/desk",
        Role.GRID_WORKER: "/round",
        Role.SOCIAL_WORKER: "/cases",
        Role.AUDITOR: "/audit",
        Role.OVERSEER: "/audit",
    }
    for number, (role, page) in enumerate(pages.items(), start=10):
        site.staff(f"s{number}", phone=f"139000001{number}", role=role)
        assert site.signed_in(f"139000001{number}").get("/start").location == page


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


def test_signing_in_leads_on_within_the_site_only(site: Site) -> None:
    site.member("m1", phone=PHONE)
    ways = {
        "/me/delegates": "/me/delegates",
        "https://elsewhere.example/": "/start",
        "//elsewhere.example/": "/start",
        "/\\elsewhere.example": "/start",
        "javascript:alert(1)": "/start",
    }
    for given, taken in ways.items():
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
STAFF_PAGES = ("/people", "/people?q=没有", "/people/new", "/people/m1", "/staff", "/staff/new", "/staff/s1")


def test_pages_of_oneself_ask_strangers_to_sign_in_and_come_back(site: Site) -> None:
    visitor = site.visitor()
    for path in SIGNED_IN_PAGES:
        assert visitor.get(path).location == f"/sign-in?next={path}"


def test_what_was_looked_for_is_still_there_after_signing_in(site: Site) -> None:
    visitor = site.visitor()
    onward = visitor.get("/people?where=here&after=1").location
    assert onward == "/sign-in?next=/people%3Fwhere%3Dhere%26after%3D1"
    assert 'value="/people?where=here&amp;after=1"' in visitor.get(onward).text


def test_every_page_speaks_both_languages_with_one_heading_and_no_inline_code(site: Site) -> None:
    site.staff("s1", phone=STAFF)
    site.member("m1", phone=PHONE)
    visitor = site.signed_in(STAFF)
    for language in ("zh", "en"):
        with visitor.client.session_transaction() as session:
            session["language"] = language
        for path in (*SIGNED_IN_PAGES, *STAFF_PAGES, "/", "/help", "/privacy"):
            page = visitor.page(path)
            assert len(re.findall(r"<h1\b", page)) == 1, path
            assert re.findall(r"<script(?![^>]*\bsrc=)|<style|\sstyle=|\son[a-z]+=", page) == [], path
            assert re.search(r"<title>[^<·]+ · ", page), path


def test_public_pages_open_to_strangers(site: Site) -> None:
    visitor = site.visitor()
    for path in ("/", "/sign-up", "/sign-in", "/help", "/privacy", "/?q=大北街", "/?q=没有"):
        assert visitor.page(path)


def test_home_finds_a_community_and_leads_to_joining_it(site: Site) -> None:
    assert f'href="/sign-up?community={HOME}"' in site.visitor().page("/?q=大北街")
