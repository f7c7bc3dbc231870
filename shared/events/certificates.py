"""What matching says of certificates of service."""

from dataclasses import dataclass

from shared.events.contract import event
from shared.events.fields import Code, CommunityCode, Id
from shared.events.topics import MATCHING


@event("matching.certificate-changed.v1", topic=MATCHING, key="certificate_id")
@dataclass(frozen=True, slots=True, kw_only=True)
class CertificateChanged:
    """A certificate was issued, or revoked by staff: ``state`` says which."""

    certificate_id: Id
    community_code: CommunityCode
    member_id: Id
    state: Code
    by: Id
