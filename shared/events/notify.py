"""What notify says when something was kept for a person."""

from dataclasses import dataclass

from shared.events.contract import event
from shared.events.fields import Code, Id
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
