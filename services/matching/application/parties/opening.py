"""Where parties are kept, and what they are found by."""

from collections.abc import Mapping

from services.matching.domain.parties.party import Party
from shared.kernel.clock import Clock
from shared.kernel.ids import Ids
from shared.storage.aggregates import Aggregates


def open_parties(clock: Clock, ids: Ids) -> Aggregates[Party]:
    """Return the parties on the connection ``matching``."""
    return Aggregates(
        Party,
        alias="matching",
        collection="parties",
        clock=clock,
        ids=ids,
        lists=(("serves",), ("serves", "state"), ("serves", "state", "kind")),
        unique=("registration_key",),
        indexes=("registered_by", "responsible_party_id"),
        also=_found_by,
    )


def _found_by(party: Party) -> Mapping[str, object]:
    return {
        "registration_key": party.registration_key,
        "serves": sorted({*party.community_codes, party.district_code}),
    }
