"""Where certificates are kept, and what they are found by."""

from services.matching.domain.certificates.certificate import Certificate
from shared.kernel.clock import Clock
from shared.kernel.ids import Ids
from shared.storage.aggregates import Aggregates


def open_certificates(clock: Clock, ids: Ids) -> Aggregates[Certificate]:
    """Return the certificates on the connection ``matching``."""
    return Aggregates(
        Certificate,
        alias="matching",
        collection="certificates",
        clock=clock,
        ids=ids,
        lists=(("member_id",), ("state",)),
        unique=("number",),
    )
