"""What goes over the sockets: nudges that say which thing changed, never what it says. The page refetches."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Final

from shared.events.giving import PartAsked, PartConfirmed, PartHandedOver, PartReleased, PartReserved
from shared.events.identity import RoleGranted, RoleWithdrawn
from shared.events.ledger import MinutesCredited, PostingRefused, RecordMinutes
from shared.events.matching import (
    AssignmentChanged,
    ConfirmationDue,
    MemberInvited,
    NeedAccepted,
    NeedAmended,
    NeedClosed,
    NeedOpened,
    NeedPlaceReleased,
    NeedPosted,
    NobodyFound,
    ProposalDeclined,
    ProposalsClosed,
    Proposed,
    ServiceRated,
)
from shared.events.notify import NoticeKept, NoticeRead
from shared.events.parties import PartyRegistered, PartyReviewed
from shared.events.projects import (
    ProjectEnded,
    ProjectPublished,
    ProjectSubmitted,
    ShiftAmended,
    ShiftCancelled,
    ShiftJoined,
    ShiftLeft,
    ShiftPosted,
    ShiftWaitlistMoved,
)


class SignalKind(StrEnum):
    """What a page has to fetch again."""

    NOTICE = "notice"
    PROPOSAL = "proposal"
    NEED = "need"
    ASSIGNMENT = "assignment"
    BALANCE = "balance"
    ROLE = "role"
    PROJECT = "project"
    SHIFT = "shift"
    PARTY = "party"


@dataclass(frozen=True, slots=True, kw_only=True)
class Signal:
    """One nudge to everybody in a room.

    Attributes:
        room: ``member:<id>``, ``desk:<community>`` or ``public:<community>``.
        kind: What to fetch again.
        id: Of the thing that changed.
    """

    room: str
    kind: SignalKind
    id: str

    @property
    def payload(self) -> dict[str, str]:
        """Return what travels: kind and id, nothing else."""
        return {"kind": self.kind.value, "id": self.id}


Signals = tuple[Signal, ...]

ALL_DESKS: Final = "desk:all"
"""Room of those whose grant covers everywhere."""

_LEVELS: Final = (4, 6, 9, 12)
"""Digits of a city, a district, a sub-district and a community."""


def member_room(member_id: str) -> str:
    """Return the room of all devices of one member."""
    return f"member:{member_id}"


def desk_room(scope_code: str) -> str:
    """Return the room of those who answer for a community, sub-district or district; all of them for ``""``."""
    return f"desk:{scope_code}" if scope_code else ALL_DESKS


def public_room(community_code: str) -> str:
    """Return the room of all signed-in members of a community."""
    return f"public:{community_code}"


def rooms_of(member_id: str, community_code: str, desk_scopes: Iterable[str]) -> tuple[str, ...]:
    """Return the rooms a member's socket joins.

    Args:
        member_id: The member.
        community_code: The community they live in.
        desk_scopes: Codes of the areas they work for: 4, 6, 9 or 12 digits, or empty for everywhere.
    """
    desks = (desk_room(code) for code in desk_scopes)
    return tuple(dict.fromkeys((member_room(member_id), public_room(community_code), *desks)))


def rooms_reached(room: str) -> tuple[str, ...]:
    """Return the rooms a signal to ``room`` is sent to: a desk's also reaches the desks above it."""
    place, _, code = room.partition(":")
    if place != "desk" or room == ALL_DESKS:
        return (room,)
    return (*(desk_room(code[:digits]) for digits in _LEVELS if digits <= len(code)), ALL_DESKS)


def signals(fact: object) -> Signals:
    """Return the nudges that follow from the data of an event; none if nobody's page changes by it."""
    rule = SIGNALLED.get(type(fact))
    return () if rule is None else tuple(dict.fromkeys(rule(fact)))


def _to_member(member_id: str, kind: SignalKind, id_: str) -> Signal:
    return Signal(room=member_room(member_id), kind=kind, id=id_)


def _need_at_desk(fact: NobodyFound | NeedAmended | ProposalDeclined) -> Signals:
    return (Signal(room=desk_room(fact.community_code), kind=SignalKind.NEED, id=fact.need_id),)


def _need_in_public(fact: NeedOpened | NeedClosed | NeedAccepted | NeedPlaceReleased) -> Signals:
    rooms = (
        desk_room(fact.community_code),
        public_room(fact.community_code),
        member_room(fact.resident_id),
        member_room(fact.posted_by),
    )
    return tuple(Signal(room=room, kind=SignalKind.NEED, id=fact.need_id) for room in rooms)


def _need_posted(fact: NeedPosted) -> Signals:
    """Let only the desk and its own people know of a need that waits for review."""
    rooms = [desk_room(fact.community_code), member_room(fact.resident_id), member_room(fact.posted_by)]
    if fact.state == "OPEN":
        rooms.append(public_room(fact.community_code))
    return tuple(Signal(room=room, kind=SignalKind.NEED, id=fact.need_id) for room in rooms)


def _proposed(fact: Proposed) -> Signals:
    asked = zip(fact.member_ids, fact.proposal_ids, strict=True)
    to_members = (_to_member(member_id, SignalKind.PROPOSAL, id_) for member_id, id_ in asked)
    return (*to_members, _proposals_at_desk(fact))


def _proposals_closed(fact: ProposalsClosed) -> Signals:
    to_members = (
        _to_member(member_id, SignalKind.PROPOSAL, f"{fact.need_id}.{member_id}")
        for member_id in fact.member_ids
    )
    return (*to_members, _proposals_at_desk(fact))


def _proposals_at_desk(fact: Proposed | ProposalsClosed) -> Signal:
    """Let the desk see who is asked for a need; its list of needs stays as it is."""
    return Signal(room=desk_room(fact.community_code), kind=SignalKind.PROPOSAL, id=fact.need_id)


def _member_invited(fact: MemberInvited) -> Signals:
    at_desk = Signal(room=desk_room(fact.community_code), kind=SignalKind.NEED, id=fact.need_id)
    return (_to_member(fact.member_id, SignalKind.PROPOSAL, fact.proposal_id), at_desk)


def _proposal_declined(fact: ProposalDeclined) -> Signals:
    return (_to_member(fact.member_id, SignalKind.PROPOSAL, fact.proposal_id), *_need_at_desk(fact))


def _assignment(fact: AssignmentChanged | ConfirmationDue | ServiceRated) -> Signals:
    rooms = (member_room(fact.member_id), member_room(fact.resident_id), desk_room(fact.community_code))
    return tuple(Signal(room=room, kind=SignalKind.ASSIGNMENT, id=fact.assignment_id) for room in rooms)


def _part(fact: PartAsked | PartReserved | PartReleased | PartHandedOver | PartConfirmed) -> Signals:
    """Let the desk, both sides of the need and who gives see the need anew."""
    givers = fact.member_ids if isinstance(fact, PartAsked) else (fact.owner_id,)
    rooms = (
        desk_room(fact.community_code),
        *(member_room(each) for each in (fact.resident_id, fact.posted_by, *givers)),
    )
    return tuple(Signal(room=room, kind=SignalKind.NEED, id=fact.need_id) for room in rooms)


def _balance(fact: MinutesCredited | PostingRefused | RecordMinutes) -> Signals:
    return (_to_member(fact.member_id, SignalKind.BALANCE, fact.member_id),)


def _notice(fact: NoticeKept | NoticeRead) -> Signals:
    return (_to_member(fact.member_id, SignalKind.NOTICE, fact.notice_id),)


def _role(fact: RoleGranted | RoleWithdrawn) -> Signals:
    return (_to_member(fact.member_id, SignalKind.ROLE, fact.member_id),)


def _party(fact: PartyRegistered | PartyReviewed) -> Signals:
    rooms = (desk_room(fact.community_code), member_room(fact.registered_by))
    return tuple(Signal(room=room, kind=SignalKind.PARTY, id=fact.party_id) for room in rooms)


def _project(fact: ProjectSubmitted | ProjectPublished | ProjectEnded) -> Signals:
    """Let the desk and who submitted it know; a published one is found by who looks for it."""
    rooms = (desk_room(fact.community_code), member_room(fact.submitted_by))
    return tuple(Signal(room=room, kind=SignalKind.PROJECT, id=fact.project_id) for room in rooms)


def _shift(fact: ShiftPosted | ShiftJoined | ShiftLeft | ShiftWaitlistMoved) -> Signals:
    rooms = (desk_room(fact.community_code), public_room(fact.community_code))
    return tuple(Signal(room=room, kind=SignalKind.SHIFT, id=fact.shift_id) for room in rooms)


def _shift_of_many(fact: ShiftAmended | ShiftCancelled) -> Signals:
    to_members = (_to_member(member_id, SignalKind.SHIFT, fact.shift_id) for member_id in fact.member_ids)
    rooms = (desk_room(fact.community_code), public_room(fact.community_code))
    return (*to_members, *(Signal(room=room, kind=SignalKind.SHIFT, id=fact.shift_id) for room in rooms))


SIGNALLED: Final[Mapping[type, Callable[..., Signals]]] = {
    NeedPosted: _need_posted,
    NeedOpened: _need_in_public,
    NeedAmended: _need_at_desk,
    NeedClosed: _need_in_public,
    NeedAccepted: _need_in_public,
    NeedPlaceReleased: _need_in_public,
    NobodyFound: _need_at_desk,
    Proposed: _proposed,
    ProposalDeclined: _proposal_declined,
    ProposalsClosed: _proposals_closed,
    MemberInvited: _member_invited,
    AssignmentChanged: _assignment,
    ConfirmationDue: _assignment,
    ServiceRated: _assignment,
    MinutesCredited: _balance,
    RecordMinutes: _balance,
    PostingRefused: _balance,
    NoticeKept: _notice,
    NoticeRead: _notice,
    RoleGranted: _role,
    RoleWithdrawn: _role,
    PartyRegistered: _party,
    PartyReviewed: _party,
    ProjectSubmitted: _project,
    ProjectPublished: _project,
    ProjectEnded: _project,
    ShiftPosted: _shift,
    ShiftJoined: _shift,
    ShiftLeft: _shift,
    ShiftWaitlistMoved: _shift,
    ShiftAmended: _shift_of_many,
    ShiftCancelled: _shift_of_many,
    PartAsked: _part,
    PartReserved: _part,
    PartReleased: _part,
    PartHandedOver: _part,
    PartConfirmed: _part,
}
"""By event, who is nudged; what is not listed changes nobody's page at once."""
