"""A project and a shift of the town, and a good body for each of their commands."""

from datetime import timedelta

from services.matching.application.projects.commands import NoticeText, PostProject, PostShift, RoleWanted
from services.matching.domain.projects.project import Project, ProjectState
from services.matching.domain.projects.shift import Shift, ShiftRole
from shared.kernel.clock import iso
from shared.storage.aggregates import Aggregates
from tests.application.project_world import a_party
from tests.web.platform_app import HOME, Json, PlatformApp

PARTY = "party-of-the-town"
PROJECT = "project-of-the-town"
SHIFT = "shift-of-the-town"


def add_project_and_shift(site: PlatformApp) -> None:
    """Keep a published project of an organisation, with one shift to come."""
    m = site.platform.matching
    now = m.clock.now()
    m.parties.add(a_party(now, "somebody", PARTY, HOME))
    projects: Aggregates[Project] = m.projects
    projects.add(
        Project(
            id=PROJECT,
            party_id=PARTY,
            community_codes=(HOME,),
            title="银龄陪伴",
            service_kind="ENVIRONMENT",
            state=ProjectState.PUBLISHED,
            made_by="somebody",
            created_at=now,
        )
    )
    m.shifts.add(
        Shift(
            id=SHIFT,
            project_id=PROJECT,
            party_id=PARTY,
            community_code=HOME,
            service_kind="ENVIRONMENT",
            title="银龄陪伴",
            starts_at=now + timedelta(days=1),
            ends_at=now + timedelta(days=1, hours=2),
            expected_minutes=120,
            address="社区广场",
            roles=(ShiftRole(code="helper", name="队员", places=3),),
            key="00" * 16,
            posted_by="somebody",
            created_at=now,
        )
    )


def project_bodies(site: PlatformApp, member_id: str) -> dict[str, Json]:
    """Return a body for each command of projects and shifts, by the command's name."""
    now = site.platform.matching.clock.now()
    begin, end = iso(now + timedelta(days=2)), iso(now + timedelta(days=2, hours=2))
    notice = dict.fromkeys(NoticeText.__dataclass_fields__, "如实说明")
    role = {"code": "helper", "name": "队员", "places": 3, "leads": False}
    roles = [role]
    assert set(role) == set(RoleWanted.__dataclass_fields__)
    words = {"title": "银龄陪伴", "service_kind": "ENVIRONMENT", "purpose": "有人陪"}
    project = {**words, "community_codes": [HOME], "certificate_needed": False, "notice": notice}
    shift = {
        "title": "第一次",
        "starts_at": begin,
        "ends_at": end,
        "expected_minutes": 60,
        "address": "广场",
        "roles": roles,
        "least_age": 18,
        "note": "带水",
    }
    more = {
        "community_code": HOME,
        "point": {"longitude": 103.83, "latitude": 30.05},
        "times": 2,
        "days_apart": 7,
    }
    assert set(project) | {"party_id"} == set(PostProject.__dataclass_fields__)
    assert set(shift) | set(more) == set(PostShift.__dataclass_fields__)
    return {
        "PostProject": {**project, "party_id": PARTY},
        "AmendProject": project,
        "ReviewProject": {"decision": "APPROVE", "reason": "可以"},
        "EndProject": {"reason": "结项"},
        "PostShift": {**shift, **more},
        "AmendShift": shift,
        "JoinShift": {"role": "helper", "wait": True},
        "LeaveShift": {"member_id": member_id, "reason": "有事"},
        "CancelShift": {"reason": "下雨"},
        "TellIn": {
            "people": [
                {"member_id": member_id, "number": "", "card": "", "name": "王大爷", "phone": "02838100000"}
            ],
            "at": begin,
            "reason": "停电",
            "code": "123456",
        },
        "TellOut": {"attendee_ids": ["x"], "cards": ["x"], "at": end, "reason": "停电"},
        "Claim": {"attendee_id": "x", "number": "5114020000000000", "reason": "已和本人核对"},
        "Settle": {
            "lines": [{"attendee_id": "x", "minutes": 60, "reason": "早退", "recorded_as": "VOLUNTEER"}]
        },
    }
