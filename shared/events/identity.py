"""What the register says of members: ids and codes only."""

from dataclasses import dataclass

from shared.events.contract import event
from shared.events.fields import Code, CommunityCode, Id
from shared.events.topics import IDENTITY


@event("identity.member-registered.v1", topic=IDENTITY, key="member_id")
@dataclass(frozen=True, slots=True, kw_only=True)
class MemberRegistered:
    """A person signed up, or was recorded by staff."""

    member_id: Id
    community_code: CommunityCode
    recorded_by: Id | None = None


@event("identity.member-changed.v1", topic=IDENTITY, key="member_id")
@dataclass(frozen=True, slots=True, kw_only=True)
class MemberChanged:
    """Something of a member changed that others may have to read again."""

    member_id: Id
    community_code: CommunityCode
    what: Code


@event("identity.role-granted.v1", topic=IDENTITY, key="member_id")
@dataclass(frozen=True, slots=True, kw_only=True)
class RoleGranted:
    """A member was given a role in a scope."""

    member_id: Id
    role: Code
    scope: Code
    granted_by: Id


@event("identity.role-withdrawn.v1", topic=IDENTITY, key="member_id")
@dataclass(frozen=True, slots=True, kw_only=True)
class RoleWithdrawn:
    """A role was taken back, suspended or handed over."""

    member_id: Id
    role: Code
    scope: Code
    withdrawn_by: Id
