"""Builders for the tests of parties: a registration, and parties that stand."""

from dataclasses import replace

from services.matching.application.parties.commands import RegisterParty, ReviewParty
from services.matching.application.parties.registering import register_party
from services.matching.application.parties.reviewing import review_party
from services.matching.domain.parties.party import Party, PartyKind
from shared.identity.actor import Actor
from tests.application.matching_world import HERE, World

CODE, OTHER_CODE = "91110000600037341L", "91110108551385082Q"


def asked(**fields: object) -> RegisterParty:
    plain = RegisterParty(
        kind=PartyKind.SOCIAL_ORGANISATION,
        name="邻里助老服务中心",
        credit_code=CODE,
        community_code=HERE,
        class_code="LIFE_SERVICE",
        about="上门助老",
        contact_name="周明",
        contact_phone="13800000001",
    )
    return replace(plain, **fields)  # type: ignore[arg-type]  # -- fields by name


def registered(world: World, actor: Actor, **fields: object) -> Party:
    return register_party(world.m, actor, asked(**fields), world.m.ids.new())


def approved(world: World, actor: Actor, **fields: object) -> Party:
    made = registered(world, actor, **fields)
    party = review_party(world.m, world.staff(), made.id, ReviewParty(approve=True))
    world.settle()
    return party


def again(world: World, actor: Actor) -> Actor:
    return world.actor(actor.member_id)
