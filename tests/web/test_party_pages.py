"""The pages of parties: a body gets from its registration to its first project in pages alone."""

import pytest

from services.matching.domain.parties.party import Party, PartyState
from shared.kernel.clock import SetClock
from shared.kernel.ids import RandomIds
from tests.application.parties_world import CODE, OTHER_CODE
from tests.application.register_world import HOME, NEXT_DOOR
from tests.web.coordination_site import CoordinationSite, a_coordination_site, number_of
from tests.web.register_site import Visitor

FOUNDER, COLLEAGUE, REVIEWER = "13900000021", "13900000022", "13900000023"


@pytest.fixture
def site(databases: str, clock: SetClock, ids: RandomIds) -> CoordinationSite:
    return a_coordination_site(clock, ids)


@pytest.fixture
def founder(site: CoordinationSite) -> Visitor:
    site.member("founder", phone=FOUNDER, name="周明")
    return site.signed_in(FOUNDER)


@pytest.fixture
def reviewer(site: CoordinationSite) -> Visitor:
    return site.at_desk(REVIEWER)


def typed(**fields: object) -> dict[str, object]:
    return {
        "kind": "SOCIAL_ORGANISATION",
        "name": "邻里助老服务中心",
        "credit_code": CODE,
        "community_code": HOME,
        "class_code": "LIFE_SERVICE",
        "about": "上门助老",
        "contact_name": "周明",
        "contact_phone": "13800000001",
        **fields,
    }


def registered(site: CoordinationSite, founder: Visitor, **fields: object) -> Party:
    return site.matching.parties.get(number_of(founder.send("/parties/new", **typed(**fields)).location))


def test_a_body_is_registered_reviewed_and_told_what_to_do_next(
    site: CoordinationSite, founder: Visitor, reviewer: Visitor
) -> None:
    assert "You have registered no body yet" in founder.page("/organisation")
    assert "大北街社区" in founder.page("/parties/new")
    party = registered(site, founder)
    path = f"/parties/{party.id}"
    assert "The community is looking at it" in founder.page(path)
    assert "The community is looking at it" in founder.page("/organisation")
    assert site.visitor().get(path).status_code == 404

    assert "Bodies to review" in reviewer.page("/desk")
    assert party.name in reviewer.page("/desk/parties")
    assert "Approve" in reviewer.page(path)
    assert reviewer.send(f"{path}/approve").location == path
    site.world.settle()

    assert founder.get("/start").location == "/organisation"
    assert "Write the first project" in founder.page("/organisation")
    assert founder.get("/projects/new").status_code == 200
    shown = site.visitor().page(path)
    assert party.name in shown
    assert CODE in shown
    assert "138 0000 0001" not in shown
    assert "No body waits for review" in reviewer.page("/desk/parties")
    assert party.name in reviewer.page("/desk/parties?show=approved")
    assert "No bodies here" in reviewer.page("/desk/parties?show=refused")


def test_a_wrong_code_is_marked_and_what_was_typed_stays(site: CoordinationSite, founder: Visitor) -> None:
    answer = founder.send("/parties/new", **typed(credit_code=CODE[:-1] + "A"))

    assert answer.status_code == 422
    assert 'id="field-credit_code-fault"' in answer.text
    assert "上门助老" in answer.text
    assert "exactly" not in founder.send("/parties/new", **typed(credit_code="")).text
    several = founder.send("/parties/new", **typed(community_code="", community_code_words="社区"))
    assert (several.status_code, "下西街社区" in several.text) == (422, True)


def test_a_code_that_is_known_is_refused_on_the_page(site: CoordinationSite, founder: Visitor) -> None:
    party = registered(site, founder)

    answer = founder.send("/parties/new", **typed())

    assert (answer.status_code, party.id in answer.text) == (409, True)


def test_a_refused_body_shows_why_and_is_sent_in_again(
    site: CoordinationSite, founder: Visitor, reviewer: Visitor
) -> None:
    party = registered(site, founder)
    path = f"/parties/{party.id}"
    assert reviewer.send(f"{path}/refuse", reason="").status_code == 422
    reviewer.send(f"{path}/refuse", reason="名称与证书不符")
    assert "名称与证书不符" in founder.page("/organisation")
    assert "Mend it and send it again" in founder.page("/organisation")
    assert "Send it in again" in founder.page(f"{path}/edit")
    changes = {"name": "邻里为老中心", "contact_name": "周明", "contact_phone": "13800000001"}
    assert founder.send(f"{path}/edit", **changes, about="助老").location == path
    assert site.matching.parties.get(party.id).state is PartyState.AWAITING_REVIEW
    assert founder.send(f"{path}/edit", **{**changes, "contact_phone": "1"}).status_code == 422


def test_staff_suspend_restore_and_say_how_far_a_body_stands_on_its_own(
    site: CoordinationSite, founder: Visitor, reviewer: Visitor
) -> None:
    party = registered(site, founder)
    path = f"/parties/{party.id}"
    reviewer.send(f"{path}/approve")
    reviewer.send(f"{path}/suspend", reason="投诉核查")
    assert "投诉核查" in founder.page("/organisation")
    reviewer.send(f"{path}/restore")
    changes = {"contact_name": "周明", "contact_phone": "13800000001", "incubation": "GROWING"}
    reviewer.send(f"{path}/edit", **changes)
    assert "Growing" in site.visitor().page(path)
    assert founder.send(f"{path}/suspend", reason="我要").status_code == 403


def test_colleagues_are_added_removed_and_take_over(site: CoordinationSite, founder: Visitor) -> None:
    site.member("colleague", phone=COLLEAGUE, name="李想")
    path = f"/parties/{registered(site, founder).id}"

    assert founder.send(f"{path}/staff", phone="13700000000").status_code == 422
    founder.send(f"{path}/staff", phone=COLLEAGUE)
    assert "李想" in founder.page(path)
    founder.send(f"{path}/staff/remove", member_id="colleague")
    assert founder.send(f"{path}/staff/remove", member_id="founder").status_code == 409
    assert founder.send(f"{path}/staff", phone=COLLEAGUE, in_my_place="on").location == "/organisation"
    assert "You have registered no body yet" in founder.page("/organisation")
    assert founder.get(path).status_code == 404
    own = site.signed_in(COLLEAGUE)
    assert own.send(f"{path}/staff", phone=FOUNDER).location == path
    assert own.send(f"{path}/staff/remove", member_id="colleague").location == "/organisation"


def test_others_change_nothing_of_a_body(site: CoordinationSite, founder: Visitor, reviewer: Visitor) -> None:
    path = f"/parties/{registered(site, founder).id}"
    site.member("colleague", phone=COLLEAGUE)
    stranger = site.signed_in(COLLEAGUE)
    assert stranger.get(f"{path}/edit").status_code == 404
    assert stranger.send(f"{path}/staff", phone=COLLEAGUE).status_code == 404
    reviewer.send(f"{path}/approve")
    assert stranger.get(f"{path}/edit").status_code == 403
    elsewhere = site.at_desk("13900000029", scope=NEXT_DOOR)
    assert elsewhere.send(f"{path}/suspend", reason="不归我管").status_code == 403
    assert elsewhere.get(f"/desk/parties?community={HOME}").status_code == 403


def test_everyone_sees_the_five_kinds_of_a_community_with_their_numbers(
    site: CoordinationSite, founder: Visitor, reviewer: Visitor
) -> None:
    body = registered(site, founder)
    team = {"kind": "VOLUNTEER", "credit_code": "", "name": "银龄巡逻队"}
    reviewer.send(f"/parties/{body.id}/approve")
    under = registered(site, founder, **team, responsible_party_id=body.id)
    charity = registered(
        site, founder, kind="CHARITY", name="东坡慈善会", credit_code=OTHER_CODE, raises_funds="on"
    )
    for each in (under, charity):
        reviewer.send(f"/parties/{each.id}/approve")
    site.world.settle()

    anyone = site.visitor()
    assert "Which community?" in anyone.page("/parties")
    assert "No such community" in anyone.page("/parties?community_words=没有的")
    assert "五大门社区" in anyone.page("/parties?community_words=区")
    found = anyone.page(f"/parties?community={HOME}")
    assert all(each in found for each in ("银龄巡逻队", "东坡慈善会", body.name))
    assert body.name in anyone.page(f"/parties/{under.id}")
    only = anyone.page(f"/parties?community={HOME}&kind=CHARITY")
    assert ("东坡慈善会" in only, "银龄巡逻队" in only) == (True, False)
    assert "Qualified" in anyone.page(f"/parties/{charity.id}")
    assert "东坡慈善会" in founder.page("/parties?community_words=大北街")
    assert "No body is registered here yet" in anyone.page(f"/parties?community={NEXT_DOOR}")
    assert "See who asks" in founder.page("/organisation")


def test_staff_of_a_district_review_in_each_of_its_communities(
    site: CoordinationSite, founder: Visitor
) -> None:
    registered(site, founder, community_code=NEXT_DOOR)
    district = site.at_desk(scope=HOME[:6])
    assert "下西街社区" in district.page("/desk/parties")
    assert "邻里助老服务中心" in district.page(f"/desk/parties?community={NEXT_DOOR}")
    next_door = site.at_desk("13900000030", scope=NEXT_DOOR)
    assert "邻里助老服务中心" in next_door.page("/desk/parties")
