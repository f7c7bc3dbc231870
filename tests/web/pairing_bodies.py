"""A pairing of the town, and a good body for each command of pairing."""

from datetime import date

from services.matching.application.pairing import commands
from services.matching.domain.pairing.pairing import Agreement, Pairing, PairingState
from services.matching.domain.pairing.words import PairRhythm, PairSide
from tests.web.platform_app import HOME, Json, PlatformApp

PAIRING = "pairing-of-the-town"


def add_pairing(site: PlatformApp, helper_id: str, resident_id: str) -> None:
    """Keep a pairing that both agreed to."""
    now = site.platform.matching.clock.now()
    site.platform.matching.pairings.add(
        Pairing(
            id=PAIRING,
            helper_id=helper_id,
            resident_id=resident_id,
            community_code=HOME,
            rhythm=PairRhythm.WEEKLY,
            state=PairingState.AGREED,
            agreements=(
                Agreement(side=PairSide.HELPER, by=helper_id, at=now),
                Agreement(side=PairSide.RESIDENT, by=resident_id, at=now),
            ),
            agreed_on=date(2026, 11, 1),
            asked_by=resident_id,
            created_at=now,
            changed_at=now,
        )
    )


def pairing_bodies(site: PlatformApp, helper_id: str, resident_id: str) -> dict[str, Json]:
    """Return a body for each command of pairing, by the command's name."""
    asked: Json = {
        "resident_id": resident_id,
        "volunteer_number": site.platform.identity.members.get(helper_id).volunteer_number,
        "rhythm": "WEEKLY",
        "spoken_consent": True,
    }
    bodies: dict[type, Json] = {
        commands.AskPairing: asked,
        commands.AnswerPairing: {"agree": True, "reason": "OTHER", "spoken_consent": True},
        commands.EndPairing: {"reason": "MOVED"},
        commands.TellContact: {"on": "2026-11-20", "way": "PHONE", "found": "WELL"},
    }
    return {kind.__name__: body for kind, body in bodies.items()}
