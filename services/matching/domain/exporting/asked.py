"""What somebody takes out of a community, and the line that stays of it."""

from dataclasses import dataclass
from datetime import date, datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """What is to be exported.

    Attributes:
        kind: ``members``, ``records`` or ``hours``.
        community_code: From which community.
        fields: Which fields leave.
        from_on: First day, of service or of registration; None is the first there is.
        to_on: Last day, included; None is today.
    """

    kind: str
    community_code: str
    fields: tuple[str, ...]
    from_on: date | None = None
    to_on: date | None = None

    def holds(self, day: date) -> bool:
        """Tell whether a day lies within."""
        return (self.from_on is None or day >= self.from_on) and (self.to_on is None or day <= self.to_on)


@dataclass(frozen=True, slots=True, kw_only=True)
class ExportRun:
    """That something was exported: written before the first row leaves, and again with how many did.

    Attributes:
        asked: What.
        exported_by: Who.
        rows: How many left; None if it was broken off, or goes on.
        started_at: UTC.
    """

    id: str
    version: int = 0
    community_code: str
    asked: Asked
    exported_by: str
    rows: int | None = None
    started_at: datetime
