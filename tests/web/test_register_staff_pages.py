import pytest

from shared.identity.member import IdentityLevel
from shared.identity.roles import Role
from shared.kernel.clock import SetClock
from shared.kernel.ids import RandomIds
from tests.application.register_world import FAR, HOME
from tests.web.register_site import OTHER, PHONE, STAFF, Site, a_site, calls_for


@pytest.fixture
def site(databases: str, clock: SetClock, ids: RandomIds) -> Site:
    return a_site(clock, ids)


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


def test_resident_on_the_line_is_recorded_and_asked_for_at_once(site: Site) -> None:
    site.staff("s1", phone=STAFF)
    visitor = site.signed_in(STAFF)
    page = visitor.page(f"/people/new?community={HOME}&phone={OTHER}")
    assert f'value="{OTHER}"' in page
    typed = {"community_code": HOME, "name": "赵奶奶", "phone": OTHER, "then_ask": "yes"}
    resident = visitor.send("/people/new", **typed)
    member = site.identity.members.where({"phone": "+8613900000003"})[0]
    assert resident.location == f"/desk/new?resident_id={member.id}"


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


def test_lists_ask_the_store_as_often_for_three_rows_as_for_one(site: Site) -> None:
    site.staff("s1", phone=STAFF)
    site.member("m1", phone=PHONE)
    visitor, owner = site.signed_in(STAFF), site.signed_in(PHONE)
    visitor.page("/people/m1")
    few = [calls_for(visitor, "/people"), calls_for(visitor, "/staff"), calls_for(owner, "/me/readings")]
    for number in range(2, 4):
        site.member(f"m{number}", phone=f"1390000002{number}")
        site.staff(f"s{number}", phone=f"1390000003{number}")
        visitor.page("/people/m1")
    many = [calls_for(visitor, "/people"), calls_for(visitor, "/staff"), calls_for(owner, "/me/readings")]
    assert many == few


def test_certificate_that_staff_saw_stays_so_when_another_is_ticked(site: Site) -> None:
    site.staff("s1", phone=STAFF)
    site.member("m1", phone=PHONE)
    owner, visitor = site.signed_in(PHONE), site.signed_in(STAFF)
    owner.send("/me/skills", certificates=["NURSE"], once="a")
    assert visitor.send("/people/m1/certificate-seen", code="NURSE").location == "/people/m1"
    owner.send("/me/skills", certificates=["NURSE", "DRIVING_LICENCE"], once="b")
    held = site.identity.people.get("m1").certificates
    assert [(each.code, each.confirmed) for each in held] == [("NURSE", True), ("DRIVING_LICENCE", False)]
