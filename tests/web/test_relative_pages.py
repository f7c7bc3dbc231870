"""The pages of relatives: asked, answered and ended by the two, taken down by staff, and nobody else's to read."""

import pytest

from shared.kernel.clock import SetClock
from shared.kernel.ids import RandomIds
from tests.web.coordination_site import CoordinationSite, a_coordination_site
from tests.web.register_site import Visitor

ME, MOTHER, OTHER = "13900000061", "13900000062", "13900000063"


@pytest.fixture
def site(databases: str, clock: SetClock, ids: RandomIds) -> CoordinationSite:
    made = a_coordination_site(clock, ids)
    for id_, phone, name in (("me", ME, "李小红"), ("mother", MOTHER, "陈桂英"), ("other", OTHER, "孙路人")):
        made.member(id_, phone=phone, name=name)
    return made


def number(site: CoordinationSite, side: str) -> str:
    (found,) = site.identity.kinships.where({"sides": side})
    return found.id


def test_one_asks_the_relative_agrees_and_either_ends_it(site: CoordinationSite) -> None:
    me, mother, other = (site.signed_in(each) for each in (ME, MOTHER, OTHER))
    assert "No relatives on record" in me.page("/me/relatives")
    typed = {"phone": MOTHER, "name": "陈桂英", "kin": "PARENT"}
    unticked = me.send("/me/relatives", **typed)
    assert (unticked.status_code, "陈桂英" in unticked.text) == (422, True)
    assert me.send("/me/relatives", **typed, consent="on").location == "/me/relatives"
    assert "Awaiting consent" in me.page("/me/relatives")
    asked = mother.page("/me/relatives")
    assert ("李小红" in asked, "Child" in asked) == (True, True)
    id_ = number(site, "mother")
    assert other.send(f"/me/relatives/{id_}/agree").status_code == 303
    assert "陈桂英" not in other.page("/me/relatives")
    mother.send(f"/me/relatives/{id_}/agree")
    assert "On record" in me.page("/me/relatives")
    me.send(f"/me/relatives/{id_}/end")
    assert "No relatives on record" in mother.page("/me/relatives")
    me.send("/me/relatives", **typed, consent="on")
    mother.send(f"/me/relatives/{number(site, 'mother')}/refuse")
    assert "No relatives on record" in me.page("/me/relatives")


def test_staff_take_down_consent_and_end_a_record_with_a_reason(site: CoordinationSite) -> None:
    desk: Visitor = site.at_desk()
    desk.send("/people/new", community_code="511402001001", name="陈奶奶", phone="")
    (elder,) = [
        each.id
        for each in site.identity.members.where({"community_code": "511402001001"})
        if each.name == "陈奶奶"
    ]
    page = f"/people/{elder}/relatives"
    assert "No relatives on record" in desk.page(page)
    typed = {"relative": "李小红", "kin": "CHILD", "manner": "SPOKEN"}
    nobody = desk.send(page, **{**typed, "relative": "没有此人"}, consent="on")
    assert (nobody.status_code, "0 people found" in nobody.text) == (422, True)
    assert desk.send(page, **typed, consent="on").location == page
    assert "Agreed aloud" in desk.page(page)
    id_ = number(site, elder)
    desk.send(f"{page}/{id_}/end", reason="登记错了")
    assert desk.send(page, **{**typed, "relative": ME}, consent="on").location == page
    site.signed_in(ME).send(f"/me/relatives/{number(site, elder)}/agree")
    assert "On record" in desk.page(page)
    assert site.signed_in(OTHER).get(page).status_code == 403
