"""What every use case of redeeming needs, bound once."""

from collections.abc import Mapping
from dataclasses import dataclass

from pymongo.collection import Collection

from services.ledger.application.context import Ledger
from services.ledger.domain.redeeming.catalogue import CatalogueEntry
from services.ledger.domain.redeeming.invitation import Invitation
from services.ledger.domain.redeeming.redemption import Redemption
from shared.events.redeeming import need_of_redemption
from shared.kernel.words import Words
from shared.storage.aggregates import Aggregates
from shared.storage.paging import Document


@dataclass(frozen=True, slots=True, kw_only=True)
class Redeeming:
    """Redeeming, opened.

    Attributes:
        ledger: The time bank.
        catalogue: What can be redeemed.
        redemptions: What was redeemed.
        invitations: Who was invited to draw.
        kinds: Names of the services that can be booked, by code.
    """

    ledger: Ledger
    catalogue: Aggregates[CatalogueEntry]
    redemptions: Aggregates[Redemption]
    invitations: Aggregates[Invitation]
    kinds: Mapping[str, Words]

    @property
    def outboxes(self) -> tuple[Collection[Document], ...]:
        """Return the collections whose documents carry events to the log."""
        return (self.catalogue.collection, self.redemptions.collection, self.invitations.collection)


def open_redeeming(ledger: Ledger, kinds: Mapping[str, Words]) -> Redeeming:
    """Return redeeming on the database connection ``ledger``, its indexes made."""
    opened = Redeeming(
        ledger=ledger,
        catalogue=Aggregates(
            CatalogueEntry,
            alias="ledger",
            collection="catalogue",
            clock=ledger.clock,
            ids=ledger.ids,
            lists=(("community_code",), ("community_code", "state")),
            indexes=("state",),
        ),
        redemptions=Aggregates(
            Redemption,
            alias="ledger",
            collection="redemptions",
            clock=ledger.clock,
            ids=ledger.ids,
            lists=(
                ("community_code",),
                ("community_code", "state"),
                ("community_code", "service_kind"),
                ("concerns",),
            ),
            indexes=("awaits", "need_id"),
            also=_found_by,
        ),
        invitations=Aggregates(
            Invitation, alias="ledger", collection="invitations", clock=ledger.clock, ids=ledger.ids
        ),
        kinds=kinds,
    )
    opened.catalogue.make_indexes()
    opened.redemptions.make_indexes()
    opened.invitations.make_indexes()
    return opened


def _found_by(redemption: Redemption) -> Mapping[str, object]:
    """Return what a redemption is found by: whom it concerns, the answer it waits for, its need."""
    people = {redemption.member_id, redemption.resident_id, redemption.ordered_by} - {None}
    return {
        "concerns": sorted(str(each) for each in people),
        "awaits": redemption.awaits,
        "need_id": need_of_redemption(redemption.id),
    }
