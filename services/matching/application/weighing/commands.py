"""What may be asked of ranking policies, with the limits of every field."""

from dataclasses import dataclass
from typing import Annotated

from services.matching.domain.weighing.policy import AS_IT_COMES, MOST_WEIGHT
from shared.events.fields import CommunityCode, Text, Whole

Weight = Annotated[int, Whole(least=0, most=MOST_WEIGHT)]
VersionNumber = Annotated[int, Whole(least=1, most=1_000_000)]


@dataclass(frozen=True, slots=True, kw_only=True)
class DraftRanking:
    """Draft weights for a community, and why; the answer says what they would have changed last month.

    Attributes:
        held: Weighs in rounds alone and is not in the preview; left out, it is what it is as the platform comes.
    """

    community_code: CommunityCode
    distance: Weight
    skill: Weight
    load: Weight
    continuity: Weight
    held: Weight = AS_IT_COMES.held
    note: Annotated[str, Text(least=1, most=300)]


@dataclass(frozen=True, slots=True, kw_only=True)
class SwitchRanking:
    """Switch a drafted version on."""

    community_code: CommunityCode
    number: VersionNumber


@dataclass(frozen=True, slots=True, kw_only=True)
class RankingQuery:
    """Whose ranking policy; nothing is one's own community's."""

    community_code: CommunityCode | None = None
