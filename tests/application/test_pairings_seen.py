"""Who sees pairings, who came before is offered, and who is paired is asked first."""

import pytest

from services.matching.application.explaining import fit_shown
from services.matching.application.pairing import agreeing
from services.matching.application.pairing.commands import (
    PairingsQuery,
)
from services.matching.application.pairing.showing import (
    helpers_before,
    pairing_shown,
    pairings_listed,
    resident_of,
    resident_to_reach,
)
from services.matching.domain.pairing.pairing import (
    NEXT_STATES,
    PairingState,
)
from services.matching.domain.pairing.words import ContactFound, ContactWay, PairingEnd, PairRhythm, PairSide
from shared.identity.actor import Actor
from shared.kernel.clock import SetClock
from shared.kernel.errors import Forbidden, NotFound
from shared.kernel.ids import RandomIds
from tests.application.matching_world import FAR, HERE, THERE, World, a_world
from tests.application.pairing_world import YES, ask, paired
from tests.application.test_matching_api import Callers


@pytest.fixture
def world(databases: str, clock: SetClock, ids: RandomIds) -> World:
    return a_world(clock, ids)


def test_only_those_concerned_see_a_pairing_and_the_helper_reads_how_to_call_while_it_holds(
    world: World,
) -> None:
    staff, helper, resident = world.staff(), world.volunteer(), world.resident()
    delegate = world.delegate_of(resident)
    made = ask(world, staff, helper, resident, spoken_consent=True)

    assert resident_to_reach(world.m, helper, made.id) is None
    assert pairing_shown(world.m, helper, made.id).resident_name == "李居民"
    agreeing.answer_pairing(world.m, helper, made.id, YES)
    reach = resident_to_reach(world.m, helper, made.id)
    assert reach is not None
    assert (reach.address, resident_to_reach(world.m, staff, made.id)) == ("一号楼", None)
    read = world.identity.readings.of(resident.member_id).items
    assert [(each.reader_id, each.why) for each in read] == [(helper.member_id, "pairing")]
    names = {
        each.member_id: pairing_shown(world.m, each, made.id).helper_name
        for each in (staff, helper, resident, delegate)
    }
    assert list(names.values()) == ["赵志", "赵志", "赵志愿者", "赵志愿者"]
    for stranger in (world.member(), world.staff(THERE)):
        with pytest.raises(NotFound):
            pairing_shown(world.m, stranger, made.id)


def test_lists_show_each_their_own_and_staff_a_communitys(world: World) -> None:
    staff, helper, resident = world.staff(), world.volunteer(), world.resident()
    delegate = world.delegate_of(resident)
    paired(world, staff, helper, resident)

    def seen(actor: Actor, **asked: str) -> int:
        return len(pairings_listed(world.m, actor, PairingsQuery(**asked)).items)

    assert [seen(each) for each in (helper, resident, staff, delegate)] == [1, 1, 0, 0]
    assert seen(delegate, resident_id=resident.member_id) == seen(staff, community_code=HERE) == 1
    with pytest.raises(NotFound):
        seen(helper, resident_id=resident.member_id)
    with pytest.raises(Forbidden):
        seen(helper, community_code=HERE)


def test_who_came_before_is_offered_first(world: World) -> None:
    staff, helper, resident = world.staff(), world.volunteer(), world.resident()
    world.confirmed(helper, world.need(staff, resident_id=resident.member_id), staff)

    before = helpers_before(world.m, staff, resident_of(world.m, staff, resident.member_id))

    assert [each.name for each in before] == ["赵志"]
    assert (
        helpers_before(world.m, resident, resident_of(world.m, resident, resident.member_id))[0].name
        == "赵志愿者"
    )


def test_the_paired_helper_is_asked_first_where_the_hard_rules_allow_it(world: World) -> None:
    staff, resident = world.staff(), world.resident()
    near, paired_one = world.volunteer(point=world.m.people.get(resident.member_id).point), world.volunteer()
    out_of_reach = world.volunteer(point=FAR)
    for helper in (paired_one, out_of_reach):
        paired(world, staff, helper, resident)

    need = world.need(staff, resident_id=resident.member_id)
    other = world.need()
    world.settle()

    assert world.asked(need)[:2] == [paired_one.member_id, near.member_id]
    assert world.asked(other)[0] == near.member_id
    assert out_of_reach.member_id not in world.asked(need)
    proposals = world.m.proposals.get(need.id).proposals
    assert [each.reasons[0].code for each in proposals[:2]] == ["paired", "distance"]


def test_the_api_takes_a_pairing_from_asking_to_end(world: World) -> None:
    call = Callers(world).call
    staff, helper, resident = world.staff(), world.volunteer(), world.resident()
    number = world.m.people.get(helper.member_id).volunteer_number
    asked = {"resident_id": resident.member_id, "volunteer_number": number, "rhythm": "WEEKLY"}
    status, made = call(staff, "POST", "/pairings", {**asked, "spoken_consent": True})
    assert (status, made["state"], made["awaits"], made["can"]) == (201, "ASKED", ["HELPER"], ["end"])
    path = f"/pairings/{made['id']}"
    assert call(helper, "GET", path)[1]["can"] == ["answer", "end"]
    assert call(helper, "POST", f"{path}/answer", {"agree": True})[1]["state"] == "AGREED"
    contact = {"on": "2026-11-23", "way": "PHONE", "found": "WELL"}
    assert call(helper, "POST", f"{path}/contacts", contact)[1]["contacts"][0]["on"] == "2026-11-23"
    assert call(staff, "GET", f"/pairings?community_code={HERE}")[1]["items"][0]["due_on"] == "2026-11-30"
    assert call(helper, "POST", f"{path}/end", {"reason": "MOVED"})[1]["reason"] == "MOVED"


def test_every_code_has_a_name_and_every_state_its_arrows() -> None:
    codes = (*PairingState, *PairSide, *PairRhythm, *ContactWay, *ContactFound, *PairingEnd)
    assert all(each.words.zh and each.words.en for each in codes)
    assert all(each.days > 0 for each in PairRhythm)
    assert NEXT_STATES.keys() == set(PairingState)


def test_who_is_paired_reads_that_they_come_first(world: World) -> None:
    helper, resident = world.volunteer(), world.resident()
    world.volunteer(point=world.m.communities.get(HERE).point)
    paired(world, world.staff(), helper, resident)
    need = world.need(world.staff(), resident_id=resident.member_id)
    fit = fit_shown(world.m, helper, need.id, helper.member_id)
    assert (fit.place, fit.bond and fit.bond.en) == (1, "You are paired with this resident")
