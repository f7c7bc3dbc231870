"""Who stands how to a redemption, and which of them may do what."""

from services.ledger.application.accounts import totals_of
from services.ledger.application.redeeming.context import Redeeming
from services.ledger.domain.redeeming.redemption import OrderedAs, Redemption
from shared.identity.actor import Actor
from shared.identity.kinship import Kin
from shared.identity.permissions import Permission
from shared.kernel.clock import CHINA
from shared.kernel.errors import Forbidden
from shared.packs.spending import Drawing, Relation

_RELATION_OF = {
    Kin.SPOUSE: Relation.SPOUSE,
    Kin.PARENT: Relation.PARENT,
    Kin.CHILD: Relation.RELATIVE,
    Kin.OTHER_DIRECT: Relation.RELATIVE,
    Kin.WARD: Relation.WARD,
    Kin.GUARDIAN: Relation.RELATIVE,
}
"""What the packs call a relative on record."""


def relation_of(r: Redeeming, payer_id: str | None, resident_id: str) -> Relation | None:
    """Return who is served, to the one who pays; the pool pays for anybody as for themselves."""
    if payer_id is None or payer_id == resident_id:
        return Relation.SELF
    kin = r.ledger.identity.relatives.kin_of(payer_id, resident_id)
    return None if kin is None else _RELATION_OF[kin]


def drawing_of(r: Redeeming, asked: Redemption) -> Drawing | None:
    """Return what the rules ask of a redemption; None if no relation is on record."""
    relation = relation_of(r, asked.member_id, asked.resident_id)
    if relation is None:
        return None
    ledger, day = r.ledger, asked.starts_at.astimezone(CHINA).date()
    people, saver_id = ledger.identity.people, asked.member_id or asked.resident_id
    spouses = (each.member_id for each in ledger.identity.relatives.of(saver_id) if each.kin is Kin.SPOUSE)
    spouse_id = next(spouses, None)
    return Drawing(
        relation=relation,
        receiver_age=people.get(asked.resident_id).age_on(day),
        saver_age=people.get(saver_id).age_on(day),
        spouse_age=people.get(spouse_id).age_on(day) if spouse_id else None,
        in_hardship=bool(asked.at_counter and asked.at_counter.hardship),
        has_own_hours=totals_of(ledger, asked.resident_id).service_minutes > 0,
    )


def ordered_as(
    r: Redeeming, actor: Actor, payer_id: str | None, resident_id: str, community_code: str
) -> OrderedAs:
    """Return in which role somebody orders: with their own credits as anyone, with another's or the pool's as staff.

    Raises:
        NotFound: If there is no such person.
        Forbidden: If with another's credits and not staff of the catalogue's community and of both people's.
    """
    if payer_id == actor.member_id:
        return OrderedAs.SELF if resident_id == actor.member_id else OrderedAs.RELATIVE
    people = dict.fromkeys(each for each in (payer_id, resident_id) if each)
    homes = [r.ledger.identity.people.get(each).community_code for each in people]
    for place in dict.fromkeys((community_code, *homes)):
        actor.check_may(Permission.REDEEM_FOR_RESIDENT, place)
    return OrderedAs.STAFF


def is_concerned(r: Redeeming, actor: Actor, redemption: Redemption) -> bool:
    """Tell whether the actor pays, receives, ordered, or acts for who receives."""
    people = (redemption.member_id, redemption.resident_id, redemption.ordered_by)
    return actor.member_id in people or r.ledger.identity.people.is_delegate(
        actor.member_id, redemption.resident_id
    )


def can_see(r: Redeeming, actor: Actor, redemption: Redemption) -> bool:
    """Tell whether the actor is concerned, redeems for residents there, or looks over it."""
    place = redemption.community_code
    return can_see_all(actor, place) or is_concerned(r, actor, redemption)


def check_can_see(r: Redeeming, actor: Actor, redemption: Redemption) -> None:
    """Pass if :func:`can_see` says so.

    Raises:
        Forbidden: If not.
    """
    if not can_see(r, actor, redemption):
        raise Forbidden(redemption=redemption.id)


def can_see_all(actor: Actor, community_code: str) -> bool:
    """Tell whether the actor sees every redemption of a community."""
    return actor.may(Permission.REDEEM_FOR_RESIDENT, community_code) or actor.may(
        Permission.SEE_AUDIT, community_code
    )


def check_can_see_all(actor: Actor, community_code: str) -> None:
    """Pass if :func:`can_see_all` says so.

    Raises:
        Forbidden: If not.
    """
    if not can_see_all(actor, community_code):
        raise Forbidden(place=community_code)


def can_withdraw(r: Redeeming, actor: Actor, redemption: Redemption) -> bool:
    """Tell whether the actor is concerned or redeems for residents there."""
    return actor.may(Permission.REDEEM_FOR_RESIDENT, redemption.community_code) or is_concerned(
        r, actor, redemption
    )


def check_can_withdraw(r: Redeeming, actor: Actor, redemption: Redemption) -> None:
    """Pass if :func:`can_withdraw` says so.

    Raises:
        Forbidden: If not.
    """
    if not can_withdraw(r, actor, redemption):
        raise Forbidden(redemption=redemption.id)
