"""Needs with parts that change while they are asked for."""

import pytest

from services.matching.application import needs
from services.matching.application.commands import AmendNeed, Decision, ReviewNeed, WithdrawNeed
from services.matching.application.giving import settling
from services.matching.application.giving.audit import first_wrong_in_stock
from services.matching.application.giving.commands import ReleasePart
from services.matching.application.giving.sweeps import release_orphaned_stock
from services.matching.domain.errors import PlacesTaken
from services.matching.domain.need import NeedState
from shared.kernel.clock import SetClock
from shared.kernel.ids import RandomIds
from tests.application.giving_world import RICE, asking, goods, offered, reserved
from tests.application.matching_world import World, a_world


@pytest.fixture
def world(databases: str, clock: SetClock, ids: RandomIds) -> World:
    return a_world(clock, ids)


def test_an_answered_need_is_changed_in_its_details_only(world: World) -> None:
    giver, staff = world.member(), world.staff()
    rice, need = offered(world, giver, goods()), asking(world, RICE)
    longer = needs.amend_need(
        world.m, staff, need.id, AmendNeed(ends_at=world.now(hours=3), helpers_wanted=1)
    )
    assert (longer.state, longer.parts[0].due_at) == (NeedState.OPEN, longer.ends_at)
    reserved(world, giver, longer, rice)
    with pytest.raises(PlacesTaken):
        needs.amend_need(world.m, staff, need.id, AmendNeed(title="另一件事"))


def test_a_change_of_a_filled_need_by_its_poster_is_looked_at_again(world: World) -> None:
    poster = world.member()
    need = needs.post_need(world.m, poster, world.command(parts=(RICE,), helpers_wanted=0), "n1")
    needs.review_need(world.m, world.staff(), need.id, ReviewNeed(decision=Decision.APPROVE))
    changed = needs.amend_need(world.m, poster, need.id, AmendNeed(title="另一件事"))
    assert changed.state is NeedState.AWAITING_REVIEW


def test_giving_back_a_part_of_a_withdrawn_need_changes_nothing(world: World) -> None:
    giver, staff = world.member(), world.staff()
    rice, need = offered(world, giver, goods()), asking(world, RICE)
    reserved(world, giver, need, rice)
    gone = needs.withdraw_need(world.m, staff, need.id, WithdrawNeed())
    assert settling.release_part(world.m, giver, need.id, need.parts[0].id, ReleasePart()) == gone


def test_only_stock_is_audited_and_only_what_is_unsettled_is_swept(world: World) -> None:
    giver = world.volunteer("ERRAND")
    rice, first, second = offered(world, giver, goods()), asking(world, RICE), asking(world, RICE)
    reserved(world, giver, first, rice)
    world.settle()
    reserved(world, giver, second, rice)
    assert release_orphaned_stock(world.m, world.now(minutes=2)) == 1
    assert [each.state for each in world.m.offers.get(rice.id).reservations] == ["HELD", "HELD"]
    assert first_wrong_in_stock(world.m) is None
