"""A last item, and many needs that ask for it: the race of standing figures."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta

from services.bench.people import Invented, kept, tokens_of
from services.bench.racing import Reach
from services.bench.sizes import Sizes
from services.matching.domain.giving.kinds import Goods, GoodsCategory
from services.matching.domain.giving.part import AskedPart, part_of_need
from services.matching.domain.need import Need, NeedState
from services.matching.domain.offer import Offer, OfferKind
from shared.identity.communities import Community
from shared.identity.member import Member

_RICE = AskedPart(kind=OfferKind.GOODS, title="一袋大米", category=GoodsCategory.FOOD)


def last_item(invented: Invented, home: Community, sizes: Sizes) -> list[Reach]:
    """Keep an offer of one item and a need for each contender; return how each of them reaches for it."""
    platform = invented.platform
    staff, resident = replace(invented.staff(home), phone="+8613700000002"), invented.resident(home)
    kept(platform.identity.members, [staff, resident], lambda each: each.created_at)
    offer = _offer(invented, staff)
    kept(platform.matching.offers, [offer], lambda each: each.created_at)
    needs = list(_needs(invented, staff, resident, sizes.contenders))
    kept(platform.matching.needs, needs, lambda each: each.created_at)
    (token,) = tokens_of(platform, [staff])
    body: dict[str, object] = {"offer_id": offer.id}
    return [
        Reach(
            path=f"/api/matching/v1/needs/{need.id}/parts/{need.parts[0].id}/reserve", token=token, body=body
        )
        for need in needs
    ]


def _offer(invented: Invented, staff: Member) -> Offer:
    now = invented.platform.clock.now()
    return Offer(
        id=invented.platform.ids.new(),
        version=1,
        member_id=staff.id,
        community_code=staff.community_code,
        kind=OfferKind.GOODS,
        goods=Goods(item="大米", category=GoodsCategory.FOOD, unit="袋", quantity=1, place="慈善小屋"),
        created_at=now,
        changed_at=now,
    )


def _needs(invented: Invented, staff: Member, resident: Member, count: int) -> Iterator[Need]:
    created_at = invented.platform.clock.now() - timedelta(hours=1)
    for _ in range(count):
        need = invented.need(resident, staff, created_at=created_at, state=NeedState.OPEN)
        yield replace(need, parts=(part_of_need(need.id, "0", _RICE, need.ends_at),))
