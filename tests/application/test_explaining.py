"""Why somebody is asked, why not, what would have to change, and staff who invite against a wish."""

from datetime import timedelta

import pytest

from services.matching.application import accepting, explaining
from services.matching.application.commands import Decline, DispatchNeed
from services.matching.application.explaining import FitView, fit_shown
from services.matching.application.register.commands import UpdateMe
from services.matching.application.register.preferences import update_me
from services.matching.domain import errors
from services.matching.domain.gate_errors import AgainstWishes
from services.matching.domain.need import Need
from services.matching.domain.proposal import ProposalState
from shared.identity.actor import Actor
from shared.identity.member import Window
from shared.kernel.clock import SetClock
from shared.kernel.errors import NotFound
from shared.kernel.ids import RandomIds
from tests.application.matching_world import FAR, HERE, THERE, World, a_world


@pytest.fixture
def world(databases: str, clock: SetClock, ids: RandomIds) -> World:
    return a_world(clock, ids)


def own(world: World, actor: Actor, need: Need) -> FitView:
    return fit_shown(world.m, actor, need.id, actor.member_id)


def changes(fit: FitView) -> list[str]:
    return [each.code for each in fit.rules if not each.kept]


def test_who_suits_reads_their_place_and_what_each_term_gives(world: World) -> None:
    helper, nearer, need = world.volunteer(), world.volunteer(skills=("COMPANY",)), world.need()

    fit, best = own(world, helper, need), own(world, nearer, need)

    assert (fit.suits, fit.place, fit.state, fit.policy_version) == (True, 2, None, 0)
    assert best.place == 1
    assert changes(fit) == []
    assert [(each.code, each.most) for each in fit.terms] == [
        ("distance", 50),
        ("skill", 25),
        ("load", 25),
        ("continuity", 20),
    ]
    assert [each.worth for each in fit.terms][1:] == [0, 25, 0]


def test_who_does_not_suit_reads_every_change_that_would_help(world: World) -> None:
    tuesday = (Window(weekday=2, from_minute=0, to_minute=1440),)
    far, silent = world.volunteer(point=FAR, availability=tuesday), world.member(document=None)
    need = world.need(service_kind="LEGAL_ADVICE")

    assert changes(own(world, far, need)) == ["kind", "times", "distance", "certificate"]
    fit = own(world, silent, need)
    assert changes(fit) == ["kind", "identity", "certificate"]
    assert (fit.suits, fit.place) == (False, None)
    assert all(each.change is not None for each in fit.rules if not each.kept)


def test_the_offer_that_suits_best_is_explained_and_a_no_is_kept(world: World) -> None:
    helper, need = world.volunteer("ERRAND"), world.need()
    assert changes(own(world, helper, need)) == ["kind"]
    other = world.volunteer()
    world.settle()
    accepting.decline_proposal(world.m, other, f"{need.id}.{other.member_id}", Decline())

    fit = own(world, other, need)
    assert (fit.state, changes(fit)) == (ProposalState.DECLINED, ["not-asked"])


def test_beyond_fifty_the_place_is_not_counted(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(explaining, "LOOKED_AT", 1)
    world.volunteer(skills=("COMPANY",))
    fit = own(world, world.volunteer(), world.need())
    assert (fit.suits, fit.place) == (True, None)


def test_staff_read_of_their_own_people_and_of_who_was_asked_and_nobody_else_does(world: World) -> None:
    staff, need = world.staff(), world.need()
    helpers = [world.volunteer() for _ in range(6)]
    stranger = world.volunteer(community_code=THERE, point=FAR)
    world.settle()
    asked = world.asked(need)
    (left,) = {each.member_id for each in helpers} - set(asked)

    fit = fit_shown(world.m, staff, need.id, asked[0])
    assert (fit.state, fit.next_best_name) == (ProposalState.PROPOSED, "赵志")
    assert fit_shown(world.m, staff, need.id, left).place == 6
    assert own(world, world.actor(asked[0]), need).next_best_name is None
    with pytest.raises(NotFound):
        fit_shown(world.m, staff, need.id, stranger.member_id)
    with pytest.raises(NotFound):
        fit_shown(world.m, stranger, need.id, left)
    world.clock.at = need.ends_at - timedelta(minutes=1)
    for each in (1,):
        accepting.accept_need(world.m, helpers[each], need.id)
    with pytest.raises(NotFound):
        own(world, stranger, need)


def test_staff_who_invite_against_a_wish_say_why_and_it_stays_on_record(world: World) -> None:
    staff, far, need = world.staff(), world.volunteer(point=FAR), world.need()

    with pytest.raises(AgainstWishes, match="distance"):
        accepting.dispatch_need(world.m, staff, need.id, DispatchNeed(member_id=far.member_id))
    asked = DispatchNeed(member_id=far.member_id, because="她自己说愿意多走一段")
    accepting.dispatch_need(world.m, staff, need.id, asked)

    made = world.m.proposals.get(need.id).of_member(far.member_id)
    assert made is not None
    assert (made.against, made.because, made.invited_by) == (("distance",), asked.because, staff.member_id)
    fit = fit_shown(world.m, staff, need.id, far.member_id)
    assert (fit.invited_because, len(fit.invited_against)) == (asked.because, 1)
    assert (own(world, far, need).invited_because, own(world, far, need).invited_against) == (None, ())
    near = world.volunteer()
    accepting.dispatch_need(world.m, staff, need.id, DispatchNeed(member_id=near.member_id, because="熟"))
    plain = world.m.proposals.get(need.id).of_member(near.member_id)
    assert plain is not None
    assert (plain.against, plain.because) == ((), "")


def test_nobody_is_invited_to_what_a_gate_keeps_them_from(world: World) -> None:
    staff, need = world.staff(), world.need(service_kind="LEGAL_ADVICE")
    layman, gone = world.member(), world.member(password_hash=None)

    with pytest.raises(errors.CertificateRequired):
        accepting.dispatch_need(world.m, staff, need.id, DispatchNeed(member_id=layman.member_id))
    with pytest.raises(errors.MemberInactive):
        accepting.dispatch_need(world.m, staff, need.id, DispatchNeed(member_id=gone.member_id))
    assert world.m.proposals.find(need.id) is None


def test_who_refused_to_be_ranked_by_more_reads_that_only_distance_counts_and_it_holds_at_once(
    world: World,
) -> None:
    near = world.m.communities.get(HERE).point
    skilled, plain = world.volunteer(skills=("COMPANY",), point=near), world.volunteer()
    need = world.need()
    assert [fit.place for fit in (own(world, skilled, need), own(world, plain, need))] == [1, 2]
    update_me(world.identity, skilled, UpdateMe(ranked_plainly=True))
    fit = own(world, skilled, need)
    assert [(each.code, each.worth, each.most) for each in fit.terms] == [("distance", 120, 120)]
    update_me(world.identity, plain, UpdateMe(ranked_plainly=True))
    world.settle()
    asked = world.m.proposals.get(need.id).proposals
    assert [each.member_id for each in asked] == [skilled.member_id, plain.member_id]
    assert all(each.reasons[-1].code == "plainly" for each in asked)
    update_me(world.identity, plain, UpdateMe(ranked_plainly=False))
    assert len(own(world, plain, need).terms) == 4
