"""Which offers could answer a part, best first, and why."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from services.matching.domain.gate_shapes import telling
from services.matching.domain.giving.part import Part
from services.matching.domain.giving.stock import check_has_room, left_between, left_of
from services.matching.domain.need import Need
from services.matching.domain.offer import Offer, OfferKind, OfferState
from services.matching.domain.proposal import Reason
from shared.kernel.clock import CHINA
from shared.kernel.geography import distance_metres, walking_minutes

can_have_room = telling(check_has_room)
_FAR_METRES = 50_000
_SOON_DAYS = 30


@dataclass(frozen=True, slots=True, kw_only=True)
class Suggestion:
    """An offer that could answer a part.

    Attributes:
        reasons: Why, in words and numbers.
        left: Units, fen or people it has left for this part.
    """

    offer: Offer
    reasons: tuple[Reason, ...]
    left: int


def span_of(need: Need, part: Part) -> tuple[datetime | None, datetime | None]:
    """Return when a part needs a venue; no time for other kinds."""
    if part.asked.kind is not OfferKind.VENUE:
        return None, None
    return part.asked.starts_at or need.starts_at, part.asked.ends_at or need.ends_at


def is_of_its_kind(offer: Offer, need: Need, part: Part) -> bool:
    """Tell whether an offer is of the kind, the category and the district that a part asks for."""
    category = offer.goods.category if offer.goods else None
    return (
        offer.kind is part.asked.kind
        and category is part.asked.category
        and offer.community_code[:6] == need.district_code
    )


def suggestions(
    need: Need, part: Part, offers: Iterable[Offer], now: datetime, *, most: int
) -> tuple[Suggestion, ...]:
    """Return the offers that could answer a part in full, best first, at most ``most``.

    Nearer comes before farther, what spoils soon before what keeps, more before less.
    """
    span = span_of(need, part)
    suiting = [
        each
        for each in offers
        if each.state is OfferState.OPEN
        and is_of_its_kind(each, need, part)
        and can_have_room(each, part.asked.quantity, now, *span)
    ]
    ordered = sorted(suiting, key=lambda offer: _order(need, offer, now))[:most]
    return tuple(
        Suggestion(offer=each, reasons=_reasons(need, each, span, now), left=_left(each, span))
        for each in ordered
    )


def _order(need: Need, offer: Offer, now: datetime) -> tuple[int, int, int, str]:
    days = _days_left(offer, now)
    soon = days if days is not None and days <= _SOON_DAYS else _SOON_DAYS + 1
    return (_metres(need, offer) // 500, soon, -left_of(offer), offer.id)


def _metres(need: Need, offer: Offer) -> int:
    return distance_metres(need.point, offer.point) if need.point and offer.point else _FAR_METRES


def _days_left(offer: Offer, now: datetime) -> int | None:
    if offer.goods is None or offer.goods.best_before_on is None:
        return None
    return (offer.goods.best_before_on - now.astimezone(CHINA).date()).days


def _left(offer: Offer, span: tuple[datetime | None, datetime | None]) -> int:
    starts_at, ends_at = span
    return left_between(offer, starts_at, ends_at) if starts_at and ends_at else left_of(offer)


def _reasons(
    need: Need, offer: Offer, span: tuple[datetime | None, datetime | None], now: datetime
) -> tuple[Reason, ...]:
    reasons = [_left_reason(offer, _left(offer, span))]
    if offer.community_code == need.community_code:
        reasons.append(Reason(code="same-community", zh="本社区", en="In this community"))
    if need.point and offer.point:
        metres = _metres(need, offer)
        minutes = walking_minutes(metres)
        reasons.append(
            Reason(
                code="distance",
                zh=f"步行约 {minutes} 分钟",
                en=f"About {minutes} minutes on foot",
                value=metres,
                unit="metres",
            )
        )
    days = _days_left(offer, now)
    if days is not None and days <= _SOON_DAYS:
        reasons.append(
            Reason(
                code="best-before",
                zh=f"{days} 天内须发放",
                en=f"To be given within {days} days",
                value=days,
                unit="days",
            )
        )
    return tuple(reasons)


def _left_reason(offer: Offer, left: int) -> Reason:
    if offer.funds:
        yuan = left // 100
        return Reason(code="left", zh=f"余额 {yuan} 元", en=f"{yuan} yuan left", value=left, unit="fen")
    if offer.venue:
        return Reason(
            code="left", zh=f"当时可容 {left} 人", en=f"Takes {left} people then", value=left, unit="people"
        )
    unit = offer.goods.unit if offer.goods else ""
    return Reason(code="left", zh=f"还有 {left} {unit}", en=f"{left} left", value=left, unit="units")
