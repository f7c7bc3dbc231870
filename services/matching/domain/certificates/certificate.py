"""A certificate of service: issued once, signed as it stands, revoked by staff with a reason."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from enum import StrEnum
from types import MappingProxyType

from services.matching.domain.certificates.statement import Statement, statement_in
from shared.kernel.signed import Signed
from shared.kernel.words import Words


class CertificateState(StrEnum):
    """Whether a certificate holds."""

    ISSUED = "ISSUED"
    REVOKED = "REVOKED"

    @property
    def words(self) -> Words:
        """Return what people call it."""
        return {
            CertificateState.ISSUED: Words("有效", "Valid"),
            CertificateState.REVOKED: Words("已撤销", "Revoked"),
        }[self]


NEXT_STATES: Mapping[CertificateState, frozenset[CertificateState]] = MappingProxyType(
    {
        CertificateState.ISSUED: frozenset({CertificateState.REVOKED}),
        CertificateState.REVOKED: frozenset(),
    }
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Certificate:
    """One certificate.

    Attributes:
        number: As it is typed to check it, without its dashes; nobody guesses it.
        member_id: Whose service it states.
        community_code: The community that keeps the records.
        signed: What it states, signed; None once the holder's account is closed.
        issued_by: The holder, or staff on request.
        reason: Why it was revoked, in words; for the holder and staff.
    """

    id: str
    version: int = 0
    number: str
    member_id: str
    community_code: str
    signed: Signed | None
    issued_by: str
    issued_at: datetime
    state: CertificateState = CertificateState.ISSUED
    revoked_by: str | None = None
    revoked_at: datetime | None = None
    reason: str = ""

    @property
    def statement(self) -> Statement | None:
        """Return what it states, or None once the holder's account is closed."""
        return statement_in(self.signed.text) if self.signed else None

    def revoked(self, by: str, now: datetime, reason: str) -> "Certificate":
        """Return it revoked; itself if it was."""
        if CertificateState.REVOKED not in NEXT_STATES[self.state]:
            return self
        return replace(self, state=CertificateState.REVOKED, revoked_by=by, revoked_at=now, reason=reason)

    def erased(self) -> "Certificate":
        """Return it without what it states of a person."""
        return replace(self, signed=None)
