"""A named duty of the town, and a good body for each command of duties."""

from services.matching.application.duties import commands
from services.matching.domain.duties.duty import Duty, DutyKind
from tests.web.platform_app import HOME, Json, PlatformApp

DUTY = "duty-of-the-town"


def add_duty(site: PlatformApp, staff_id: str) -> None:
    """Keep a duty that nobody holds."""
    now = site.platform.matching.clock.now()
    site.platform.matching.duties.add(
        Duty(
            id=DUTY,
            kind=DutyKind.LAW,
            community_code=HOME,
            area="全社区",
            made_by=staff_id,
            created_at=now,
            changed_at=now,
        )
    )


def duty_bodies(phone: str) -> dict[str, Json]:
    """Return a body for each command of duties, by the command's name."""
    bodies: dict[type, Json] = {
        commands.NameDuty: {"kind": "BUILDING_HEAD", "community_code": HOME, "area": "3 号楼"},
        commands.Appoint: {"phone": phone, "until_on": "2030-01-01"},
    }
    return {kind.__name__: body for kind, body in bodies.items()}
