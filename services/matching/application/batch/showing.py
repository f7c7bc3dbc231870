"""The rounds of asking of a city as the staff of one of its communities read them."""

from dataclasses import dataclass

from services.matching.application.context import Matching
from services.matching.domain.batch.relaxing import Relaxation
from services.matching.domain.batch.run import MatchRun
from services.matching.domain.need import Need, NeedState
from shared.identity.actor import Actor
from shared.identity.permissions import Permission

SHOWN = 30


@dataclass(frozen=True, slots=True, kw_only=True)
class StuckView:
    """A need of the community that nobody suited, with the cheapest way out."""

    need: Need
    relaxation: Relaxation


@dataclass(frozen=True, slots=True, kw_only=True)
class RunsView:
    """The newest runs of a city, and one of them.

    Attributes:
        runs: Newest first.
        run: The one looked at, the newest if none was chosen; none if there is no run yet.
        stuck: Needs of this community that nobody suited in it and that are still open.
    """

    runs: tuple[MatchRun, ...]
    run: MatchRun | None
    stuck: tuple[StuckView, ...]


def runs_shown(m: Matching, actor: Actor, community_code: str, run_id: str) -> RunsView:
    """Return the newest runs of a community's city with one looked at; needs are told of this community alone.

    Raises:
        Forbidden: If the actor does not work at its desk.
    """
    actor.check_may(Permission.SEE_DESK, community_code)
    runs = m.match_runs.page({"city_code": community_code[:4]}, limit=SHOWN).items
    run = next((each for each in runs if each.id == run_id), runs[0] if runs else None)
    own = [each for each in run.unfillable if each.community_code == community_code] if run else []
    needs = {need.id: need for need in m.needs.get_many([each.need_id for each in own])}
    stuck = tuple(
        StuckView(need=needs[each.need_id], relaxation=each.relaxation)
        for each in own
        if each.need_id in needs and needs[each.need_id].state is NeedState.OPEN
    )
    return RunsView(runs=tuple(runs), run=run, stuck=stuck)
