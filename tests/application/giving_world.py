"""Parties, offers and needs with parts, for tests of giving."""

from dataclasses import replace
from datetime import datetime

from services.matching.application import needs, offers
from services.matching.application.commands import MakeOffer
from services.matching.application.giving import reserving
from services.matching.application.giving.commands import ReservePart
from services.matching.domain.giving.kinds import Funds, Goods, GoodsCategory, OpenHours, Venue
from services.matching.domain.giving.part import AskedPart, Part
from services.matching.domain.need import Need
from services.matching.domain.offer import Offer, OfferKind
from services.matching.domain.parties.party import Party, PartyKind, PartyState
from shared.identity.actor import Actor
from shared.identity.roles import Grant, Role, Scope, ScopeKind
from shared.storage.aggregates import retrying
from tests.application.matching_world import HERE, World

RICE = AskedPart(kind=OfferKind.GOODS, title="大米和油", category=GoodsCategory.FOOD, quantity=2)
MONEY = AskedPart(kind=OfferKind.FUNDS, title="配老花镜", quantity=30_000)
ROOM = AskedPart(kind=OfferKind.VENUE, title="活动室", quantity=10)
CASEWORK = AskedPart(kind=OfferKind.SERVICE, title="心理疏导", professional=True)
ALL_DAY = tuple(OpenHours(weekday=day, from_minute=0, to_minute=1440) for day in range(1, 8))


def goods(**fields: object) -> Goods:
    made = Goods(item="大米", category=GoodsCategory.FOOD, unit="袋", quantity=5, place="慈善超市")
    return replace(made, **fields)  # type: ignore[arg-type]  # -- fields by name


def funds(**fields: object) -> Funds:
    made = Funds(amount_fen=100_000, purpose="助老微基金", most_per_case_fen=50_000)
    return replace(made, **fields)  # type: ignore[arg-type]  # -- fields by name


def venue(**fields: object) -> Venue:
    made = Venue(name="活动室", place="一楼", capacity=30, open_hours=ALL_DAY, responsible="值班室")
    return replace(made, **fields)  # type: ignore[arg-type]  # -- fields by name


def offered(world: World, actor: Actor, content: Goods | Funds | Venue, party_id: str | None = None) -> Offer:
    """Return an open offer of this, made by the actor."""
    kind = {Goods: OfferKind.GOODS, Funds: OfferKind.FUNDS, Venue: OfferKind.VENUE}[type(content)]
    section = {kind.value.lower(): content}
    command = MakeOffer(kind=kind, party_id=party_id, **section)  # type: ignore[arg-type]  # -- one of the three
    return offers.make_offer(world.m, actor, command, world.m.ids.new())


def asking(world: World, *parts: AskedPart, **fields: object) -> Need:
    """Return an open need that staff posted for a resident, with these parts and no helpers."""
    asked = {"resident_id": world.resident().member_id, "helpers_wanted": 0, **fields}
    return needs.post_need(world.m, world.staff(), world.command(parts=parts, **asked), world.m.ids.new())


def reserved(world: World, actor: Actor, need: Need, offer: Offer | None = None, number: int = 0) -> Need:
    """Return the need with a part answered by the actor."""
    command = ReservePart(offer_id=offer.id if offer else None)
    part = need.parts[number].id
    return retrying(lambda: reserving.reserve_part(world.m, actor, need.id, part, command))


def part_now(world: World, need: Need, number: int = 0) -> Part:
    return world.m.needs.get(need.id).parts[number]


def social_worker(world: World, code: str = HERE) -> Actor:
    grant = Grant(role=Role.SOCIAL_WORKER, scope=Scope(kind=ScopeKind.COMMUNITY, code=code))
    return world.member("赵社工", grants=(grant,))


def at(world: World, moment: datetime) -> None:
    world.clock.at = moment


def charity(world: World) -> tuple[Actor, str]:
    """Return a member of a charity's staff, and the charity's id."""
    return _staff_of(world, "charity-1", Role.CHARITY_STAFF)


def organisation(world: World, state: PartyState = PartyState.APPROVED) -> tuple[Actor, str]:
    """Return a member of an organisation's staff, and the organisation's id."""
    return _staff_of(world, "organisation-1", Role.ORGANISATION_STAFF, state)


def _staff_of(
    world: World, party_id: str, role: Role, state: PartyState = PartyState.APPROVED
) -> tuple[Actor, str]:
    grant = Grant(role=role, scope=Scope(kind=ScopeKind.ORGANISATION, code=party_id))
    staff = world.member("钱机构", grants=(grant,))
    party = Party(
        id=party_id,
        kind=PartyKind.CHARITY if role is Role.CHARITY_STAFF else PartyKind.SOCIAL_ORGANISATION,
        name="暖心" + party_id[-1],
        filing_number=party_id,
        community_codes=(HERE,),
        district_code=HERE[:6],
        contact_name="钱机构",
        contact_phone="+8613900000000",
        state=state,
        staff_ids=(staff.member_id,),
        registered_by=staff.member_id,
        created_at=world.now(),
        changed_at=world.now(),
    )
    if world.m.parties.find(party_id) is None:
        world.m.parties.add(party)
    return staff, party_id
