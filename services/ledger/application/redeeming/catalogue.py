"""What staff do with their community's catalogue: list, change, withdraw, put back."""

from dataclasses import dataclass
from datetime import datetime
from typing import Annotated

from services.ledger.application.redeeming.context import Redeeming
from services.ledger.domain.redeeming.catalogue import CatalogueEntry, Change, EntryState, Terms
from services.ledger.domain.redeeming.errors import UnknownService
from shared.events.fields import Code, CommunityCode, Whole
from shared.events.redeeming import CatalogueChanged
from shared.identity.actor import Actor
from shared.identity.permissions import Permission
from shared.kernel.errors import AlreadyThere, Forbidden
from shared.storage.paging import Page

Price = Annotated[int, Whole(least=15, most=480, unit=(" 分钟", "minutes"))]
Quota = Annotated[int, Whole(least=1, most=500)]
LeadHours = Annotated[int, Whole(least=0, most=336, unit=(" 小时", "hours"))]
Age = Annotated[int, Whole(least=0, most=100)]


@dataclass(frozen=True, slots=True, kw_only=True)
class ListService:
    """Put a service into a community's catalogue.

    Attributes:
        minutes: Its price, and its length.
        monthly_quota: Places a month.
        lead_hours: How long ahead it must be booked.
        least_age: From what age of who receives it.
    """

    community_code: CommunityCode
    service_kind: Code
    minutes: Price = 60
    monthly_quota: Quota = 20
    lead_hours: LeadHours = 24
    least_age: Age = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class AmendEntry:
    """Change an entry's terms, withdraw it or put it back; fields left out stay."""

    minutes: Price | None = None
    monthly_quota: Quota | None = None
    lead_hours: LeadHours | None = None
    least_age: Age | None = None
    state: EntryState | None = None


def can_keep_catalogue(actor: Actor, community_code: str) -> bool:
    """Tell whether the actor keeps the catalogue of a community."""
    return actor.may(Permission.REDEEM_FOR_RESIDENT, community_code)


def check_can_keep_catalogue(actor: Actor, community_code: str) -> None:
    """Pass if :func:`can_keep_catalogue` says so.

    Raises:
        Forbidden: If not.
    """
    if not can_keep_catalogue(actor, community_code):
        raise Forbidden(place=community_code)


def list_service(r: Redeeming, actor: Actor, command: ListService, entry_id: str) -> CatalogueEntry:
    """Put a service into the catalogue; done again under one id, it is done once.

    Raises:
        Forbidden: If the actor is not staff of the community.
        UnknownService: If the service cannot be booked.
    """
    check_can_keep_catalogue(actor, command.community_code)
    if command.service_kind not in r.kinds:
        raise UnknownService(service_kind=command.service_kind)
    entry = _entry_of(command, entry_id, actor, r.ledger.clock.now())
    return _added(r, entry, _told(entry, actor))


def _entry_of(command: ListService, entry_id: str, actor: Actor, now: datetime) -> CatalogueEntry:
    return CatalogueEntry(
        id=entry_id,
        community_code=command.community_code,
        service_kind=command.service_kind,
        terms=Terms(**{name: getattr(command, name) for name in Terms.__dataclass_fields__}),
        changes=(Change(at=now, by=actor.member_id, did="LISTED"),),
        created_at=now,
    )


def _added(r: Redeeming, entry: CatalogueEntry, fact: CatalogueChanged) -> CatalogueEntry:
    try:
        return r.catalogue.add(entry, fact)
    except AlreadyThere:
        return r.catalogue.get(entry.id)


def amend_entry(r: Redeeming, actor: Actor, entry_id: str, command: AmendEntry) -> CatalogueEntry:
    """Change an entry; what was ordered before keeps its terms.

    Raises:
        NotFound: If there is no such entry.
        Forbidden: If the actor is not staff of its community.
    """
    entry = r.catalogue.get(entry_id)
    check_can_keep_catalogue(actor, entry.community_code)
    now, by = r.ledger.clock.now(), actor.member_id
    there = entry.amended(_terms(entry.terms, command), Change(at=now, by=by, did="AMENDED"))
    if command.state is not None:
        there = there.step(command.state, Change(at=now, by=by, did=command.state.value))
    return there if there is entry else r.catalogue.save(there, _told(there, actor))


def entries_of(r: Redeeming, community_code: str, *, listed_only: bool = True) -> tuple[CatalogueEntry, ...]:
    """Return a community's catalogue, at most 200 entries, in the order people read it: by service, then by price."""
    equals = {"community_code": community_code} | ({"state": EntryState.LISTED.value} if listed_only else {})
    found = r.catalogue.page(equals, limit=200).items
    order = {code: place for place, code in enumerate(r.kinds)}
    return tuple(sorted(found, key=lambda each: (order.get(each.service_kind, 0), each.terms.minutes)))


def catalogue_page(
    r: Redeeming, community_code: str, *, limit: int = 50, after: str | None = None
) -> Page[CatalogueEntry]:
    """Return a page of what can be redeemed in a community, newest first.

    Raises:
        BadInput: If ``after`` is no place in the list.
    """
    equals = {"community_code": community_code, "state": EntryState.LISTED.value}
    return r.catalogue.page(equals, limit=limit, after=after)


def _terms(terms: Terms, command: AmendEntry) -> Terms:
    def stated(name: str) -> int:
        given: int | None = getattr(command, name)
        kept: int = getattr(terms, name)
        return kept if given is None else given

    return Terms(**{name: stated(name) for name in Terms.__dataclass_fields__})


def _told(entry: CatalogueEntry, actor: Actor) -> CatalogueChanged:
    return CatalogueChanged(
        entry_id=entry.id,
        community_code=entry.community_code,
        service_kind=entry.service_kind,
        minutes=entry.terms.minutes,
        monthly_quota=entry.terms.monthly_quota,
        lead_hours=entry.terms.lead_hours,
        least_age=entry.terms.least_age,
        state=entry.state.value,
        by=actor.member_id,
    )
