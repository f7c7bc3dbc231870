"""A body that enrolled in the town, and a good body for each command of enrolment."""

from services.matching.application.enrolling import commands
from services.matching.domain.enrolling.enrolment import Enrolment, EnrolmentKind
from tests.web.platform_app import HOME, Json, PlatformApp

ENROLMENT = "enrolment-of-the-town"


def add_enrolment(site: PlatformApp, member_id: str) -> None:
    """Keep an enrolment that waits for the community."""
    site.platform.matching.enrolments.add(
        Enrolment(
            id=ENROLMENT,
            kind=EnrolmentKind.BODY,
            member_id=member_id,
            body_name="区图书馆",
            community_code=HOME,
            created_at=site.platform.matching.clock.now(),
        )
    )


def enrolment_bodies() -> dict[str, Json]:
    """Return a body for each command of enrolment, by the command's name."""
    lists: Json = {"body_name": "区文化馆", "offers": "会议室", "wishes": "志愿者"}
    bodies: dict[type, Json] = {
        commands.Enrol: {**lists, "party_id": None, "kind": "BODY", "community_code": HOME},
        commands.DecideEnrolment: {"confirm": True, "reason": "可以"},
        commands.EndEnrolment: {"reason": "已搬走"},
    }
    return {kind.__name__: body for kind, body in bodies.items()}
