"""A world of projects: an organisation, its staff, a published project, shifts, and people who sign up."""

from dataclasses import replace
from datetime import datetime, timedelta

from services.matching.application.commands import Decision
from services.matching.application.projects import joining, presence, projects, settling, shifts
from services.matching.application.projects.commands import (
    AgreeLine,
    Arrival,
    JoinShift,
    NoticeText,
    PostProject,
    PostShift,
    ReviewProject,
    RoleWanted,
    Settle,
    TellIn,
    TellOut,
)
from services.matching.domain.diary import EntryState
from services.matching.domain.parties.party import Party, PartyKind, PartyState
from services.matching.domain.projects.project import Project
from services.matching.domain.projects.shift import Shift
from shared.identity.actor import Actor
from shared.identity.roles import Grant, Role, Scope, ScopeKind
from shared.kernel.clock import SetClock
from shared.kernel.ids import RandomIds
from tests.application.matching_world import HERE, THERE, World, a_world

PARTY = "party-1"
NOTICE = NoticeText(
    content="陪老人读报、聊天",
    conditions="年满 18 岁，身体健康",
    risks="路上注意车辆",
    guarantees="组织方统一投保意外险",
    contact_name="周联络",
    contact_phone="0833-1234567",
)
LEADER_AND_HELPERS = (
    RoleWanted(code="leader", name="领队", places=1, leads=True),
    RoleWanted(code="helper", name="队员", places=2),
)

ONE = (RoleWanted(code="helper", name="队员", places=1),)


def a_party(now: datetime, staff_id: str, party_id: str = PARTY, community_code: str = HERE) -> Party:
    """Return an approved organisation that serves a community."""
    return Party(
        id=party_id,
        kind=PartyKind.VOLUNTEER,
        name="银龄志愿服务队",
        filing_number=f"备-{party_id}",
        community_codes=(community_code,),
        district_code=community_code[:6],
        contact_name="周联络",
        contact_phone="+8613900009999",
        state=PartyState.APPROVED,
        staff_ids=(staff_id,),
        registered_by=staff_id,
        created_at=now,
        changed_at=now,
    )


class ProjectWorld:
    """What the tests of projects say, in few words."""

    def __init__(self, world: World) -> None:
        self.world, self.m, self.clock = world, world.m, world.clock
        self.organiser = self.staff_of(PARTY)
        self.m.parties.add(a_party(self.clock.now(), self.organiser.member_id))
        self.community = world.staff()

    def staff_of(self, party_id: str) -> Actor:
        scope = Scope(kind=ScopeKind.ORGANISATION, code=party_id)
        return self.world.member("周联", grants=(Grant(role=Role.ORGANISATION_STAFF, scope=scope),))

    def command(self, **fields: object) -> PostProject:
        usual = PostProject(
            party_id=PARTY,
            community_codes=(HERE, THERE),
            title="银龄陪伴",
            service_kind="ENVIRONMENT",
            purpose="让独居老人每周有人陪",
            notice=NOTICE,
        )
        return replace(usual, **fields)  # type: ignore[arg-type]  # -- fields by name

    def draft(self, **fields: object) -> Project:
        return projects.post_project(self.m, self.organiser, self.command(**fields), self.m.ids.new())

    def submitted(self, **fields: object) -> Project:
        return projects.submit_project(self.m, self.organiser, self.draft(**fields).id)

    def published(self, **fields: object) -> Project:
        approve = ReviewProject(decision=Decision.APPROVE)
        return projects.review_project(self.m, self.community, self.submitted(**fields).id, approve)

    def shift_command(self, **fields: object) -> PostShift:
        usual = PostShift(
            starts_at=self.world.now(hours=24),
            ends_at=self.world.now(hours=26),
            address="社区广场",
            roles=LEADER_AND_HELPERS,
        )
        return replace(usual, **fields)  # type: ignore[arg-type]  # -- fields by name

    def shift(self, project: Project | None = None, **fields: object) -> Shift:
        return self.shifts(project, **fields)[0]

    def shifts(self, project: Project | None = None, **fields: object) -> tuple[Shift, ...]:
        made = project or self.published()
        return shifts.post_shift(
            self.m, self.organiser, made.id, self.shift_command(**fields), self.m.ids.new()
        )

    def joined(self, actor: Actor, shift: Shift, role: str | None = None, *, wait: bool = False) -> Shift:
        return joining.sign_up(self.m, actor, shift.id, JoinShift(role=role, wait=wait))

    def leader(self, shift: Shift) -> Actor:
        leader = self.world.member("孙领队")
        self.joined(leader, shift, "leader")
        return leader

    def present(self, by: Actor, shift: Shift, *people: Arrival, minutes: float = 120) -> Shift:
        """Return the shift with these people signed in at its start and out so many minutes later, told in time."""
        self.clock.at = shift.starts_at
        presence.tell_in(self.m, by, shift.id, TellIn(people=people))
        self.clock.at = shift.starts_at + timedelta(minutes=minutes)
        return presence.tell_out(self.m, by, shift.id, TellOut())

    def agreed(self, by: Actor, shift: Shift, *minutes: int, reason: str = "") -> Shift:
        """Return the shift with the minutes of the attendees, in order, agreed to."""
        lines = tuple(
            AgreeLine(attendee_id=each.id, minutes=count, reason=reason)
            for each, count in zip(self.now(shift).attendees, minutes, strict=False)
        )
        return settling.settle(self.m, by, shift.id, Settle(lines=lines))

    def now(self, shift: Shift) -> Shift:
        return self.m.shifts.get(shift.id)


def a_project_world(clock: SetClock, ids: RandomIds) -> ProjectWorld:
    return ProjectWorld(a_world(clock, ids))


def here(*actors: Actor) -> tuple[Arrival, ...]:
    return tuple(Arrival(member_id=each.member_id) for each in actors)


def entries(world: ProjectWorld, actor: Actor) -> list[tuple[str, EntryState]]:
    found = world.m.diaries.find(actor.member_id)
    return [(each.need_id, each.state) for each in found.entries] if found else []


def holders(world: ProjectWorld, shift: Shift) -> list[str]:
    return [each.member_id for each in world.now(shift).seats]
