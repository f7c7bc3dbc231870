"""Builders for the tests of notices: a register with a few people, and the service upon it."""

from dataclasses import dataclass

from services.notify.application.context import Notify, open_notify
from services.notify.application.reach import NOWHERE, Reach
from services.notify.application.reactions import when_told_keep
from services.notify.domain.notices import Notice
from shared.events.contract import Event, contract_of
from shared.identity.actor import Actor
from shared.identity.member import Delegate, Member
from shared.identity.opening import Identity
from shared.identity.roles import Grant, Role, scope_of
from shared.kernel.clock import SetClock
from shared.kernel.geography import Point
from shared.kernel.ids import Ids
from shared.kernel.words import Words
from tests.application.register_world import HOME, an_identity

SERVICE_NAMES = {"CLINIC_ESCORT": Words("陪诊就医", "Escort to hospital")}


@dataclass(slots=True, kw_only=True)
class NotifyWorld:
    """The service with its register."""

    clock: SetClock
    ids: Ids
    identity: Identity
    notify: Notify
    offered: dict[str, frozenset[str]]

    def add_member(
        self,
        id_: str,
        *,
        has_account: bool = True,
        delegates: tuple[str, ...] = (),
        duties: tuple[tuple[Role, str], ...] = (),
        community_code: str = HOME,
        phone: str | None = None,
    ) -> Actor:
        """Put a person into the register and return them as an actor."""
        now = self.clock.now()
        member = Member(
            id=id_,
            community_code=community_code,
            point=Point(longitude=103.8, latitude=30.05),
            name=f"王{id_}",
            phone=phone,
            password_hash="kept" if has_account else None,
            volunteer_number=f"V-{id_}",
            delegates=tuple(
                Delegate(member_id=each, relation="邻居", since_at=now, recorded_by=id_) for each in delegates
            ),
            grants=tuple(Grant(role=role, scope=scope_of(scope)) for role, scope in duties),
            created_at=now,
            changed_at=now,
        )
        self.identity.members.add(member)
        return Actor(
            member_id=id_, session_id=f"session-{id_}", community_code=community_code, grants=member.grants
        )

    def event(self, fact: object, *, id_: str | None = None) -> Event:
        """Return a fact in its envelope, as the log delivers it."""
        contract = contract_of(fact)
        key = str(getattr(fact, contract.key))
        now = self.clock.now()
        return Event(
            id=id_ or self.ids.new(),
            type=contract.type,
            subject=key,
            partitionkey=key,
            sequence=1,
            time=now,
            recordedtime=now,
            correlationid="test",
            causationid="test",
            data=fact,
        )

    def hear(self, fact: object) -> Event:
        """Let the service react to a fact, a minute after the one before."""
        self.clock.advance(minutes=1)
        event = self.event(fact)
        when_told_keep(self.notify, event)
        return event

    def kept_for(self, member_id: str) -> list[Notice]:
        """Return what a member is told, oldest first."""
        found = self.notify.notices.where({"member_id": member_id})
        return sorted(found, key=lambda notice: notice.created_at)

    def kept(self) -> int:
        """Return how many notices there are."""
        return self.notify.notices.count({})


def a_notify_world(clock: SetClock, ids: Ids, reach: Reach = NOWHERE) -> NotifyWorld:
    """Return an empty register and the service."""
    identity = an_identity(clock, ids)
    offered: dict[str, frozenset[str]] = {}
    notify = open_notify(
        clock,
        ids,
        identity.people,
        service_names=SERVICE_NAMES,
        kinds_offered=lambda member_ids: {each: offered[each] for each in member_ids if each in offered},
        reach=reach,
    )
    return NotifyWorld(clock=clock, ids=ids, identity=identity, notify=notify, offered=offered)
