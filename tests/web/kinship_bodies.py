"""A record of two relatives in the town, and a good body for each command of relatives."""

from services.matching.application.kinship import commands
from shared.identity.kinship import Kin, Kinship
from tests.web.platform_app import Json, PlatformApp

KINSHIP = "kinship-of-the-town"


def add_kinship(site: PlatformApp, member_id: str, relative_id: str) -> None:
    """Keep a record that waits for the relative."""
    site.platform.identity.kinships.add(
        Kinship(
            id=KINSHIP,
            member_id=member_id,
            relative_id=relative_id,
            kin=Kin.PARENT,
            recorded_by=member_id,
            created_at=site.platform.clock.now(),
        )
    )


def kinship_bodies(phone: str, relative_id: str) -> dict[str, Json]:
    """Return a body for each command of relatives, by the command's name."""
    bodies: dict[type, Json] = {
        commands.AskKinship: {"phone": phone, "name": "周宁", "kin": "PARENT", "consent": True},
        commands.RecordKinship: {
            "relative_id": relative_id,
            "kin": "CHILD",
            "manner": "SPOKEN",
            "consent": True,
        },
        commands.AnswerKinship: {"agree": True},
        commands.EndKinship: {"reason": "已搬走"},
    }
    return {kind.__name__: body for kind, body in bodies.items()}
