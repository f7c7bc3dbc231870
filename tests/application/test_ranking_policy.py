"""What weighs in a community's proposals: drafted with a preview, switched on, noted in each proposal."""

import pytest

from services.matching.application.weighing.commands import DraftRanking, SwitchRanking
from services.matching.application.weighing.showing import ranking_shown, spread_of
from services.matching.application.weighing.weighing import draft_ranking, switch_ranking
from services.matching.domain.need import Need
from services.matching.domain.proposal import Proposal
from services.matching.domain.weighing.errors import NewerVersionIsOn, NoSuchVersion, NothingWeighs
from services.matching.domain.weighing.policy import AS_IT_COMES, TERMS, TermWeights
from shared.events.weighing import RankingSwitched
from shared.identity.actor import Actor
from shared.kernel.clock import SetClock
from shared.kernel.errors import Forbidden
from shared.kernel.geography import Point
from shared.kernel.ids import RandomIds
from shared.storage.mapper import from_document, to_document
from tests.application.matching_world import HERE, HOME, THERE, World, a_world

AT_THE_DOOR = Point(longitude=HOME.longitude, latitude=HOME.latitude)


@pytest.fixture
def world(databases: str, clock: SetClock, ids: RandomIds) -> World:
    return a_world(clock, ids)


def weights(note: str = "试试", **changed: int) -> DraftRanking:
    fields = {"distance": 50, "skill": 25, "load": 25, "continuity": 20} | changed
    return DraftRanking(community_code=HERE, note=note, **fields)


def switched(world: World, staff: Actor, draft: DraftRanking) -> int:
    number = draft_ranking(world.m, staff, draft).versions[-1].number
    switch_ranking(world.m, staff, SwitchRanking(community_code=HERE, number=number))
    return number


def proposals(world: World, need: Need) -> list[Proposal]:
    return list(world.m.proposals.get(need.id).proposals)


def test_a_draft_says_what_it_would_have_changed_and_changes_nothing_until_it_is_on(world: World) -> None:
    staff, near = world.staff(), world.volunteer(point=AT_THE_DOOR)
    skilled = world.volunteer(skills=("COMPANY",))
    for _ in range(2):
        world.volunteer()
    need = world.need()
    world.settle()
    assert ranking_shown(world.m, staff, HERE).versions == ()

    book = draft_ranking(world.m, staff, weights(skill=0, distance=100))
    assert draft_ranking(world.m, staff, weights(skill=0, distance=100)) == book
    (draft,) = book.versions
    assert (draft.preview.needs, draft.preview.changed) == (1, 1)
    assert (draft.preview.before.asked, draft.preview.before.skilled) == (3, 1)
    assert draft.preview.after.metres <= draft.preview.before.metres
    assert (book.number, book.weights) == (0, AS_IT_COMES)
    assert [each.policy_version for each in proposals(world, need)] == [0] * len(proposals(world, need))

    switch = SwitchRanking(community_code=HERE, number=draft.number)
    on = switch_ranking(world.m, staff, switch)
    assert switch_ranking(world.m, staff, switch) == on
    told = [each for each in world.settle() if isinstance(each, RankingSwitched)]
    assert [(each.community_code, each.number, each.by) for each in told] == [(HERE, 1, staff.member_id)]
    after = world.need(starts_at=world.now(days=3), ends_at=world.now(days=3, hours=1))
    world.settle()
    first = max(proposals(world, after), key=lambda each: each.score)
    assert (first.member_id, first.policy_version) == (near.member_id, 1)
    assert skilled.member_id in [each.member_id for each in proposals(world, after)]


def test_each_proposal_notes_who_would_have_been_next(world: World) -> None:
    helpers = [world.volunteer() for _ in range(6)]
    need = world.need()
    world.settle()

    asked = proposals(world, need)
    left = {each.member_id for each in helpers} - {each.member_id for each in asked}
    assert len(asked) == 5
    assert {each.next_best_id for each in asked} == left
    assert all(each.next_best_score > 0 for each in asked)


def test_who_served_a_resident_before_comes_first_and_reads_why(world: World) -> None:
    helper, other, resident = world.volunteer(), world.volunteer(point=AT_THE_DOOR), world.resident()
    first = world.need(resident_id=resident.member_id)
    world.confirmed(helper, first, by=world.delegate_of(resident))
    switched(world, world.staff(), weights(continuity=100))
    again = world.need(resident_id=resident.member_id)
    world.settle()

    best = max(proposals(world, again), key=lambda each: each.score)
    assert (best.member_id, best.policy_version) == (helper.member_id, 1)
    assert "continuity" in [each.code for each in best.reasons]
    assert other.member_id in [each.member_id for each in proposals(world, again)]


def test_only_staff_of_the_community_weigh_and_every_fault_is_told(world: World) -> None:
    staff, elsewhere = world.staff(), world.staff(THERE)

    with pytest.raises(Forbidden):
        draft_ranking(world.m, elsewhere, weights())
    with pytest.raises(Forbidden):
        ranking_shown(world.m, world.member(), HERE)
    with pytest.raises(NothingWeighs):
        draft_ranking(world.m, staff, weights(distance=0, skill=0, load=0, continuity=0))
    with pytest.raises(NoSuchVersion):
        switch_ranking(world.m, staff, SwitchRanking(community_code=HERE, number=9))
    first = switched(world, staff, weights("一"))
    draft_ranking(world.m, staff, weights("弃用", load=30))
    assert switched(world, staff, weights("二", load=40)) == 3
    with pytest.raises(NewerVersionIsOn):
        switch_ranking(world.m, staff, SwitchRanking(community_code=HERE, number=first))
    assert [each.number for each in ranking_shown(world.m, staff, HERE).versions] == [3, 1]


def test_unevenness_is_nothing_among_equals_and_high_where_one_serves_all() -> None:
    assert spread_of([]).unevenness == spread_of([0, 0]).unevenness == spread_of([3, 3, 3]).unevenness == 0
    one = spread_of([0, 0, 0, 9])
    assert (one.people, one.none, one.most, one.tired, one.unevenness) == (4, 3, 9, 1, 0.75)


def test_every_term_says_what_it_is_how_it_is_measured_and_why() -> None:
    for words in TERMS.values():
        assert all(each.zh and each.en for each in (words.name, words.unit, words.source))
    assert [AS_IT_COMES.of(term) for term in TERMS] == [50, 25, 25, 20, 30]


def test_a_version_kept_before_prices_were_learned_holds_nobody() -> None:
    kept = {name: weight for name, weight in to_document(AS_IT_COMES).items() if name != "held"}
    assert from_document(TermWeights, kept).held == 0
