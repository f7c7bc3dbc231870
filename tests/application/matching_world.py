"""A world of coordination: real documents, people of one community, and events handed to the reactions at once."""

from dataclasses import dataclass, field, replace
from datetime import date, datetime, timedelta
from typing import Any

from services.matching.application import accepting, needs, serving
from services.matching.application.commands import CheckIn, CheckOut, Confirm, MakeOffer, PostNeed
from services.matching.application.context import Matching, open_matching
from services.matching.application.offers import make_offer
from services.matching.domain.assignment import Assignment
from services.matching.domain.gate_shapes import Policy
from services.matching.domain.need import Need
from services.matching.entrypoints.consumer import reactions
from shared.events.contract import Event, parse
from shared.identity.actor import Actor
from shared.identity.communities import Communities, Community
from shared.identity.documents import DocumentKeys
from shared.identity.member import (
    Certificate,
    Delegate,
    DocumentType,
    Guardian,
    IdentityDocument,
    Member,
    Window,
)
from shared.identity.opening import Identity, open_identity
from shared.identity.roles import Grant, Role, Scope, ScopeKind
from shared.kernel.clock import SetClock
from shared.kernel.geography import Point
from shared.kernel.ids import RandomIds
from shared.storage.aggregates import retrying

HERE = "511402001001"
THERE = "511402001002"
ELSEWHERE = "320102001001"
HOME = Point(longitude=103.83, latitude=30.05)
NEAR = Point(longitude=103.835, latitude=30.05)
FAR = Point(longitude=103.9, latitude=30.1)
ALL_WEEK = tuple(Window(weekday=day, from_minute=0, to_minute=1440) for day in range(1, 8))


def a_community(code: str) -> Community:
    return Community(
        code=code, name=f"社区{code[-3:]}", kind="urban", street="街道", district="区", city="市", point=HOME
    )


@dataclass
class World:
    """Coordination with people; ``settle`` hands every waiting event to the reactions, as workers would."""

    clock: SetClock
    identity: Identity
    m: Matching
    facts: list[object] = field(default_factory=list)
    _counted: int = 0

    def now(self, **later: float) -> datetime:
        return self.clock.now() + timedelta(**later)

    def member(self, name: str = "王安", **fields: object) -> Actor:
        """Return a signed-in adult with a document, who says when they have time."""
        self._counted += 1
        member_id = f"m{self._counted:03d}"
        now = self.clock.now()
        born = fields.pop("birth_date", date(1980, 5, 1))
        document = IdentityDocument(
            type=DocumentType.MAINLAND_ID,
            sealed="",
            algorithm="AES-256-GCM",
            key_id="one",
            found_by=member_id,
            masked="",
            birth_date=born,  # type: ignore[arg-type]  # -- tests give dates
            added_at=now,
        )
        member = Member(
            id=member_id,
            community_code=HERE,
            point=NEAR,
            name=name,
            phone=f"+86138{self._counted:08d}",
            address="一号楼",
            password_hash="x",
            volunteer_number=f"V{self._counted:06d}",
            document=document,
            availability=ALL_WEEK,
            created_at=now,
            changed_at=now,
        )
        self.identity.members.add(replace(member, **fields))  # type: ignore[arg-type]  # -- fields by name
        return self.actor(member_id)

    def actor(self, member_id: str) -> Actor:
        found = self.identity.members.get(member_id)
        return Actor(
            member_id=member_id,
            session_id="s",
            community_code=found.community_code,
            name=found.name,
            grants=found.present_grants,
        )

    def change(self, actor: Actor, **fields: object) -> None:
        found = self.identity.members.get(actor.member_id)
        self.identity.members.save(found.changed(self.clock.now(), **fields))

    def staff(self, code: str = HERE) -> Actor:
        grant = Grant(role=Role.COMMUNITY_STAFF, scope=Scope(kind=ScopeKind.COMMUNITY, code=code))
        return self.member("陈工", grants=(grant,), community_code=code)

    def resident(self, **fields: object) -> Actor:
        """Return a resident whom staff recorded: no account, no phone."""
        return self.member(
            "李奶奶", **{"password_hash": None, "phone": None, "document": None, "point": HOME, **fields}
        )

    def delegate_of(self, resident: Actor) -> Actor:
        delegate = self.member("李女儿")
        since = Delegate(
            member_id=delegate.member_id,
            relation="女儿",
            since_at=self.clock.now(),
            recorded_by=resident.member_id,
        )
        self.change(resident, delegates=(since,))
        return delegate

    def volunteer(self, *kinds: str, **fields: object) -> Actor:
        """Return a member with an open offer of these kinds of service."""
        actor = self.member("赵志", **fields)
        make_offer(self.m, actor, MakeOffer(service_kinds=kinds or ("HOME_VISIT",)), self.m.ids.new())
        return actor

    def command(self, **fields: object) -> PostNeed:
        return replace(
            PostNeed(
                service_kind="HOME_VISIT",
                title="陪老人说说话",
                starts_at=self.now(hours=1),
                ends_at=self.now(hours=2),
                expected_minutes=45,
            ),
            **fields,  # type: ignore[arg-type]  # -- fields by name
        )

    def need(self, actor: Actor | None = None, **fields: object) -> Need:
        """Return a need that staff posted for a resident, open."""
        by = actor or self.staff()
        if actor is None and "resident_id" not in fields:
            fields["resident_id"] = self.resident().member_id
        return needs.post_need(self.m, by, self.command(**fields), self.m.ids.new())

    def accepted(self, helper: Actor, need: Need) -> Assignment:
        return retrying(lambda: accepting.accept_need(self.m, helper, need.id))

    def checked_out(self, helper: Actor, need: Need) -> Assignment:
        """Return an assignment served from start to end, told in time; the clock stands at the end."""
        made = self.accepted(helper, need)
        self.clock.at = need.starts_at
        serving.check_in(self.m, helper, made.id, CheckIn())
        self.clock.at = need.ends_at
        return serving.check_out(self.m, helper, made.id, CheckOut())

    def confirmed(self, helper: Actor, need: Need, by: Actor, minutes: int = 45) -> Assignment:
        made = self.checked_out(helper, need)
        return serving.confirm(self.m, by, made.id, Confirm(minutes=minutes))

    def settle(self) -> list[object]:
        """Hand every event that waits in an outbox to the reactions until none is left; return their facts."""
        table, told = reactions(self.m), []
        while waiting := self._take():
            for event in waiting:
                told.append(event.data)
                if type(event.data) in table:
                    retrying(lambda event=event: table[type(event.data)](event))  # type: ignore[misc]  # -- bound now
        self.facts += told
        return told

    def _take(self) -> list[Event]:
        events = []
        for outbox in (store.collection for store in self.m.stores):
            for document in outbox.find({"unsent_at": {"$gte": 0}}):
                waiting: Any = document["outbox"]
                events += [parse(each["headers"], each["body"]) for each in waiting]
                outbox.update_one(
                    {"_id": document["_id"]}, {"$set": {"outbox": []}, "$unset": {"unsent_at": ""}}
                )
        return sorted(events, key=lambda event: event.id)

    def asked(self, need: Need) -> list[str]:
        """Return who waits to answer, best first."""
        found = self.m.proposals.find(need.id)
        return [each.member_id for each in found.waiting] if found else []


def a_world(clock: SetClock, ids: RandomIds, policy: Policy | None = None) -> World:
    """Return a world on the connections that the fixture ``databases`` made."""
    communities = Communities([a_community(HERE), a_community(THERE), a_community(ELSEWHERE)])
    keys = DocumentKeys(present="one", keys={"one": b"k" * 32}, finding=b"f" * 32)
    identity = open_identity(clock, ids, keys=keys, communities=communities)
    return World(clock=clock, identity=identity, m=open_matching(clock, ids, identity, policy))


def consent(now: datetime) -> Guardian:
    return Guardian(name="家长", phone="+8613900000000", consent_at=now)


def seen(code: str) -> Certificate:
    return Certificate(code=code, confirmed=True)
