"""A drafted ranking policy of the town, and a good body for each command of ranking."""

from services.matching.application.commands import DispatchNeed
from services.matching.application.surging import DeclareSurge, EndSurge
from services.matching.application.weighing import commands
from services.matching.domain.weighing.policy import (
    PolicyVersion,
    Preview,
    RankingBook,
    Tally,
    TermWeights,
)
from tests.web.duty_bodies import add_duty
from tests.web.platform_app import HOME, Json, PlatformApp


def add_duty_and_ranking(site: PlatformApp, staff_id: str) -> None:
    """Keep a duty that nobody holds and a draft that nobody switched on."""
    add_duty(site, staff_id)
    draft = PolicyVersion(
        number=1,
        weights=TermWeights(continuity=60),
        note="熟人优先",
        preview=Preview(needs=0, changed=0, before=Tally(), after=Tally()),
        made_by=staff_id,
        made_at=site.platform.matching.clock.now(),
    )
    site.platform.matching.ranking_books.add(RankingBook(id=HOME, versions=(draft,)))


def ranking_bodies(member_id: str) -> dict[str, Json]:
    """Return a body for each command of ranking and inviting, by the command's name."""
    bodies: dict[type, Json] = {
        commands.DraftRanking: {
            "community_code": HOME,
            "distance": 50,
            "skill": 20,
            "load": 30,
            "continuity": 40,
            "held": 20,
            "note": "让服务更均匀",
        },
        DispatchNeed: {"member_id": member_id, "spoken_consent": False, "note": "电话", "because": "熟人"},
        commands.SwitchRanking: {"community_code": HOME, "number": 1},
        DeclareSurge: {"community_code": HOME, "hours": 6, "reason": "暴雨，多户进水"},
        EndSurge: {"community_code": HOME},
    }
    return {kind.__name__: body for kind, body in bodies.items()}
