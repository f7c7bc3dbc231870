"""What notify says when something was kept for a person."""

from dataclasses import dataclass

from shared.events.contract import event
from shared.events.fields import Code, CommunityCode, Count, Id
from shared.events.topics import NOTIFY


@event("notify.notice-kept.v1", topic=NOTIFY, key="member_id")
@dataclass(frozen=True, slots=True, kw_only=True)
class NoticeKept:
    """A notice waits for a member."""

    notice_id: Id
    member_id: Id
    kind: Code


@event("notify.notice-read.v1", topic=NOTIFY, key="member_id")
@dataclass(frozen=True, slots=True, kw_only=True)
class NoticeRead:
    """A member read a notice, here or on another device."""

    notice_id: Id
    member_id: Id


@event("notify.broadcast-changed.v1", topic=NOTIFY, key="broadcast_id")
@dataclass(frozen=True, slots=True, kw_only=True)
class BroadcastChanged:
    """A broadcast was written, agreed to, refused, stopped, or has reached everybody: ``state`` says which."""

    broadcast_id: Id
    community_code: CommunityCode
    state: Code
    by: Id
    told: Count
