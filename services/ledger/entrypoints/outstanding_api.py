"""Saved hours still to be drawn, over HTTP, for those who see statistics."""

from dataclasses import dataclass

from services.ledger.application.context import Ledger
from services.ledger.application.outstanding import check_can_see_outstanding, outstanding_of
from services.ledger.domain.outstanding import AgeGroup, Saved
from shared.events.fields import CommunityCode, Count
from shared.identity.permissions import Permission
from shared.kernel.words import Words
from shared.web.api import Api, Call, Nothing


@dataclass(frozen=True, slots=True, kw_only=True)
class SavedView:
    """What some persons have saved together."""

    persons: Count
    minutes: Count


@dataclass(frozen=True, slots=True, kw_only=True)
class AgeGroupView:
    """One age group; ``saved`` is None where showing it would tell of fewer than ten persons."""

    group: AgeGroup
    group_name: Words
    saved: SavedView | None


@dataclass(frozen=True, slots=True, kw_only=True)
class YearAheadView:
    """What is expected to be drawn and given in one year."""

    year: int
    drawn_minutes: Count
    supply_minutes: Count


@dataclass(frozen=True, slots=True, kw_only=True)
class OutstandingView:
    """Saved hours of a community's book; what would tell of fewer than ten persons is left out."""

    community_code: CommunityCode
    total: SavedView | None
    groups: tuple[AgeGroupView, ...]
    years: tuple[YearAheadView, ...]


def outstanding_api(ledger: Ledger) -> Api:
    """Return the route over saved hours."""
    api = Api("ledger")

    @api.get(
        "/outstanding/<community_code>",
        gives=OutstandingView,
        may=Permission.SEE_STATISTICS,
        says="Saved hours still to be drawn by age group, and a forecast; groups under ten persons are left out",
    )
    def outstanding(call: Call[Nothing]) -> OutstandingView:
        code = call.path["community_code"]
        check_can_see_outstanding(call.actor, code)
        found = outstanding_of(ledger, code)
        return OutstandingView(
            community_code=code,
            total=_saved(found.total),
            groups=tuple(
                AgeGroupView(group=group, group_name=group.words, saved=_saved(saved))
                for group, saved in found.groups.items()
            ),
            years=tuple(
                YearAheadView(
                    year=each.year, drawn_minutes=each.drawn_minutes, supply_minutes=each.supply_minutes
                )
                for each in found.years
            ),
        )

    return api


def _saved(saved: Saved | None) -> SavedView | None:
    return None if saved is None else SavedView(persons=saved.persons, minutes=saved.minutes)
