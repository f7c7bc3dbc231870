"""What may be asked of broadcasts, with the limits of every field."""

from dataclasses import dataclass
from typing import Annotated

from services.notify.domain.broadcasts import AgeGroup, Audience
from shared.events.fields import Code, CommunityCode, Text
from shared.identity.roles import Role

BroadcastText = Annotated[str, Text(least=2, most=200)]
Why = Annotated[str, Text(least=0, most=200)]


@dataclass(frozen=True, slots=True, kw_only=True)
class CountAudience:
    """Whom a broadcast would reach; what is empty applies to everybody of the community.

    Attributes:
        danger: Whether it warns of danger to life; then it also goes to who has no account, by call or in person.
    """

    community_code: CommunityCode
    roles: tuple[Role, ...] = ()
    service_kinds: tuple[Code, ...] = ()
    age_groups: tuple[AgeGroup, ...] = ()
    danger: bool = False

    @property
    def audience(self) -> Audience:
        """Return who is meant, each thing said once."""
        return Audience(
            roles=tuple(dict.fromkeys(self.roles)),
            service_kinds=tuple(dict.fromkeys(self.service_kinds)),
            age_groups=tuple(dict.fromkeys(self.age_groups)),
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class WriteBroadcast(CountAudience):
    """Something to tell them, in both languages."""

    zh: BroadcastText
    en: BroadcastText


@dataclass(frozen=True, slots=True, kw_only=True)
class AnswerBroadcast:
    """Agree to what somebody else wrote, or say no with a reason."""

    agree: bool
    reason: Why = ""
