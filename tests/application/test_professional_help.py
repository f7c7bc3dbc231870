"""Who hears that a need asks for a social worker."""

import pytest

from services.notify.domain.routing import routes
from shared.events.giving import PartAsked
from shared.identity.roles import Grant, Role, Scope, ScopeKind
from shared.kernel.clock import SetClock
from shared.kernel.ids import RandomIds
from tests.application.giving_world import CASEWORK, RICE, asking, social_worker
from tests.application.matching_world import ELSEWHERE, HERE, THERE, World, a_world


@pytest.fixture
def world(databases: str, clock: SetClock, ids: RandomIds) -> World:
    return a_world(clock, ids)


def test_social_workers_of_the_community_and_its_street_hear_of_professional_help(world: World) -> None:
    here, street = social_worker(world), social_worker(world)
    grant = Grant(role=Role.SOCIAL_WORKER, scope=Scope(kind=ScopeKind.SUB_DISTRICT, code=HERE[:9]))
    world.change(street, grants=(grant,))
    for elsewhere in (THERE, ELSEWHERE):
        social_worker(world, elsewhere)

    asking(world, CASEWORK, RICE)

    facts = [fact for fact in world.settle() if isinstance(fact, PartAsked)]
    heard = [(each.member_id, each.kind.value) for fact in facts for each in routes(fact)]
    assert heard == [(each.member_id, "professional-asked") for each in (here, street)]
