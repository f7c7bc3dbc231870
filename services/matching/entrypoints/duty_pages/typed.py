"""What the forms of named duties send, as it is typed."""

from dataclasses import dataclass
from typing import Annotated

from services.matching.application.duties.commands import Area
from services.matching.application.register.commands import Phone
from services.matching.domain.duties.duty import DutyKind
from shared.events.days import OnDay
from shared.events.fields import Code, CommunityCode, Text


@dataclass(frozen=True, slots=True, kw_only=True)
class DutyForm:
    """A new duty."""

    kind: DutyKind
    community_code: CommunityCode
    area: Area


@dataclass(frozen=True, slots=True, kw_only=True)
class AppointForm:
    """Who holds it, and until when."""

    phone: Phone
    until_on: OnDay | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class DutyPlaceQuery:
    """Which community's duties; nothing is one's own."""

    community: Annotated[str, Text(most=12, pattern=r"[0-9]*")] = ""
    show: Code = "all"
