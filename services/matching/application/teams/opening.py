"""Where teams are kept, and what they are found by."""

from collections.abc import Mapping

from services.matching.domain.teams.team import Team
from shared.kernel.clock import Clock
from shared.kernel.ids import Ids
from shared.storage.aggregates import Aggregates


def open_teams(clock: Clock, ids: Ids) -> Aggregates[Team]:
    """Return the teams on the connection ``matching``."""
    return Aggregates(
        Team,
        alias="matching",
        collection="teams",
        clock=clock,
        ids=ids,
        lists=(("community_code", "state"), ("party_id",)),
        indexes=("people",),
        also=_found_by,
    )


def _found_by(team: Team) -> Mapping[str, object]:
    return {"people": [each.member_id for each in team.places]}
