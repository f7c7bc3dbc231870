"""A care plan of the town, and a good body for each command of care plans."""

from datetime import date

from services.matching.application.caring import commands
from services.matching.domain.caring.companion import Companion
from services.matching.domain.caring.plan import CarePlan, PlanAgreement, PlanState
from services.matching.domain.caring.visits import Visits
from tests.web.platform_app import HOME, Json, PlatformApp

CARE_PLAN = "care-plan-of-the-town"


def add_care_plan(site: PlatformApp, helper_id: str, resident_id: str, staff_id: str) -> None:
    """Keep a plan that runs, for which somebody was asked to come again and again."""
    now = site.platform.matching.clock.now()
    site.platform.matching.care_plans.add(
        CarePlan(
            id=CARE_PLAN,
            resident_id=resident_id,
            community_code=HOME,
            service_kind="HOME_VISIT",
            title="上门陪聊",
            visits=(Visits(from_on=date(2027, 1, 4), weekdays=(2,), starts_minute=570, minutes=60),),
            state=PlanState.AGREED,
            agreement=PlanAgreement(by=resident_id, at=now),
            companions=(Companion(member_id=helper_id, at=now),),
            asked_by=resident_id,
            kept_by=staff_id,
            created_at=now,
            changed_at=now,
        )
    )


def care_bodies(site: PlatformApp, helper_id: str, resident_id: str) -> dict[str, Json]:
    """Return a body for each command of care plans, by the command's name."""
    visits: Json = {
        "from_on": "2027-01-04",
        "until_on": "2027-06-30",
        "weekdays": [2, 5],
        "starts_at": "09:30",
        "minutes": 60,
        "helpers": 1,
        "skips_holidays": True,
    }
    bodies: dict[type, Json] = {
        commands.DrawUpCarePlan: {
            "resident_id": resident_id,
            "service_kind": "HOME_VISIT",
            "title": "上门陪聊",
            "details": "三楼",
            "visits": visits,
            "spoken_consent": True,
        },
        commands.AnswerCarePlan: {"agree": True, "reason": "OTHER", "spoken_consent": True},
        commands.ChangeCarePlan: {"visits": visits, "spoken_consent": True},
        commands.PauseCarePlan: {"reason": "AWAY"},
        commands.EndCarePlan: {"reason": "NOT_NEEDED"},
        commands.AskCompanion: {
            "volunteer_number": site.platform.identity.members.get(helper_id).volunteer_number
        },
        commands.AnswerCompanion: {"agree": True},
    }
    return {kind.__name__: body for kind, body in bodies.items()}
