"""The pages of giving: offers with stock, parts answered with a tap, and the account that everyone may see."""

from dataclasses import replace

import pytest

from services.matching.domain.need import NeedState
from services.matching.domain.parties.party import Party, PartyKind, PartyState
from shared.identity.roles import Grant, Role, scope_of
from shared.kernel.clock import SetClock
from shared.kernel.ids import RandomIds
from tests.application.register_world import HOME
from tests.web.coordination_site import ELDER, CoordinationSite, a_coordination_site, number_of
from tests.web.register_site import Visitor, calls_for

CHARITY, ORGANISATION = "13900000021", "13900000022"
AT_TEN = "2026-11-23T10:00"
RICE = {
    "kind": "GOODS",
    "item": "东北大米",
    "category": "FOOD",
    "unit": "袋",
    "quantity": "5",
    "place": "慈善超市",
}
FUND = {"kind": "FUNDS", "purpose": "助老微基金", "amount_yuan": "1000", "most_yuan": "500.50"}
ROOM = {
    "kind": "VENUE",
    "name": "二楼活动室",
    "place": "社区中心",
    "capacity": "30",
    "weekdays": ["1", "2", "3"],
    "opens": "08:00",
    "closes": "20:00",
    "responsible": "值班室",
}


@pytest.fixture
def site(databases: str, clock: SetClock, ids: RandomIds) -> CoordinationSite:
    return a_coordination_site(clock, ids)


def staff_of(site: CoordinationSite, phone: str, role: Role, kind: PartyKind) -> tuple[Visitor, str]:
    """Return somebody of an approved party's staff, signed in, and the party's id."""
    party_id, now = f"party-{phone[-2:]}", site.world.now()
    member = site.member(f"staff-{phone}", phone=phone, name="钱机构")
    grants = (Grant(role=role, scope=scope_of(f"org.{party_id}")),)
    site.identity.members.save(replace(member, grants=grants))
    party = Party(
        id=party_id,
        kind=kind,
        name="暖心慈善会" if kind is PartyKind.CHARITY else "邻里服务社",
        filing_number=party_id,
        community_codes=(HOME,),
        district_code=HOME[:6],
        contact_name="钱机构",
        contact_phone="+8613900000000",
        state=PartyState.APPROVED,
        staff_ids=(member.id,),
        registered_by=member.id,
        created_at=now,
        changed_at=now,
    )
    site.matching.parties.add(party)
    return site.signed_in(phone), party_id


def charity(site: CoordinationSite) -> tuple[Visitor, str]:
    return staff_of(site, CHARITY, Role.CHARITY_STAFF, PartyKind.CHARITY)


def organisation(site: CoordinationSite) -> tuple[Visitor, str]:
    return staff_of(site, ORGANISATION, Role.ORGANISATION_STAFF, PartyKind.SOCIAL_ORGANISATION)


def called_in(site: CoordinationSite, staff: Visitor, **lines: object) -> str:
    """Return the id of a need that staff wrote down from a call of the elder."""
    asked = {"resident_id": "elder", "service_kind": "ERRAND", "slot": AT_TEN, **lines}
    return number_of(staff.send("/desk/new", **asked).location)


def test_one_call_is_answered_by_four_on_one_screen(site: CoordinationSite) -> None:
    site.elder()
    (giver, party), (room_keeper, room_party) = charity(site), organisation(site)
    giver.send("/giving/new", **RICE, party_id=party)
    giver.send("/giving/new", **FUND, party_id=party)
    room_keeper.send("/giving/new", **ROOM, party_id=room_party)
    staff = site.at_desk("13900000031")
    worker = site.at_desk("13900000032", role=Role.SOCIAL_WORKER)

    need_id = called_in(
        site,
        staff,
        goods_title="大米和油",
        goods_quantity="2",
        funds_title="配老花镜",
        funds_yuan="300",
        venue_title="家庭会议",
        venue_people="6",
        casework_title="入户评估",
        no_helpers="on",
    )

    need = site.need(need_id)
    assert (need.state, len(need.parts), need.helpers_wanted) == (NeedState.FILLED, 4, 0)
    screen = staff.page(f"/desk/needs/{need_id}")
    assert [text in screen for text in ("东北大米", "助老微基金", "二楼活动室", "300.00")] == [True] * 4
    for part in need.parts[:3]:
        offer = screen.split(f"parts/{part.id}/reserve")[1].split('name="offer_id" value="')[1].split('"')[0]
        assert staff.send(f"/needs/{need_id}/parts/{part.id}/reserve", offer_id=offer).status_code == 303
    worker.send(f"/needs/{need_id}/parts/{need.parts[3].id}/reserve")
    screen = staff.page(f"/desk/needs/{need_id}")
    assert [text in screen for text in ("暖心慈善会", "邻里服务社", "工社工")] == [True, True, True]
    elder = site.signed_in(ELDER)
    for part in need.parts:
        assert elder.send(f"/needs/{need_id}/parts/{part.id}/confirm").status_code == 303
    assert site.need(need_id).state is NeedState.MET
    assert "Received" in elder.page(f"/needs/{need_id}")


def test_who_gives_sees_what_is_asked_for_and_answers_it(site: CoordinationSite) -> None:
    site.elder()
    giver, party = charity(site)
    assert "Nothing waits now" in giver.page("/giving")
    need_id = called_in(
        site, site.at_desk("13900000031"), goods_title="大米和油", funds_title="药费", funds_yuan="80"
    )
    goods, money = site.need(need_id).parts

    assert "大米和油" in giver.page("/giving")
    path = f"/needs/{need_id}/parts/{goods.id}"
    assert "Nothing suits it yet" in giver.page(path)
    giver.send("/giving/new", **RICE, party_id=party)
    giver.send("/giving/new", **FUND, party_id=party)
    offers = {each.kind.value: each.id for each in site.matching.offers.where({"state": "OPEN"})}
    assert offers["GOODS"] in giver.page(path)
    giver.send(f"{path}/reserve", offer_id=offers["GOODS"])
    giver.send(f"/needs/{need_id}/parts/{money.id}/reserve", offer_id=offers["FUNDS"])
    giver.send(f"{path}/hand-over")
    giver.send(f"/needs/{need_id}/parts/{money.id}/hand-over", given="79.5")
    paid = site.need(need_id).parts[1].answer
    assert paid is not None
    assert paid.quantity == 7_950
    page = giver.page("/giving")
    assert ("What we answer" in page, "4 / 5 袋" in page, "920.00" in page) == (True, True, True)
    assert "李桂珍" in giver.page(f"/needs/{need_id}")
    giver.send(f"{path}/release")
    assert site.need(need_id).parts[0].answer is None


def test_service_that_is_not_professional_is_answered_in_a_partys_name(site: CoordinationSite) -> None:
    site.elder()
    keeper, party = organisation(site)
    staff, worker = site.at_desk("13900000031"), site.at_desk("13900000032", role=Role.SOCIAL_WORKER)
    need_id = called_in(site, staff, casework_title="入户评估")
    (part,) = site.need(need_id).parts
    assert "I take it" in worker.page(f"/needs/{need_id}/parts/{part.id}")
    assert "I take it" not in keeper.page(f"/needs/{need_id}/parts/{part.id}")
    need = site.need(need_id)
    plain = replace(part, asked=replace(part.asked, professional=False))
    site.matching.needs.save(replace(need, parts=(plain,)))
    assert f'value="{party}"' in keeper.page(f"/needs/{need_id}/parts/{part.id}")
    keeper.send(f"/needs/{need_id}/parts/{part.id}/reserve", party_id=party)
    assert "邻里服务社" in keeper.page(f"/needs/{need_id}")
    assert keeper.get(f"/needs/{need_id}/parts/another").status_code == 404


def test_an_offer_is_entered_changed_paused_and_withdrawn(site: CoordinationSite) -> None:
    giver, party = charity(site)
    for fields in (RICE, FUND, ROOM):
        made = giver.send("/giving/new", **fields, party_id=party)
        path = str(made.location)
        assert giver.page(f"{path}/edit").count("fault--") == 0
        note = {**fields, "note": "周末也行"}
        assert giver.send(f"{path}/edit", **note).location == path
        offer = site.matching.offers.get(number_of(path))
        assert (offer.note, offer.kind.value) == ("周末也行", fields["kind"])
    for step, state in (("pause", "PAUSED"), ("open", "OPEN"), ("withdraw", "WITHDRAWN")):
        giver.send(f"{path}/{step}")
        assert site.matching.offers.get(number_of(path)).state == state
    assert "Withdrawn" in giver.page("/giving")


@pytest.mark.parametrize(
    ("fields", "says"),
    [
        ({**RICE, "item": ""}, "Please fill this in"),
        ({**RICE, "place": ""}, "Please say where it is picked up"),
        ({**RICE, "best_before_on": "2020-01-01"}, "This day has passed"),
        ({**FUND, "amount_yuan": "viel"}, "This must be an amount"),
        ({**FUND, "amount_yuan": "10"}, "This cannot be more than the whole amount"),
        ({**ROOM, "weekdays": []}, "Please choose one day at least"),
        ({**ROOM, "closes": "07:00"}, "The end must be after the start"),
        ({**ROOM, "party_id": ""}, "in the name of an organisation"),
    ],
)
def test_a_form_keeps_what_was_typed_and_says_what_is_wrong(
    site: CoordinationSite, fields: dict[str, object], says: str
) -> None:
    giver, party = charity(site)
    answer = giver.send("/giving/new", **{"party_id": party, **fields})
    assert (answer.status_code, says in answer.text) == (422, True)
    assert any(
        str(fields.get(name)) in answer.text for name in ("unit", "purpose", "name") if fields.get(name)
    )
    assert site.matching.offers.count({"state": "OPEN"}) == 0


def test_a_changed_offer_says_what_is_wrong_too(site: CoordinationSite) -> None:
    giver, party = charity(site)
    path = str(giver.send("/giving/new", **RICE, party_id=party).location)
    answer = giver.send(f"{path}/edit", **{**RICE, "place": "", "unit": "箱"})
    assert (answer.status_code, "箱" in answer.text) == (422, True)


def test_where_a_partys_gifts_went_is_public_without_names(site: CoordinationSite) -> None:
    site.elder()
    giver, party = charity(site)
    offer_id = number_of(giver.send("/giving/new", **RICE, party_id=party).location)
    staff = site.at_desk("13900000031")
    need_id = called_in(site, staff, goods_title="大米和油", goods_quantity="2")
    part = site.need(need_id).parts[0].id
    staff.send(f"/needs/{need_id}/parts/{part}/reserve", offer_id=offer_id)
    staff.send(f"/needs/{need_id}/parts/{part}/confirm", given="1")
    site.world.m = site.matching
    site.world.settle()

    page = site.visitor().page(f"/offers/{offer_id}")

    assert ("暖心慈善会" in page, "Given" in page, "李桂珍" in page, "钱机构" in page) == (
        True,
        True,
        False,
        False,
    )
    own = number_of(site.signed_in(ELDER).send("/giving/new", **RICE).location)
    assert site.visitor().get(f"/offers/{own}").status_code == 404
    assert giver.get(f"/giving/{own}").status_code == 404


def test_what_was_given_is_a_number(site: CoordinationSite) -> None:
    site.elder()
    giver, party = charity(site)
    offer_id = number_of(giver.send("/giving/new", **RICE, party_id=party).location)
    need_id = called_in(site, site.at_desk("13900000031"), goods_title="大米和油", goods_quantity="2")
    path = f"/needs/{need_id}/parts/{site.need(need_id).parts[0].id}"
    giver.send(f"{path}/reserve", offer_id=offer_id)
    for wrong in ("0", "一", "3"):
        giver.send(f"{path}/hand-over", given=wrong)
        assert site.need(need_id).parts[0].state == "RESERVED"
    giver.send(f"{path}/hand-over", given="1")
    assert site.need(need_id).parts[0].state == "HANDED_OVER"


@pytest.mark.parametrize(
    ("lines", "says"),
    [
        ({"goods_title": "米"}, "Please write two characters or more"),
        ({"funds_title": "药费"}, "This must be an amount"),
        ({"no_helpers": "on"}, "Ask for helpers, or for a part at least"),
    ],
)
def test_a_call_keeps_its_lines_and_says_what_is_wrong(
    site: CoordinationSite, lines: dict[str, object], says: str
) -> None:
    site.elder()
    answer = site.at_desk("13900000031").send(
        "/desk/new", resident_id="elder", service_kind="ERRAND", slot=AT_TEN, **lines
    )
    assert (answer.status_code, says in answer.text) == (422, True)


def test_a_list_of_offers_asks_the_store_as_often_for_three_as_for_one(site: CoordinationSite) -> None:
    giver, party = charity(site)
    giver.send("/giving/new", **RICE, party_id=party)
    one = calls_for(giver, "/giving")
    for _ in range(2):
        giver.send("/giving/new", **RICE, party_id=party)
    assert len(calls_for(giver, "/giving")) == len(one)


def test_who_keeps_a_venue_closes_a_day_and_opens_it_again(site: CoordinationSite) -> None:
    keeper, party = organisation(site)
    room = keeper.send("/giving/new", **ROOM, party_id=party).location
    wrong = ({"on_day": "2020-01-01"}, {"on_day": "2027-01-04", "day_opens": "09:00"}, {"on_day": "x"})
    late = {"on_day": "2027-01-04", "day_opens": "12:00", "day_closes": "09:00"}
    assert [keeper.send(f"{room}/days", **each).status_code for each in (*wrong, late)] == [422] * 4

    keeper.send(f"{room}/days", on_day="2027-01-04")
    keeper.send(f"{room}/days", on_day="2027-01-05", day_opens="09:00", day_closes="11:30")
    keeper.send(f"{room}/edit", **ROOM)
    shown = keeper.page(room)
    assert ("Closed<" in shown, "09:00–11:30" in shown) == (True, True)
    assert "09:00–11:30" in site.visitor().page(room.replace("/giving/", "/offers/"))
    assert charity(site)[0].send(f"{room}/days/back", on_day="2027-01-04").status_code == 404

    keeper.send(f"{room}/days/back", on_day="2027-01-04")
    venue = site.matching.offers.get(room.rpartition("/")[2]).venue
    assert [str(each.on_day) for each in (venue.days_apart if venue else ())] == ["2027-01-05"]
