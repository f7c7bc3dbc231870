"""What matching says of teams: who leads them, who is in them, that they are no more."""

from dataclasses import dataclass

from shared.events.contract import event
from shared.events.fields import Code, CommunityCode, Id
from shared.events.topics import MATCHING


@event("matching.team-led.v1", topic=MATCHING, key="team_id")
@dataclass(frozen=True, slots=True, kw_only=True)
class TeamLed:
    """A team was formed, or has another leader or deputy; ``leader_ids`` says who leads since, the leader first."""

    team_id: Id
    party_id: Id
    community_code: CommunityCode
    leader_ids: tuple[Id, ...]
    by: Id


@event("matching.team-list-changed.v1", topic=MATCHING, key="team_id")
@dataclass(frozen=True, slots=True, kw_only=True)
class TeamListChanged:
    """How a person stands to a team: ``ASKED``, ``INVITED``, ``MEMBER``, or ``GONE`` for whoever stands in its list no more."""

    team_id: Id
    party_id: Id
    community_code: CommunityCode
    member_id: Id
    standing: Code
    leader_ids: tuple[Id, ...]
    by: Id


@event("matching.team-disbanded.v1", topic=MATCHING, key="team_id")
@dataclass(frozen=True, slots=True, kw_only=True)
class TeamDisbanded:
    """A team is no more; ``member_ids`` were in it."""

    team_id: Id
    party_id: Id
    community_code: CommunityCode
    member_ids: tuple[Id, ...]
    by: Id
