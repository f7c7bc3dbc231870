"""A twinning of the town, and a good body for each command of twinning."""

from datetime import date

from services.matching.application.twinning import commands
from services.matching.domain.twinning.twinning import Side, Twinning
from tests.web.platform_app import HOME, Json, PlatformApp
from tests.web.project_bodies import PARTY

TWINNING = "twinning-of-the-town"


def add_twinning(site: PlatformApp, member_id: str) -> None:
    """Keep a twinning that a body proposed."""
    now = site.platform.matching.clock.now()
    site.platform.matching.twinnings.add(
        Twinning(
            id=TWINNING,
            party_id=PARTY,
            community_code=HOME,
            purpose="开放会议室",
            visits_a_year=4,
            from_on=date(2026, 11, 1),
            until_on=date(2027, 11, 1),
            proposed_by=Side.PARTY,
            made_by=member_id,
            created_at=now,
            changed_at=now,
        )
    )


def twinning_bodies() -> dict[str, Json]:
    """Return a body for each command of twinning, by the command's name."""
    proposed: Json = {
        "party_id": PARTY,
        "community_code": HOME,
        "purpose": "开放会议室",
        "visits_a_year": 4,
        "from_on": "2026-11-01",
        "until_on": "2027-11-01",
    }
    bodies: dict[type, Json] = {
        commands.ProposeTwinning: proposed,
        commands.AnswerTwinning: {"agree": True, "reason": "可以"},
        commands.EndTwinning: {"reason": "期满"},
        commands.TellVisit: {"on": "2026-11-20", "what": "座谈"},
    }
    return {kind.__name__: body for kind, body in bodies.items()}
