"""What may be asked of certificates, with the limits of every field."""

from dataclasses import dataclass
from typing import Annotated

from shared.events.days import OnDay
from shared.events.fields import Id, Text

RevokedBecause = Annotated[str, Text(least=2, most=200)]


@dataclass(frozen=True, slots=True, kw_only=True)
class IssueCertificate:
    """Take a certificate: of all service, or of that between two days.

    Attributes:
        member_id: Whose service, if staff ask for somebody; one's own otherwise.
        from_on: First day in China; None is the first service there is.
        until_on: Last day in China, included; None is today.
    """

    member_id: Id | None = None
    from_on: OnDay | None = None
    until_on: OnDay | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class RevokeCertificate:
    """Let a certificate hold no longer."""

    reason: RevokedBecause


@dataclass(frozen=True, slots=True, kw_only=True)
class CertificatesQuery:
    """Whose certificates to list, newest first; none is one's own."""

    member_id: Id | None = None
