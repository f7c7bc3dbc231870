"""What may be asked of named duties, with the limits of every field."""

from dataclasses import dataclass
from typing import Annotated

from services.matching.application.register.commands import Phone
from services.matching.domain.duties.duty import DutyKind
from shared.events.days import OnDay
from shared.events.fields import CommunityCode, Text

Area = Annotated[str, Text(least=1, most=40)]


@dataclass(frozen=True, slots=True, kw_only=True)
class NameDuty:
    """Name a duty for an area; somebody is appointed to it afterwards."""

    kind: DutyKind
    community_code: CommunityCode
    area: Area


@dataclass(frozen=True, slots=True, kw_only=True)
class Appoint:
    """Let whoever signs in with this phone hold a duty.

    Attributes:
        until_on: Last day of the term; None is open.
    """

    phone: Phone
    until_on: OnDay | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class DutiesQuery:
    """Which duties to list, newest first; none is one's own community.

    Attributes:
        vacant: Only those that nobody holds.
    """

    community_code: CommunityCode | None = None
    vacant: bool = False
