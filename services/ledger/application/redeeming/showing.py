"""What people see of catalogue and redemptions."""

from dataclasses import dataclass

from services.ledger.application.redeeming.context import Redeeming
from services.ledger.application.redeeming.who import can_withdraw, check_can_see, check_can_see_all
from services.ledger.domain.redeeming.catalogue import CatalogueEntry, EntryState, month_of
from services.ledger.domain.redeeming.redemption import (
    OrderedAs,
    PaidBy,
    Redemption,
    RedemptionState,
)
from shared.events.fields import Code, CommunityCode, Count, Id, Minutes, Moment
from shared.events.redeeming import need_of_redemption
from shared.identity.actor import Actor
from shared.kernel.errors import Forbidden
from shared.kernel.words import Words
from shared.storage.paging import Page


@dataclass(frozen=True, slots=True, kw_only=True)
class EntryView:
    """A service that can be redeemed.

    Attributes:
        left_this_month: Places of this month of China that are left.
    """

    id: Id
    community_code: CommunityCode
    service_kind: Code
    service_name: Words
    minutes: Minutes
    monthly_quota: Count
    left_this_month: Count
    lead_hours: Count
    least_age: Count
    state: EntryState


@dataclass(frozen=True, slots=True, kw_only=True)
class RedemptionView:
    """A redemption as those concerned see it.

    Attributes:
        code: What stands on the slip.
        book: In whose book the credits are.
        need_id: The need it becomes, once the credits are set aside.
        reason: Code of why it was refused or released.
        can: What the reader may do now: ``withdraw``.
    """

    id: Id
    code: str
    community_code: CommunityCode
    book: CommunityCode
    entry_id: Id
    service_kind: Code
    service_name: Words
    state: RedemptionState
    reason: str
    paid_by: PaidBy
    member_id: Id | None
    resident_id: Id
    ordered_by: Id
    ordered_as: OrderedAs
    minutes: Minutes
    used_minutes: Count
    starts_at: Moment
    ends_at: Moment
    created_at: Moment
    arranged_at: Moment | None
    ended_at: Moment | None
    need_id: Id
    can: tuple[Code, ...]


def entry_view(r: Redeeming, entry: CatalogueEntry) -> EntryView:
    """Return an entry as it is shown."""
    terms = entry.terms
    return EntryView(
        id=entry.id,
        community_code=entry.community_code,
        service_kind=entry.service_kind,
        service_name=name_of(r, entry.service_kind),
        minutes=terms.minutes,
        monthly_quota=terms.monthly_quota,
        left_this_month=entry.left_in(month_of(r.ledger.clock.now())),
        lead_hours=terms.lead_hours,
        least_age=terms.least_age,
        state=entry.state,
    )


def name_of(r: Redeeming, service_kind: str) -> Words:
    """Return what people call a service; its code if it can be booked no longer."""
    return r.kinds.get(service_kind) or Words(service_kind, service_kind)


_COPIED = frozenset(RedemptionView.__dataclass_fields__) & frozenset(Redemption.__dataclass_fields__)


def redemption_view(r: Redeeming, actor: Actor, redemption: Redemption) -> RedemptionView:
    """Return a redemption as those concerned see it."""
    may = redemption.can_withdraw and can_withdraw(r, actor, redemption)
    return RedemptionView(
        **{name: getattr(redemption, name) for name in _COPIED},
        code=redemption.code,
        service_name=name_of(r, redemption.service_kind),
        need_id=need_of_redemption(redemption.id),
        can=("withdraw",) if may else (),
    )


def seen(r: Redeeming, actor: Actor, redemption_id: str) -> Redemption:
    """Return a redemption that the actor may see.

    Raises:
        NotFound: If there is none.
        Forbidden: If it is others'.
    """
    redemption = r.redemptions.get(redemption_id)
    check_can_see(r, actor, redemption)
    return redemption


def redemptions_of(
    r: Redeeming, actor: Actor, member_id: str, *, limit: int = 20, after: str | None = None
) -> Page[Redemption]:
    """Return a page of the redemptions that concern a member, newest first.

    Raises:
        Forbidden: If the actor is neither the member nor acts for them.
        BadInput: If ``after`` is no place in the list.
    """
    if member_id != actor.member_id and not r.ledger.identity.people.is_delegate(actor.member_id, member_id):
        raise Forbidden(account=member_id)
    return r.redemptions.page({"concerns": member_id}, limit=limit, after=after)


def redemptions_in(
    r: Redeeming,
    actor: Actor,
    community_code: str,
    state: RedemptionState | None = None,
    *,
    limit: int = 50,
    after: str | None = None,
) -> Page[Redemption]:
    """Return a page of a community's redemptions, of one state or all, newest first.

    Raises:
        Forbidden: If the actor neither redeems for residents there nor looks over it.
        BadInput: If ``after`` is no place in the list.
    """
    check_can_see_all(actor, community_code)
    equals = {"community_code": community_code} | ({"state": state.value} if state else {})
    return r.redemptions.page(equals, limit=limit, after=after)
